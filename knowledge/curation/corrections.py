"""What changed in substance reaches everybody who was told: found here, told by the handlers."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from knowledge.curation.correction_messages import CorrectionMessages, Posted
from knowledge.domain import NotFound, Posting, Revision, State, Statement, as_json, from_plain
from knowledge.editing import differs_in_substance
from knowledge.storage import Store

PAGE = 500
"""Revisions that are read at once."""

EDIT, NOTE, REPORT, ANSWERED = "edit", "note", "report", "answered"
LATE, SET_ASIDE, ROLE = "late", "set aside", "role"


SHOWN = frozenset({"statement", "relation", "speaker", "incident", "article", "place"})
"""Kinds of records that messages show."""


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A record that may differ from what was told.

    Args:
        first: the first of its revisions that are looked at.
        last: the latest of them.
        statements: ids of the statements that show it.
    """

    first: Revision
    last: Revision
    statements: frozenset[str]


class Corrections:
    """Finds who must be told what, and keeps it in the outbox.

    Args:
        store: of the revisions, deliveries and wishes.
        letters: words what is told.
    """

    def __init__(self, store: Store, letters: CorrectionMessages) -> None:
        self._store = store
        self._letters = letters

    def collect(self) -> int:
        """Put into the outbox what the changes since the last time ask for; gives how much.

        What is found and how far was looked are kept together, so that a crash loses nothing and
        doubles nothing, and changes made by other programs are found as well.
        """
        last, now = self._store.outbox.told_up_to(), self._store.revisions.newest()
        if last == now:
            return 0
        postings: list[tuple[str, str, int, str]] = []
        if last is not None:
            changes = list(self._changes(last, now))
            postings += self._edits(changes)
            for change in changes:
                postings += self._notes(change)
            postings += self._reports(changes, {occasion for _, occasion, _, _ in postings})
        return self._store.outbox.post(postings, up_to=now)

    def take(self, limit: int) -> list[Posting]:
        """Postings to be told now; each must be settled or put off."""
        return self._store.outbox.take_postings(limit=limit)

    def resume(self) -> None:
        """Let what a process that ended had taken be taken again."""
        self._store.outbox.release_postings()

    def settle(self, posting: Posting, state: str, result: str) -> None:
        """Keep what came of a posting: done or failed."""
        self._store.outbox.settle_posting(posting.number, state, result)

    def put_off(self, posting: Posting, until: datetime) -> None:
        """Let a posting wait until then."""
        self._store.outbox.put_off_posting(posting.number, until)

    def delay(self, posting: Posting, pause: timedelta) -> None:
        """Let a posting wait for so long, of our own accord."""
        self._store.outbox.delay_posting(posting.number, pause)

    def refused(self, posting: Posting, pause: timedelta, within: timedelta) -> str | None:
        """Let a posting that Telegram did not take wait, or give it up.

        Args:
            posting: that was tried.
            pause: until it is tried again.
            within: how long a posting is tried; after that its chat is told once that something
                did not reach it in time, and that is tried as long.

        Returns:
            What was given up: "posting", or "notice", the word about one; None where it waits.
        """
        if not self._store.outbox.is_overdue(posting, within):
            self._store.outbox.refuse_posting(posting.number, pause)
            return None
        if json.loads(posting.content)["kind"] == LATE:
            self._store.outbox.give_up_posting(posting, None)
            return "notice"
        self._store.outbox.give_up_posting(posting, ("late", json.dumps({"kind": LATE})))
        return "posting"

    def last_told(self, chat: int, message: int) -> str | None:
        """A hash of what an answer was last put right to; None if it never was."""
        return self._store.outbox.last_result(f"edit:{chat}:{message}:")

    def letter(self, posting: Posting) -> Posted | None:
        """What a posting says by now; None where nothing is left to be told."""
        content, letters = json.loads(posting.content), self._letters
        chat, kind = posting.chat, content["kind"]
        worded: Mapping[str, Callable[[], Posted | None]] = {
            EDIT: lambda: letters.edited(chat, content),
            NOTE: lambda: letters.note(chat, content),
            LATE: lambda: letters.late(chat),
            SET_ASIDE: lambda: letters.set_aside(chat),
            ROLE: lambda: letters.role(chat, content),
            ANSWERED: lambda: letters.answered(chat, content),
            REPORT: lambda: letters.report(
                chat, content, self._store.outbox.posted(posting.occasion)
            ),
        }
        try:
            return worded[kind]()
        except NotFound:
            return None

    def set_aside(self, person: int, update_id: int) -> None:
        """Let a person be told that what they sent was set aside."""
        content = json.dumps({"kind": SET_ASIDE})
        self._store.outbox.post([(f"aside:{update_id}", f"update {update_id}", person, content)])

    def is_early(self, posting: Posting) -> bool:
        """Whether a report must still wait for what it reports on."""
        if json.loads(posting.content)["kind"] != REPORT:
            return False
        states = self._store.outbox.posted(posting.occasion)
        return bool(states.get("waiting")) or states.get("claimed", 0) > 1  # itself is one

    def _changes(self, last: int, now: int) -> Iterator[ToldChange]:
        """What changed of all that messages show, the earliest first."""
        found: dict[tuple[str, str], list[Revision]] = {}
        before: int | None = now + 1
        while before is not None and before > last + 1:
            page = self._store.revisions.recent(before=before, limit=PAGE)
            for revision in page:
                new = revision.before is None and revision.subject != "relation"
                if revision.number > last and revision.subject in SHOWN and not new:
                    key = (revision.subject, revision.subject_id)
                    found.setdefault(key, []).append(revision)
            before = page[-1].number if page else None
        changes = []
        for (subject, identity), revisions in found.items():
            shown = self._store.revisions.showing(subject, identity)
            changes.append(ToldChange(revisions[-1], revisions[0], frozenset(shown)))
        yield from sorted(changes, key=lambda one: one.last.number)

    def _edits(self, changes: Iterable[ToldChange]) -> Iterator[tuple[str, str, int, str]]:
        """Every message that tells something otherwise than it is now, each once."""
        by_statement: dict[str, list[ToldChange]] = {}
        for change in changes:
            for identity in change.statements:
                by_statement.setdefault(identity, []).append(change)
        now: dict[tuple[str, bool], str] = {}
        for delivery in self._store.deliveries.carrying(list(by_statement)):
            if not self._letters.is_wrong(delivery, now):
                continue
            concerned = [
                change
                for identity, _ in delivery.statements
                for change in by_statement.get(identity, ())
            ]
            numbers = sorted({one.first.number for one in concerned})
            last = max(one.last.number for one in concerned)
            content = {"kind": EDIT, "message": delivery.message, "revisions": numbers}
            key = f"edit:{delivery.chat}:{delivery.message}:{last}"
            yield key, f"revision {last}", delivery.chat, json.dumps(content)

    def _notes(self, change: ToldChange) -> Iterator[tuple[str, str, int, str]]:
        """Word to those who follow a statement that changed in substance."""
        if change.first.subject != "statement":
            return
        identity, number = change.first.subject_id, change.last.number
        before = from_plain(Statement, json.loads(change.first.before or "{}"))
        after = self._store.records.statement(identity)
        # What comes out is news, told elsewhere.
        if before.state is not State.PUBLISHED or not differs_in_substance(before, after):
            return
        content = {"kind": NOTE, "statement": identity, "revision": number}
        content["before"] = as_json(replace(before, phrasings=(), notes=()))
        for chat in self._following(after):
            key = f"note:{chat}:{identity}:{number}"
            yield key, f"revision {number}", chat, json.dumps(content, ensure_ascii=False)

    def _reports(
        self, changes: Iterable[ToldChange], occasions: set[str]
    ) -> Iterator[tuple[str, str, int, str]]:
        """Word to whoever changed something that somebody is told of."""
        for change in changes:
            actor, number = change.last.actor, change.last.number
            occasion, identity = f"revision {number}", change.last.subject_id
            if actor.id is not None and occasion in occasions:
                content = {"kind": REPORT, "statement": identity, "revision": number}
                yield f"report:{identity}:{number}", occasion, actor.id, json.dumps(content)

    def _following(self, statement: Statement) -> list[int]:
        wishes: Mapping[str, str | None] = {
            "statement": statement.id,
            "incident": statement.incident,
            "speaker": statement.speaker,
        }
        chats = [
            follow.chat
            for subject, identity in wishes.items()
            if identity
            for follow in self._store.follows.followers(subject, [identity])
        ]
        return list(dict.fromkeys(chats))
