"""People, chats and messages, as Telegram would hold them."""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.botserver.refusal import bad, forbidden

BOT_ID = 7_000_000_001
FIRST_PERSON = 500_000_001
FIRST_GROUP = -1_001_000_000_001
HERE = frozenset({"member", "administrator", "creator"})


@dataclass
class Person:
    """Somebody with a Telegram account."""

    id: int
    name: str
    username: str
    language: str
    met: bool = False
    blocked: bool = False

    def json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.name,
            "username": self.username,
            "language_code": self.language,
        }


@dataclass
class Message:
    """A message; `body` holds its fields as the Bot API names them, `source` its text as sent."""

    id: int
    chat: "Chat"
    author: dict[str, Any] | None
    body: dict[str, Any]
    source: str = ""
    by_bot: bool = False
    date: int = field(default_factory=lambda: int(time.time()))
    edits: int = 0
    deleted: bool = False
    inline_id: str | None = None

    def json(self) -> dict[str, Any]:
        sender = {"from": self.author} if self.author else {"sender_chat": self.chat.json()}
        edited = {"edit_date": int(time.time())} if self.edits else {}
        identity = {"message_id": self.id, "date": self.date, "chat": self.chat.json()}
        return identity | sender | edited | self.body


@dataclass
class Chat:
    """A conversation; `reads_all` is what a bot without privacy mode sees of a group."""

    id: int
    kind: str
    title: str = ""
    person: Person | None = None
    members: dict[int, str] = field(default_factory=dict)
    bot_status: str = "member"
    reads_all: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0

    def json(self) -> dict[str, Any]:
        if self.person:
            named = {"first_name": self.person.name, "username": self.person.username}
            return {"id": self.id, "type": self.kind} | named
        return {"id": self.id, "type": self.kind, "title": self.title}

    def add(self, author: dict[str, Any] | None, body: dict[str, Any], **more: Any) -> Message:
        self.last_id += 1
        message = Message(self.last_id, self, author, body, **more)
        self.messages[message.id] = message
        return message


@dataclass
class World:
    """Everything that the server knows of the people and the bot."""

    username: str
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    queries: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    inline_messages: dict[str, Message] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    actions: list[tuple[int, str]] = field(default_factory=list)
    serial: int = 0

    def bot(self) -> dict[str, Any]:
        name = {"first_name": "AccordingTo", "username": self.username}
        return {"id": BOT_ID, "is_bot": True} | name

    def number(self) -> int:
        """A number that was not given before."""
        self.serial += 1
        return self.serial

    def add_person(self, name: str, language: str) -> Person:
        identity = FIRST_PERSON + len(self.people)
        person = Person(identity, name, f"{name.lower()}_{self.number()}", language)
        self.people[identity] = person
        self.chats[identity] = Chat(identity, "private", person=person)
        return person

    def add_chat(self, kind: str, title: str, members: dict[int, str]) -> Chat:
        chat = Chat(FIRST_GROUP - self.number(), kind, title, members=members)
        self.chats[chat.id] = chat
        return chat

    def keep_file(self, name: str, content: bytes) -> str:
        identity = f"file-{self.number()}"
        self.files[identity] = (name, content)
        return identity

    def chat(self, identity: int) -> Chat:
        """A chat that the bot has heard of.

        Raises:
            RefusedError: there is none, or the bot is no longer in it.
        """
        chat = self.chats.get(identity)
        if chat is None or chat.bot_status == "unknown":
            raise bad("chat not found")
        return chat

    def writable(self, identity: int) -> Chat:
        """A chat that the bot may write to.

        Raises:
            RefusedError: as `chat`, or the reader blocked the bot, or it was thrown out.
        """
        chat = self.chat(identity)
        if chat.person is not None:
            if chat.person.blocked:
                raise forbidden("bot was blocked by the user")
            if not chat.person.met:
                raise forbidden("bot can't initiate conversation with a user")
        elif chat.bot_status not in HERE:
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        elif chat.kind == "channel" and chat.bot_status != "administrator":
            raise bad("need administrator rights in the channel chat")
        return chat
