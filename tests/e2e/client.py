"""People and chats as a test sees them, over any server that can be driven."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
PATIENCE = 15.0
QUIET = 0.4
GOING = ("Reading the file…", " row read…", " rows read…")
"""How words of progress end: another message follows, however long a reading process takes."""
BEAT = 0.02


@dataclass(frozen=True)
class Seen:
    """A message as its readers see it.

    `html` is the text with its markup; `buttons` are rows of (text, action, value); `media` names
    the kind of file, if any.
    """

    id: int
    by_bot: bool
    text: str
    html: str
    buttons: tuple[tuple[tuple[str, str, str], ...], ...]
    edits: int
    reply_to: int | None
    media: str | None


class Driver(Protocol):
    """A Bot API server whose people can be moved by hand. Ids are Telegram's."""

    token: str
    base_url: str
    base_file_url: str

    def add_person(self, name: str, language: str) -> int: ...
    def add_chat(self, kind: str, title: str, members: Sequence[int], bot: str) -> int: ...
    def write(self, author: int | None, chat: int, text: str, reply_to: int | None) -> int: ...
    def forward(self, person: int, chat: int, text: str, author: int) -> int:
        """Somebody passes on what somebody else had written."""

    def attach(  # noqa: PLR0917  # a file has as many sides
        self, author: int, chat: int, kind: str, content: bytes, caption: str, name: str = ""
    ) -> int: ...
    def edit(self, author: int, chat: int, message: int, text: str) -> None: ...
    def press(self, person: int, chat: int, message: int, data: str) -> str: ...
    def notice(self, callback: str) -> str | None:
        """The text of an answered press; None while it is not answered."""

    def block(self, person: int, blocked: bool) -> None: ...
    def look_up(self, person: int, query: str) -> list[dict[str, Any]]:
        """The results of an inline query."""

    def messages(self, chat: int) -> list[Seen]:
        """What is in a chat now, deleted messages left out."""

    def calls(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every request of a method, those that met a fault included."""

    def fault(self, method: str, kind: str, times: int = 1, seconds: float = 1.0) -> None:
        """Bad weather: `drop`, `drop_after`, `delay`, `flood` (429) or `status` (502)."""

    def polling(self) -> bool:
        """Whether a bot is asking for updates right now."""

    def waiting(self) -> int:
        """How many updates are not acknowledged."""

    def away(self) -> AbstractContextManager[None]:
        """Nobody listens at the address while this is entered."""

    def follow(self, log: Path) -> None:
        """A bot was started that writes this log."""

    def done(self) -> bool:
        """Whether it is known that the bot has dealt with every update since `forget`."""

    def mistakes(self) -> list[str]:
        """What the bot did wrong so far, in words."""

    def forget(self) -> None:
        """Clear the record of requests and mistakes."""


class LateError(AssertionError):
    """Something that was waited for did not come."""


def wait_for(look: Callable[[], T | None], what: str, seconds: float = PATIENCE) -> T:
    """What `look` finds, as soon as it finds something.

    Raises:
        LateError: it found nothing (None, False, empty) for so many seconds.
    """
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise LateError(f"{what}: not within {seconds:g} s")
        time.sleep(BEAT)
    return found


@dataclass
class Conversation:
    """A chat, and somebody in it who reads and writes (None: the channel itself)."""

    driver: Driver
    chat: int
    person: int | None

    def all(self) -> "list[Post]":
        """Every message from the first to the last."""
        return [Post(self, seen) for seen in self.driver.messages(self.chat)]

    def replies(self, after: int = 0) -> "list[Post]":
        """The bot's messages that came after the message with this id."""
        return [p for p in self.all() if p.seen.by_bot and p.seen.id > after]

    def say(self, text: str, reply_to: "Post | None" = None) -> "Post":
        """Send a message and wait for nothing."""
        to = reply_to.id if reply_to else None
        return self.sent(self.driver.write(self.person, self.chat, text, to))

    def ask(self, text: str, reply_to: "Post | None" = None, seconds: float = PATIENCE) -> "Post":
        """Send a message and give the bot's last word on it."""
        return self.answer_to(self.say(text, reply_to), seconds)

    def answer_to(self, sent: "Post", seconds: float = PATIENCE) -> "Post":
        """The bot's last message after this one, once it says no more."""
        wait_for(lambda: self.replies(sent.id), f"an answer to {sent.text[:60]!r}", seconds)
        self.settle()
        return self.replies(sent.id)[-1]

    def send(self, kind: str, content: bytes, caption: str = "", name: str = "") -> "Post":
        """Send a photo, a voice message or a document, and give the bot's last word on it."""
        person = self.person or 0
        sent = self.sent(self.driver.attach(person, self.chat, kind, content, caption, name))
        return self.answer_to(sent)

    def settle(self, quiet: float | None = None, seconds: float = PATIENCE) -> None:
        """Wait until nothing changes here any more.

        Args:
            quiet: seconds without a change after which it is believed; without it, until the bot
                is known to be done, or else `QUIET`.
            seconds: how long to wait at most.
        """
        deadline, since, before = time.monotonic() + seconds, time.monotonic(), None
        while time.monotonic() < deadline:
            done = quiet is None and self.driver.done()
            now = self.driver.messages(self.chat)
            if done:
                return
            if now != before:
                before, since = now, time.monotonic()
            elif time.monotonic() - since > (QUIET if quiet is None else quiet) and not _going(now):
                return
            time.sleep(BEAT)
        raise LateError(f"the bot still changes the chat after {seconds:g} s")

    def transcript(self) -> str:
        """The conversation as plain text, buttons in brackets."""
        lines = []
        for post in self.all():
            lines.append(f"{'bot' if post.seen.by_bot else 'reader'}: {post.text}")
            lines += ["    " + " ".join(f"[{b[0]}]" for b in row) for row in post.seen.buttons]
        return "\n".join(lines)

    def sent(self, message: int) -> "Post":
        """The message with this id."""
        return next(post for post in self.all() if post.id == message)


@dataclass(frozen=True)
class Post:
    """A message in a conversation, as it was when it was looked at."""

    where: Conversation
    seen: Seen

    @property
    def id(self) -> int:
        return self.seen.id

    @property
    def text(self) -> str:
        return self.seen.text

    @property
    def buttons(self) -> list[str]:
        """The texts of all buttons."""
        return [text for row in self.seen.buttons for text, _, _ in row]

    def now(self) -> "Post":
        """The same message as it is by now."""
        return next(post for post in self.where.all() if post.id == self.id)

    def button(self, text: str) -> tuple[str, str, str]:
        """The button whose text holds these words; case does not matter."""
        for row in self.seen.buttons:
            for button in row:
                if text.casefold() in button[0].casefold():
                    return button
        raise LateError(f"no button {text!r} among {self.buttons} under {self.text[:80]!r}")

    def press(self, text: str, seconds: float = PATIENCE) -> "Pressed":
        """Press a button and wait until the bot has done all it does about it."""
        return self.press_data(self.button(text)[2], seconds)

    def press_data(self, data: str, seconds: float = PATIENCE) -> "Pressed":
        """Press a button that sends this, shown or not."""
        driver, chat = self.where.driver, self.where.chat
        last = self.where.all()[-1].id
        callback = driver.press(self.where.person or 0, chat, self.id, data)
        wait_for(
            lambda: driver.notice(callback) is not None, f"the press of {data!r} answered", seconds
        )
        self.where.settle()
        return Pressed(driver.notice(callback) or "", self.now(), self.where.replies(last))

    def edit(self, text: str) -> None:
        """Change the message, as its author."""
        self.where.driver.edit(self.where.person or 0, self.where.chat, self.id, text)


@dataclass(frozen=True)
class Pressed:
    """What came of a press: the pop-up, the message that carried the button, and new messages."""

    notice: str
    message: Post
    news: list[Post] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything that the reader can now read because of it."""
        return "\n".join([self.notice, self.message.text, *(post.text for post in self.news)])

    @property
    def last(self) -> Post:
        """Where the conversation goes on."""
        return self.news[-1] if self.news else self.message


def reader(driver: Driver, name: str = "Alice", language: str = "en") -> Conversation:
    """Somebody new, in the private chat with the bot."""
    person = driver.add_person(name, language)
    return Conversation(driver, person, person)


def _going(seen: Sequence[Seen]) -> bool:
    """Whether the bot's last word is one of progress."""
    return bool(seen) and seen[-1].by_bot and seen[-1].text.endswith(GOING)
