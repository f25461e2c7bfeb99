"""The project's own Bot API server as a driver of tests."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

from tests.e2e.botserver import BotServer, Fault
from tests.e2e.botserver.world import Message
from tests.e2e.client import PATIENCE, Seen, wait_for

HANDLED = re.compile(rb"update (\d+) handled in .*\n")
FILE_NAMES = {"photo": "photo.png", "voice": "voice.ogg", "document": "notes.txt"}


class Loopback:
    """Moves the people of a `BotServer`; a `Driver`."""

    def __init__(self, server: BotServer) -> None:
        self.server = server
        self.token = server.token
        self.base_url = server.base_url
        self.base_file_url = server.base_file_url
        self._api = server.api
        self._logs: dict[Path, int] = {}
        self._handled: set[int] = set()

    def follow(self, log: Path) -> None:
        """Read in a bot's log, the more talkative kind, which updates it has dealt with."""
        self._logs[log] = 0

    def add_person(self, name: str, language: str) -> int:
        return self.server.call(lambda: self._api.world.add_person(name, language).id)

    def add_chat(self, kind: str, title: str, members: Sequence[int], bot: str) -> int:
        def add() -> int:
            places = dict.fromkeys(members, "member")
            if members:
                places[members[0]] = "creator"
            chat = self._api.world.add_chat(kind, title, places)
            chat.bot_status = "left"
            if bot != "left":
                self._api.people.place_bot(chat.id, bot, members[0])
            return chat.id

        return self.server.call(add)

    def write(self, author: int | None, chat: int, text: str, reply_to: int | None) -> int:
        people = self._api.people
        return self.server.call(lambda: people.write(author, chat, {"text": text}, reply_to))

    def forward(self, person: int, chat: int, text: str, author: int) -> int:
        people = self._api.people
        return self.server.call(lambda: people.forward(person, chat, text, author))

    def attach(  # noqa: PLR0917  # a Driver's arguments
        self, author: int, chat: int, kind: str, content: bytes, caption: str, name: str = ""
    ) -> int:
        def attach() -> int:
            people = self._api.people
            body = people.attach(kind, name or FILE_NAMES[kind], content, caption)
            return people.write(author, chat, body)

        return self.server.call(attach)

    def edit(self, author: int, chat: int, message: int, text: str) -> None:  # noqa: ARG002  # a Driver's arguments
        self.server.call(lambda: self._api.people.edit(chat, message, text))

    def press(self, person: int, chat: int, message: int, data: str) -> str:
        return self.server.call(lambda: self._api.people.press(person, chat, message, data))

    def notice(self, callback: str) -> str | None:
        answer = self.server.call(lambda: self._api.world.answers.get(callback))
        return None if answer is None else str(answer["text"])

    def block(self, person: int, blocked: bool) -> None:
        self.server.call(lambda: self._api.people.block(person, blocked))

    def look_up(self, person: int, query: str) -> list[dict[str, Any]]:
        identity = self.server.call(lambda: self._api.people.look_up(person, query))
        answers = self._api.world.answers
        wait_for(
            lambda: self.server.call(lambda: identity in answers),
            f"results for {query!r}",
            PATIENCE,
        )
        results: list[dict[str, Any]] = answers[identity]["results"]
        return results

    def messages(self, chat: int) -> list[Seen]:
        def look() -> list[Seen]:
            found = self._api.world.chats[chat].messages.values()
            return [seen(message) for message in found if not message.deleted]

        return self.server.call(look)

    def calls(self, method: str) -> list[dict[str, Any]]:
        asked = self.server.call(lambda: self._api.journal.asked(method))
        return [request.values for request in asked]

    def fault(self, method: str, kind: str, times: int = 1, seconds: float = 1.0) -> None:
        fault = Fault(method, kind, times, seconds=seconds)
        self.server.call(lambda: self._api.weather.faults.append(fault))

    def polling(self) -> bool:
        return self.server.call(lambda: self._api.updates.poll is not None)

    def waiting(self) -> int:
        return self.server.call(lambda: len(self._api.updates.waiting))

    @contextmanager
    def away(self) -> Iterator[None]:
        self.server.go_away()
        try:
            yield
        finally:
            self.server.come_back()

    def done(self) -> bool:
        for log, read in self._logs.items():
            with log.open("rb") as lines:
                lines.seek(read)
                more = lines.read()
            whole = more.rfind(b"\n") + 1
            self._handled.update(int(one) for one in HANDLED.findall(more[:whole]))
            self._logs[log] = read + whole
        return bool(self._handled) and self.server.call(
            lambda: self._handled.issuperset(self._api.updates.given)
        )

    def mistakes(self) -> list[str]:
        return self.server.call(lambda: list(self._api.journal.violations))

    def forget(self) -> None:
        def forget() -> None:
            self._api.journal.requests.clear()
            self._api.journal.violations.clear()
            self._api.weather.faults.clear()
            self._api.updates.given.clear()

        self.server.call(forget)


def seen(message: Message) -> Seen:
    """A message as its readers see it."""
    body = message.body
    text = str(body.get("text", body.get("caption", "")))
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return Seen(
        id=message.id,
        by_bot=message.by_bot,
        text=text,
        html=message.source if message.by_bot else escape(text, quote=False),
        buttons=tuple(tuple(_button(button) for button in row) for row in rows),
        edits=message.edits,
        reply_to=body.get("reply_to_message", {}).get("message_id"),
        media=next((kind for kind in FILE_NAMES if kind in body), None),
    )


def _button(button: dict[str, Any]) -> tuple[str, str, str]:
    action = next(key for key in button if key != "text")
    return str(button["text"]), action, str(button[action])
