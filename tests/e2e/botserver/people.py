"""What people do: write, edit, press, block; each act becomes an update for the bot."""

import time
from dataclasses import dataclass
from typing import Any

from tests.e2e.botserver.answering import insert
from tests.e2e.botserver.content import media
from tests.e2e.botserver.html import typed_entities
from tests.e2e.botserver.looking import RIGHTS
from tests.e2e.botserver.updates import Updates
from tests.e2e.botserver.world import HERE, Chat, Message, Person, World


@dataclass
class People:
    """The hands of everybody who is not the bot."""

    world: World
    updates: Updates

    def write(
        self, author: int | None, chat_id: int, body: dict[str, Any], reply_to: int | None = None
    ) -> int:
        """Send a message; without an author it is a post of the channel itself.

        Args:
            author: id of the person, or None.
            chat_id: where.
            body: `{"text": …}`, or the fields of a file as `attach` makes them.
            reply_to: id of the message in the same chat that this replies to.
        """
        chat = self.world.chats[chat_id]
        person = self.world.people[author] if author is not None else None
        if person is not None and chat.person is person:
            self._meet(person, chat)
        body = body | self._marked(body)
        if reply_to is not None:
            body["reply_to_message"] = chat.messages[reply_to].json()
        message = chat.add(person.json() if person else None, body, source=body.get("text", ""))
        if self._reaches_bot(chat, message):
            self.updates.push(_kind(chat, "message", "channel_post"), message.json())
        return message.id

    def forward(self, author_id: int, chat_id: int, text: str, of: int) -> int:
        """Pass on a text that somebody else had written."""
        origin = {
            "type": "user",
            "date": int(time.time()),
            "sender_user": self.world.people[of].json(),
        }
        return self.write(author_id, chat_id, {"text": text, "forward_origin": origin})

    def attach(self, kind: str, name: str, content: bytes, caption: str) -> dict[str, Any]:
        """The body of a message with a photo, a voice or a document."""
        body = media(self.world, kind, self.world.keep_file(name, content))
        return body | ({"caption": caption} if caption else {})

    def edit(self, chat_id: int, message_id: int, text: str) -> None:
        chat = self.world.chats[chat_id]
        message = chat.messages[message_id]
        message.body = {k: v for k, v in message.body.items() if k != "entities"} | {"text": text}
        message.body |= self._marked(message.body)
        message.source, message.edits = text, message.edits + 1
        if self._reaches_bot(chat, message):
            kind = _kind(chat, "edited_message", "edited_channel_post")
            self.updates.push(kind, message.json())

    def press(self, person_id: int, chat_id: int, message_id: int, data: str) -> str:
        """Press a button of a message; the answer is the id of the callback query."""
        message = self.world.chats[chat_id].messages[message_id]
        identity = f"callback-{self.world.number()}"
        self.world.queries[identity] = message
        query = {
            "id": identity,
            "from": self.world.people[person_id].json(),
            "chat_instance": str(chat_id),
            "data": data,
        }
        if message.inline_id:
            query["inline_message_id"] = message.inline_id
        else:
            query["message"] = message.json()
        self.updates.push("callback_query", query)
        return identity

    def block(self, person_id: int, blocked: bool) -> None:
        """Block or unblock the bot, which is told so."""
        person = self.world.people[person_id]
        if person.blocked == blocked:
            return
        person.blocked = blocked
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        self._bot_moved(self.world.chats[person_id], person, old, new)

    def place_bot(self, chat_id: int, status: str, by: int) -> None:
        """Give the bot another place in a group or channel."""
        chat = self.world.chats[chat_id]
        old, chat.bot_status = chat.bot_status, status
        self._bot_moved(chat, self.world.people[by], old, status)

    def look_up(self, person_id: int, query: str) -> str:
        """Type an inline query; the answer is its id."""
        identity = f"inline-query-{self.world.number()}"
        self.world.queries[identity] = query
        person = self.world.people[person_id].json()
        update = {"id": identity, "from": person, "query": query, "offset": ""}
        self.updates.push("inline_query", update)
        return identity

    def choose(self, person_id: int, query_id: str, index: int, chat_id: int) -> int:
        """Send a result of an inline query into a chat."""
        person = self.world.people[person_id].json()
        result = self.world.answers[query_id]["results"][index]
        message = insert(self.world, self.world.chats[chat_id], person, result)
        chosen = {
            "result_id": result["id"],
            "from": person,
            "query": self.world.queries[query_id],
            "inline_message_id": message.inline_id,
        }
        self.updates.push("chosen_inline_result", chosen)
        return message.id

    def call_guest(self, person_id: int, chat_id: int, text: str) -> str:
        """Mention the bot in a chat that it is not in; the answer is the id of the guest query."""
        chat = self.world.chats[chat_id]
        person = self.world.people[person_id].json()
        identity = f"guest-{self.world.number()}"
        self.world.queries[identity] = chat
        body = {"text": text, "guest_query_id": identity} | self._marked({"text": text})
        self.updates.push("guest_message", chat.add(person, body, source=text).json())
        return identity

    def _meet(self, person: Person, chat: Chat) -> None:
        if person.blocked:
            self.block(person.id, False)
        person.met, chat.bot_status = True, "member"

    def _bot_moved(self, chat: Chat, person: Person, old: str, new: str) -> None:
        bot = self.world.bot()
        places: list[dict[str, Any]] = [{"user": bot, "status": status} for status in (old, new)]
        for place in places:
            if place["status"] == "kicked":
                place["until_date"] = 0
            if place["status"] == "administrator":
                place.update({"can_be_edited": False, "is_anonymous": False})
                place.update(dict.fromkeys(RIGHTS, True))
        moved = {
            "chat": chat.json(),
            "from": person.json(),
            "date": chat.messages[chat.last_id].date if chat.last_id else 0,
            "old_chat_member": places[0],
            "new_chat_member": places[1],
        }
        self.updates.push("my_chat_member", moved)

    @staticmethod
    def _marked(body: dict[str, Any]) -> dict[str, Any]:
        entities = typed_entities(body.get("text", ""))
        return {"entities": entities} if entities else {}

    def _reaches_bot(self, chat: Chat, message: Message) -> bool:
        """Privacy mode: of a group, the bot sees commands for it and replies to it."""
        if chat.bot_status not in HERE:
            return False
        if chat.kind in {"private", "channel"} or chat.reads_all:
            return True
        if chat.bot_status == "administrator":
            return True
        replied = message.body.get("reply_to_message", {}).get("from", {})
        if replied.get("id") == self.world.bot()["id"]:
            return True
        text = message.body.get("text", "").encode("utf-16-le")
        for entity in message.body.get("entities", []):
            if entity["type"] == "bot_command":
                start, length = 2 * entity["offset"], 2 * entity["length"]
                command = text[start : start + length].decode("utf-16-le")
                addressee = command.partition("@")[2].lower()
                if addressee in {"", self.world.username.lower()}:
                    return True
        return False


def _kind(chat: Chat, usual: str, of_channel: str) -> str:
    return of_channel if chat.kind == "channel" else usual
