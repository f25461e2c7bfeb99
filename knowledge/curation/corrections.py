"""Corrections: what changed in substance reaches everybody who was told, in words that say what changed."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from knowledge.answering.dialogue import carried_by, digest
from knowledge.curation.change_wording import (
    ChangeLines,
    difference_lines,
    page,
    text,
    word_by_word,
)
from knowledge.curation.field_values import called
from knowledge.domain import (
    Action,
    Answer,
    Carried,
    Delivery,
    Language,
    Line,
    Message,
    NoAnswer,
    NotFound,
    Part,
    Posting,
    Record,
    RelationKind,
    Reply,
    Revision,
    Role,
    Span,
    State,
    Statement,
    Style,
    as_json,
    from_plain,
)
from knowledge.domain.dates import Edtf
from knowledge.editing import differs_in_substance, field_changes
from knowledge.storage import Store
from knowledge.storage.people import LANGUAGE
from knowledge.translations import Words, cut, quoted, words_in

Again = Callable[[Delivery, Language], Reply | None]
"""Tells again what a message told; None where nothing of it is left."""

NAMED = 70
"""Characters of a claim in the heading of a report."""

PARTS = 3
"""Differing parts that a note tells."""

_TOLD = ("claim", "figures", "speaker", "kind", "polarity", "said", "incident", "appearances")


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that is to be sent, or to be put in the place of another.

    Args:
        chat: where.
        message: what it says.
        instead: the message that it replaces; None sends a new one.
        reply: what is delivered with it.
        carried: what the message that is replaced tells from then on.
        inline: Telegram's id of a message that was sent inline.
        further: ids of the messages that go on where the one that is replaced was full.
    """

    chat: int
    message: Message
    instead: int | None = None
    reply: Reply | None = None
    carried: tuple[Carried, ...] | None = None
    inline: str | None = None
    further: tuple[int, ...] = ()

    @property
    def standing(self) -> tuple[int, ...]:
        """Ids of all messages that are replaced."""
        return () if self.instead is None else (self.instead, *self.further)


class CorrectionMessages:
    """Words what must be told.

    Args:
        store: of what was told.
        again: tells again what a message told; nobody knows any more what was asked.
        standing: statements as they are now, with such relations as stand.
        show: the full answer about one statement.
        clock: gives the present moment, aware.
    """

    def __init__(
        self,
        store: Store,
        again: Again,
        standing: Callable[[Sequence[str]], list[Record]],
        show: Callable[[str, Language], Reply],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._again = again
        self._standing = standing
        self._lines = ChangeLines(store)
        self._show = show
        self._clock = clock

    def told(self, identity: str, version: int) -> Statement | None:
        """A statement as it was in a version; None if that is not known any more."""
        history = self._store.revisions.history("statement", identity)
        if not 1 <= version <= len(history) or history[version - 1].after is None:
            return None
        return from_plain(Statement, json.loads(history[version - 1].after or "{}"))

    def edited(self, chat: int, content: Mapping[str, Any]) -> Posted | None:
        """A message as it would be told now, with what changed; None if it is right already.

        Args:
            chat: where it stands.
            content: `message`, its id there, and `revisions`, numbers of what changed.
        """
        delivery = self._store.deliveries.get(chat, content["message"])
        if delivery is None or not self.is_wrong(delivery, {}):
            return None
        language = self._language(chat, delivery.language)
        withdrawn = self._withdrawn_of(delivery)
        kept = tuple(self._as_it_is(one) for one in delivery.carried)
        if withdrawn and len(withdrawn) == len(delivery.shown):
            message = self._withdrawn(withdrawn, language)
            return _instead(delivery, message, None, kept)
        # The heading of a list was put into words when it was told.
        told_in = Language.known(delivery.language) if delivery.shape.heading else None
        language = told_in or language
        reply = self._again(delivery, language)
        if reply is None:
            return None
        words = words_in(language)
        mark = text(words.say("Corrected on {date}.", date=self._today(language)), Style.QUIET)
        marked = _without_question(reply.message)
        for line in (mark, *self._since(content.get("revisions", ()), language)):
            marked = _with_line(marked, Part.CAREFUL, line)
        carried = carried_by(reply)
        told = {one.id for one in carried}
        # What is withdrawn stays tied to the message, so that taking that back restores it.
        gone = tuple(one for one in kept if one.id not in told and one.id in self._out(kept))
        return _instead(delivery, marked, reply, (*carried, *gone))

    def is_wrong(self, delivery: Delivery, now: dict[tuple[str, bool], str]) -> bool:
        """Whether a message tells anything otherwise than it is.

        Args:
            delivery: of the message.
            now: digests that are known, for a look at many messages; grows.
        """
        wanted = [one.id for one in delivery.carried if (one.id, one.beside) not in now]
        if wanted:
            found = {record.statement.id: record for record in self._standing(wanted)}
            for identity in wanted:
                record = found.get(identity)
                for beside in (False, True):
                    seen = digest(record, beside=beside) if record else ""
                    now[identity, beside] = seen
        return any(self._differs(one, now[one.id, one.beside]) for one in delivery.carried)

    def _differs(self, one: Carried, now: str) -> bool:
        if one.digest:
            return one.digest != now
        # It was told before digests were kept.
        try:
            current = self._store.records.statement(one.id)
        except NotFound:
            return False
        told = self.told(one.id, one.version)
        return current.version != one.version and (
            told is None or differs_in_substance(told, current)
        )

    def _as_it_is(self, one: Carried) -> Carried:
        """A statement of a message with the digest of what it is now, told or not."""
        found = [each for each in self._standing([one.id]) if each.statement.id == one.id]
        if not found:
            return one
        version = found[0].statement.version
        return replace(one, version=version, digest=digest(found[0], beside=one.beside))

    def _withdrawn_of(self, delivery: Delivery) -> list[Statement]:
        """The statements that a message tells for their own sake and that were withdrawn."""
        if delivery.shape.outcome == NoAnswer.name:
            return []
        found = self._standing(delivery.shown)
        here = [one.statement for one in found if one.statement.state is State.RETRACTED]
        answer = delivery.shape.outcome in {"", Answer.name}
        return here[:1] if answer and here and here[0].id == delivery.shown[0] else here

    def _out(self, carried: Sequence[Carried]) -> set[str]:
        found = self._standing([one.id for one in carried])
        return {one.statement.id for one in found if one.statement.state is State.RETRACTED}

    def _since(self, numbers: Sequence[int], language: Language) -> list[Line]:
        """What changed since these revisions, in so many lines as a reader takes in."""
        lines: list[Line] = []
        for number in numbers:
            revision = self._store.revisions.revision(number)
            if revision is not None:
                lines += self._lines.of(revision, language)
        return list(dict.fromkeys(lines))[:PARTS]

    def note(self, chat: int, content: Mapping[str, Any]) -> Posted | None:
        """What changed, before and after, for somebody who asked to be told."""
        language = self._language(chat, None)
        words = words_in(language)
        before = from_plain(Statement, json.loads(content["before"]))
        now = self._store.records.statement(content["statement"])
        if not differs_in_substance(before, replace(now, phrasings=(), notes=())):
            return None  # taken back before it was told
        withdrawn = now.state is State.RETRACTED
        opening = (
            words.say("A statement that you asked about was withdrawn.")
            if withdrawn
            else words.say("A statement that you asked about was changed.")
        )
        lines = _changed(before, now, language, words, self._store)
        if withdrawn and now.reason:
            lines.append(text(words.say("Reason: {reason}", reason=now.reason)))
        actions = ((Action("choose", now.id, words.say("Show the answer")),),)
        sections = page((Part.ANSWER, [text(opening, Style.STRONG)]), (Part.CONFLICT, lines))
        return Posted(chat, Message(sections, () if withdrawn else actions))

    def answered(self, chat: int, content: Mapping[str, Any]) -> Posted | None:
        """The answer to a question that had none when it was asked."""
        language = self._language(chat, None)
        words = words_in(language)
        reply = self._show(content["statement"], language)
        opening = words.say(
            "You asked “{question}”. There is an answer now:", question=content["text"]
        )
        sections = page((Part.ANSWER, [text(opening, Style.QUIET)])) + reply.message.sections
        told = _without_question(replace(reply.message, sections=sections))
        return Posted(chat, told, None, reply)

    def late(self, chat: int) -> Posted:
        """That something did not reach a chat in time."""
        words = words_in(self._language(chat, None))
        said = words.say(
            "I could not tell this chat something in time, such as a correction or news: Telegram "
            "did not take my messages for too long. Please ask again before you rely on earlier "
            "answers."
        )
        return Posted(chat, Message(page((Part.ANSWER, [text(said)]))))

    def set_aside(self, chat: int) -> Posted:
        """To a curator: what they sent brought the program down and is not tried again."""
        words = words_in(self._language(chat, None))
        said = words.say(
            "Something that you sent brought me down more than once, so I have set it aside: "
            "nothing came of it, and whoever runs this bot can look at it and try it again."
        )
        return Posted(chat, Message(page((Part.ANSWER, [text(said)]))))

    def role(self, chat: int, content: Mapping[str, Any]) -> Posted:
        """To somebody who was given a role, or has it no more."""
        words = words_in(self._language(chat, None))
        if content["role"] is None:
            said = words.say("You no longer keep this store: your role was taken away.")
        else:
            role = called(Role(content["role"]), words)
            said = words.say(
                "You have a new role here: {role}. /help tells what you can do.", role=role
            )
        return Posted(chat, Message(page((Part.ANSWER, [text(said)]))))

    def report(self, chat: int, content: Mapping[str, Any], states: Mapping[str, int]) -> Posted:
        """To the curator: whom a correction has reached."""
        words = words_in(self._language(chat, None))
        done, failed = states.get("done", 0), states.get("failed", 0)
        said = words.say("Correction: {what}", what=self._subject(content["statement"], words))
        lines = [
            text(said, Style.STRONG),
            text(
                words.count(
                    "{number} message put right or sent",
                    "{number} messages put right or sent",
                    done,
                )
            ),
        ]
        if failed:
            lines.append(
                text(
                    words.count(
                        "{number} chat could not be reached",
                        "{number} chats could not be reached",
                        failed,
                    )
                )
            )
        resting = states.get("resting", 0)
        if resting:
            lines.append(
                text(
                    words.count(
                        "{number} chat is told after its quiet hours",
                        "{number} chats are told after their quiet hours",
                        resting,
                    )
                )
            )
        return Posted(chat, Message(page((Part.ANSWER, lines))))

    def _subject(self, identity: str, words: Words) -> str:
        """What was changed, in words: a claim, two claims and how one bears on the other, a name."""
        source, _, rest = identity.partition(" ")
        kind, _, target = rest.partition(" ")
        if kind and target:
            ends = [self._subject(one, words) for one in (source, target)]
            return f"{ends[0]} {called(RelationKind(kind), words)} {ends[1]}"
        records, language = self._store.records, words.language
        names: tuple[Callable[[], str], ...] = (
            lambda: records.statement(identity).claim.in_language(language),
            lambda: records.speaker(identity).name.in_language(language),
            lambda: records.incident(identity).name.in_language(language),
            lambda: records.article(identity).title,
        )
        for name in names:
            with suppress(NotFound):
                return quoted(cut(name(), NAMED), language)
        return identity

    def _language(self, chat: int, asked: str | None) -> Language:
        """As chosen in the chat, else as the question was answered, else English."""
        chosen = (
            self._store.chats.preference(chat, LANGUAGE)
            or asked
            or self._store.chats.language_of(chat)
        )
        return Language.known(chosen) or Language.EN

    def _today(self, language: Language) -> str:
        return Edtf.parse(self._clock().date().isoformat()).named(language)

    def _withdrawn(self, statements: Sequence[Statement], language: Language) -> Message:
        words = words_in(language)
        told = words.say("This answer was withdrawn on {date}.", date=self._today(language))
        lines: list[Line] = [text(told, Style.STRONG)]
        for statement in statements:
            lines.append((Span(statement.claim.in_language(language), Style.STRUCK),))
            if statement.reason:
                lines.append(text(words.say("Reason: {reason}", reason=statement.reason)))
        return Message(page((Part.ANSWER, lines)))


def _instead(
    delivery: Delivery, message: Message, reply: Reply | None, carried: tuple[Carried, ...]
) -> Posted:
    """What takes the place of an answer."""
    return Posted(
        delivery.chat,
        message,
        delivery.message,
        reply,
        carried,
        delivery.inline,
        delivery.further,
    )


def _changed(
    before: Statement, now: Statement, language: Language, words: Words, store: Store
) -> list[Line]:
    """Before and after, of the claim in the reader's language or else of what differs."""
    old, new = before.claim.in_language(language), now.claim.in_language(language)
    if old != new:
        return [
            (Span(words.say("Before: ")), Span(old)),
            (Span(words.say("Now: ")), *word_by_word("", new)),
        ]
    found = [one for one in field_changes(before, now) if one.field.partition(".")[0] in _TOLD]
    return difference_lines(found, words, store)[:PARTS]


_OF_THE_QUESTION = frozenset({"helpful", "none", "tell"})
"""Buttons that are about the question, which a message that is told by itself does not know."""


def _without_question(message: Message) -> Message:
    kept = (
        tuple(one for one in row if one.name not in _OF_THE_QUESTION) for row in message.actions
    )
    return replace(message, actions=tuple(row for row in kept if row))


def _with_line(message: Message, part: Part, line: Line) -> Message:
    """The message with one more line at the end of a part."""
    sections = list(message.sections)
    for at, section in enumerate(sections):
        if section.part is part:
            sections[at] = replace(section, lines=(*section.lines, line))
            return replace(message, sections=tuple(sections))
    return replace(message, sections=(*sections, *page((part, [line]))))


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
