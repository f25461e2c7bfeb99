"""What a chat tells about answers: what is wrong with them, and reports of what was asked."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from knowledge.chats import feedback
from knowledge.chats.due import due
from knowledge.chats.reports import is_overdue, report
from knowledge.model import Habits, Language, Message, NotFound, Rhythm, Statement
from knowledge.store import Store
from knowledge.store.people import SPOKEN

REPORTING = "report"
"""The preference of a chat that gets the weekly report and what readers say is wrong."""

COMPLAINT = "complaint"
"""The preference that ties a request for a reader's words to the answer that they are about."""

POST = "post"
"""The preference that says of a message that it is a post."""

WEEK = 7


class Reporting:
    """The part of the chats that is about answers."""

    _store: Store
    _clock: Callable[[], datetime]
    _elapsed: Iterable[float]
    _reported: dict[int, str]

    def habits(self, chat: int) -> Habits:
        """What a chat has chosen."""
        raise NotImplementedError

    def posted(self, chat: int, message: int) -> None:
        """Keep that a message of ours is a post, so that a correction leaves it one."""
        self._store.set_preference(chat, f"{POST} {message}", "yes")

    def is_post(self, chat: int, message: int) -> bool:
        """Whether a message of ours is a post, without buttons."""
        return self._store.preference(chat, f"{POST} {message}") is not None

    def invite(self, chat: int, request: int, answer: int) -> None:
        """Keep which answer our request for a reader's words is about."""
        self._store.set_preference(chat, f"{COMPLAINT} {request}", str(answer))

    def complain(self, chat: int, request: int, said: str, question: str = "") -> int:
        """Keep what a reader says is wrong, and tell those who keep the store; gives its number.

        Args:
            chat: where.
            request: our message that asked for their words.
            said: their words; nothing is kept of who they are.
            question: that the answer was to, as the request repeats it.
        """
        about = self._store.preference(chat, f"{COMPLAINT} {request}")
        delivery = self._store.delivery(chat, int(about)) if about else None
        spoken, asked = (
            each.encode("utf-8", "replace").decode("utf-8") for each in (said, question)
        )
        number = feedback.keep(self._store, delivery, spoken, asked)
        content = json.dumps({"kind": "feedback", "draft": number})
        self._store.post(
            (
                (f"feedback:{number}:{reader}", f"feedback {number}", reader, content)
                for reader in self._store.preferences(REPORTING)
            ),
            # The second would tell whose words they are.
            due=self._clock().replace(minute=0, second=0, microsecond=0),
        )
        return number

    def reporting(self, chat: int, *, on: bool, language: Language | None = None) -> None:
        """Whether a chat gets the weekly report and what readers say is wrong.

        Args:
            chat: of those who keep the store.
            on: whether it does.
            language: of the report, where the chat has chosen none.
        """
        self._store.set_preference(chat, REPORTING, "weekly" if on else None)
        if on and language is not None:
            self._store.set_preference(chat, SPOKEN, language)

    def report(self, language: Language, days: int = WEEK) -> Message:
        """What was asked in the last days, what came of it, what must be reviewed again."""
        now = self._clock()
        asked = self._store.questions(since=now - timedelta(days=days))
        return report(asked, list(self._elapsed), self._overdue(now), days, language)

    def _overdue(self, now: datetime) -> list[Statement]:
        found = (each.statement for each in self._store.documents())
        return [each for each in found if is_overdue(each, now.date())]

    def _reports(self) -> int:
        now, told = self._clock(), 0
        for chat in self._store.preferences(REPORTING):
            weekly = replace(self.habits(chat), rhythm=Rhythm.WEEKLY, since=None)
            wanted = due(weekly, now)
            if wanted is not None and self._reported.get(chat) != wanted.key:
                what = wanted.key.replace("digest", "report")
                self._reported[chat] = wanted.key
                letter = (f"report:{chat}:{what}", what, json.dumps({"kind": "weekly"}))
                told += self._store.tell_once(chat, what, letter, ("reported", what))
        return told

    def _complaint(self, number: int, language: Language) -> Message | None:
        try:
            draft = self._store.draft(number)
        except NotFound:
            return None
        return feedback.letter(self._store, draft, language)
