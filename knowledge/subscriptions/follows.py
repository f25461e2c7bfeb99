"""What chats follow, and what happened to it between two revisions, as followers are told it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from knowledge.answering.compose.claim_lines import (
    claim_of,
    claim_shown,
    filled,
    name_of,
    quiet,
    strong,
)
from knowledge.domain import (
    AGAINST,
    Action,
    Answer,
    ChatSettings,
    Follow,
    Language,
    Line,
    Message,
    News,
    NotFound,
    Occasion,
    Part,
    Question,
    Record,
    RelationKind,
    Reply,
    Rhythm,
    ShownStatement,
    Span,
    State,
    Statement,
    Style,
    caveats,
    from_plain,
    section,
)
from knowledge.editing import differs_in_substance
from knowledge.storage import Store
from knowledge.storage.outbox import ANSWERED, QUESTION
from knowledge.subscriptions import chat_settings as rules
from knowledge.subscriptions.chat_settings import due, quiet_until
from knowledge.translations import Words, cut, words_in

MOST_STATEMENTS = 500
"""Statements that are looked at, the latest; nobody reads more in one message."""

EVERYTHING = "everything"


def happened(store: Store, since: int, up_to: int) -> list[News]:
    """What happened after one revision and up to another, each statement once for each occasion."""
    firsts: dict[str, str | None] = {}
    relations = []
    for _, subject, identity, before in store.news.happened(since, up_to):
        if subject == "statement":
            firsts.setdefault(identity, before)
        elif before is None:
            relations.append(identity)
    latest = dict(list(firsts.items())[-MOST_STATEMENTS:])
    news = [
        News(occasion, record.statement.id)
        for record in store.records.complete(list(latest))
        if record.statement.id in latest
        and (occasion := _occasion(latest[record.statement.id], record.statement))
    ]
    new = {each.statement for each in news if each.occasion is Occasion.PUBLISHED}
    return [*news, *_disputes(store, relations[-MOST_STATEMENTS:], new)]


def concerned(record: Record, wishes: Iterable[Follow]) -> bool:
    """Whether somebody with these wishes wants to be told of it."""
    told = {
        ("statement", record.statement.id),
        ("incident", record.statement.incident),
        ("speaker", record.statement.speaker),
        (EVERYTHING, ""),
    }
    return any((each.subject, each.subject_id) in told for each in wishes)


def as_content(news: Sequence[News]) -> list[list[str | None]]:
    """As an outbox keeps it."""
    return [[each.occasion.value, each.statement, each.by] for each in news]


def from_content(kept: Iterable[Sequence[str]]) -> list[News]:
    """As an outbox kept it."""
    return [News(Occasion(occasion), statement, by) for occasion, statement, by in kept]


def _occasion(before: str | None, now: Statement) -> Occasion | None:
    old = None if before is None else from_plain(Statement, json.loads(before))
    was = old is not None and old.state is State.PUBLISHED
    if now.state is State.PUBLISHED:
        if not was:
            return Occasion.PUBLISHED
        return Occasion.CORRECTED if old and differs_in_substance(old, now) else None
    return Occasion.RETRACTED if was and now.state is State.RETRACTED else None


def _disputes(store: Store, relations: Sequence[str], new: set[str]) -> Iterator[News]:
    """Disputes of statements that were told before; one that is new is told with its dispute."""
    for relation in relations:
        source, kind, target = relation.split(" ")
        if RelationKind(kind) not in AGAINST or target in new:
            continue
        states = {
            each.statement.id: each.statement.state
            for each in store.records.complete([source, target])
        }
        if states.get(source) is states.get(target) is State.PUBLISHED:
            yield News(Occasion.DISPUTED, target, source)


LONGEST_CLAIM = 180
SHOWN = 6
"""Items before "more"; the rest is folded."""
BUTTONS = 4

Show = Callable[[Sequence[str], Language], Sequence[ShownStatement]]


def headings(words: Words) -> dict[Occasion, str]:
    """What stands above the statements to which the same happened."""
    return {
        Occasion.PUBLISHED: words.say("New"),
        Occasion.CORRECTED: words.say("Corrected"),
        Occasion.DISPUTED: words.say("Now disputed"),
        Occasion.RETRACTED: words.say("Withdrawn"),
    }


def told(
    opening: str,
    news: Sequence[News],
    records: dict[str, Record],
    show: Show,
    language: Language,
) -> Message | None:
    """What happened, under one heading for each occasion; None where nothing is left to tell.

    Args:
        opening: the first line.
        news: what happened.
        records: of all statements in it, in whatever state.
        show: published statements made ready for a reader.
        language: the reader's.
    """
    words = words_in(language)
    ready = {
        each.record.statement.id: each
        for each in show([each.statement for each in news if each.statement in records], language)
    }
    lines: list[Line] = []
    for occasion, heading in headings(words).items():
        some = [each for each in news if each.occasion is occasion and each.statement in records]
        items = [item for each in some if (item := _item(each, records, ready, language))]
        if items:
            lines += [(strong(heading),), *items]
    if not lines:
        return None
    sections = (
        *section(Part.ANSWER, (Span(opening),), *lines[: SHOWN + 1]),
        *section(Part.MORE, *lines[SHOWN + 1 :]),
    )
    return Message(sections, _choosing(news, ready, language))


def _item(
    news: News, records: dict[str, Record], ready: dict[str, ShownStatement], language: Language
) -> Line | None:
    record = records[news.statement]
    claim = claim_shown(record, language, LONGEST_CLAIM)
    if news.occasion is Occasion.RETRACTED:
        reason = record.statement.reason or ""
        gone = Span(claim, Style.STRUCK)
        return filled("• {claim} — {reason}" if reason else "• {claim}", claim=gone, reason=reason)
    shown = ready.get(news.statement)
    if shown is None:
        return None
    name = strong(name_of(record, language, inside=False))
    worst = " · ".join(caveats.short(code, language) for code in shown.caveats[:3])
    other = records.get(news.by or "")
    if other is not None:
        words = words_in(language)
        return filled(
            words.say("• {speaker}: {claim}. Against it: {other} — {against}"),
            speaker=name,
            claim=claim,
            other=strong(name_of(other, language, inside=False)),
            against=claim_shown(other, language, LONGEST_CLAIM),
        )
    template = "• {speaker}: {claim} — {caveats}" if worst else "• {speaker}: {claim}"
    return filled(template, speaker=name, claim=claim, caveats=quiet(worst))


def _choosing(
    news: Iterable[News], ready: dict[str, ShownStatement], language: Language
) -> tuple[tuple[Action, ...], ...]:
    ids = dict.fromkeys(each.statement for each in news if each.statement in ready)
    rows = []
    for identity in list(ids)[:BUTTONS]:
        record = ready[identity].record
        name = cut(name_of(record, language, inside=False), 24)
        label = f"{name}: {claim_of(record, language, 58 - len(name))}"
        rows.append((Action("choose", identity, label),))
    return tuple(rows)


CURSOR = "news up to revision"
MOST = 40
"""Items that one message keeps."""

REMEMBERED = 10
"""Spans of revisions whose news are remembered."""

_BY_CORRECTIONS = frozenset({Occasion.CORRECTED, Occasion.RETRACTED})
"""Those who follow the statement, its incident or its speaker are told of these with before and
after by the corrections; here only those who follow everything are."""


@dataclass(frozen=True, slots=True)
class _Happened:
    """What happened between two revisions, with the statements by id."""

    news: list[News]
    records: dict[str, Record]


class Follows:
    """Finds who must be told what.

    Args:
        store: of wishes and revisions.
        ask: answers a question.
        habits: of a chat.
        clock: gives the present moment, aware.
    """

    def __init__(
        self,
        store: Store,
        ask: Callable[[Question], Reply],
        habits: Callable[[int], ChatSettings],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._ask = ask
        self._habits = habits
        self._clock = clock
        self._happened: dict[tuple[int, int], _Happened] = {}
        # Only spares a look into the database; what was told is known there.
        self._told: dict[int, str] = {}

    def names(self, chat: int, language: Language) -> list[tuple[Follow, str]]:
        """What a chat follows, each with its name."""
        return [(each, self._name(each, language)) for each in self._store.follows.of_chat(chat)]

    def collect(self) -> int:
        """Put news and answers into the outbox for all who follow; gives how many letters."""
        since, up_to = self._mark(), self._store.revisions.newest()
        if since == up_to:
            return 0
        if since is None:
            return self._store.news.tell_up_to(CURSOR, None, up_to, ())
        what = self._since(since, up_to)
        answers = self._answers(what.news)
        letters = [*self._news(what, up_to), *(letter for _, letter in answers)]
        told = [number for number, _ in answers]
        return self._store.news.tell_up_to(CURSOR, since, up_to, letters, fulfilled=told)

    def digests(self) -> int:
        """Put every digest that is due into the outbox, each once; gives how many have news."""
        now, wanted = self._clock(), dict[int, str]()
        for chat, kept in self._store.chats.having(rules.NAME).items():
            latest = due(rules.from_text(kept, None, ""), now)
            if latest is not None and self._told.get(chat) != latest.key:
                wanted[chat] = latest.key
        known = self._store.news.sent(wanted) if wanted else frozenset()
        told = sum(self._digest(chat, key) for chat, key in wanted.items() if chat not in known)
        self._told |= wanted
        return told

    def _digest(self, chat: int, key: str) -> bool:
        """Put one digest into the outbox unless that was done; True where it has news."""
        up_to = self._store.revisions.newest()
        told = self._store.news.digest_told(chat)
        since = up_to if told is None else told
        items = self._for(self._store.follows.of_chat(chat), self._since(since, up_to), all_=True)
        content = json.dumps({"kind": "digest", "items": as_content(items[:MOST])})
        letter = (f"digest:{chat}:{key}", key, content) if items else None
        once = self._store.news.tell_once(chat, key, letter, up_to)
        return once and bool(items)

    def begin(self, chat: int) -> None:
        """From now on a chat gets digests: what happened before is not told."""
        self._store.news.begin_digests(chat, self._store.revisions.newest())

    def _mark(self) -> int | None:
        value = self._store.state.get(CURSOR)
        return None if value is None else int(value)

    def _since(self, since: int, up_to: int) -> "_Happened":
        """What happened; remembered, since a thousand chats ask for the same."""
        key = (since, up_to)
        if key not in self._happened:
            if len(self._happened) >= REMEMBERED:
                self._happened.clear()
            news = happened(self._store, since, up_to) if since < up_to else []
            records = (
                self._store.records.complete([each.statement for each in news]) if news else []
            )
            self._happened[key] = _Happened(news, {each.statement.id: each for each in records})
        return self._happened[key]

    def _news(self, what: "_Happened", up_to: int) -> Iterable[tuple[str, str, int, str, datetime]]:
        now = self._clock()
        by_chat: dict[int, list[Follow]] = {}
        for each in self._wishes(what):
            by_chat.setdefault(each.chat, []).append(each)
        for chat, wishes in by_chat.items():
            habits = self._habits(chat)
            items = self._for(wishes, what, all_=False)
            if habits.rhythm is not Rhythm.OFF or not items:
                continue
            content = json.dumps({"kind": "news", "items": as_content(items[:MOST])})
            when = quiet_until(habits, now) if rules.is_quiet(habits, now) else now
            yield f"news:{chat}:{up_to}", f"news {up_to}", chat, content, when

    def _wishes(self, what: "_Happened") -> Iterable[Follow]:
        statements = [each.statement for each in what.records.values()]
        subjects: Mapping[str, set[str | None]] = {
            "statement": {each.id for each in statements},
            "incident": {each.incident for each in statements},
            "speaker": {each.speaker for each in statements},
            EVERYTHING: {""} if statements else set(),
        }
        for subject, ids in subjects.items():
            known = sorted(each for each in ids if each is not None)
            yield from self._store.follows.followers(subject, known) if known else ()

    def _for(self, wishes: Iterable[Follow], what: "_Happened", *, all_: bool) -> list[News]:
        """What of the news the wishes ask for.

        Args:
            wishes: of a chat; none at all ask for everything in a digest.
            what: happened.
            all_: for a digest, which tells corrections as well.
        """
        listed = [each for each in wishes if each.subject != "question"]
        chosen = []
        for each in what.news:
            record = what.records.get(each.statement)
            if record is None:
                continue
            narrow = [wish for wish in listed if wish.subject != EVERYTHING]
            if not all_ and each.occasion in _BY_CORRECTIONS and concerned(record, narrow):
                continue
            if (all_ and not listed) or concerned(record, listed):
                chosen.append(each)
        return chosen

    def _answers(self, news: list[News]) -> list[tuple[int, tuple[str, str, int, str, datetime]]]:
        """To those who asked to be told: the answer that their question has by now.

        Each with the number of the question, which nobody waits for any more.
        """
        new = {each.statement for each in news if each.occasion is Occasion.PUBLISHED}
        answers = []
        for wish in self._store.news.wishes(QUESTION) if new else ():
            with suppress(NotFound):
                asked = self._store.questions.get(int(wish.subject_id))
                language = Language(asked.language)
                outcome = self._ask(Question(asked.text, language)).outcome
                if isinstance(outcome, Answer) and outcome.shown.record.statement.id in new:
                    found = outcome.shown.record.statement.id
                    content: dict[str, Any] = {"kind": "answered", "statement": found}
                    content["text"] = asked.text[:200]
                    key = f"{ANSWERED}{wish.chat}:{asked.number}"
                    told = json.dumps(content, ensure_ascii=False)
                    occasion = f"{QUESTION} {asked.number}"
                    letter = (key, occasion, wish.chat, told, self._clock())
                    answers.append((asked.number, letter))
        return answers

    def _name(self, wish: Follow, language: Language) -> str:
        words = words_in(language)
        with suppress(NotFound):
            match wish.subject:
                case "incident":
                    return self._store.records.incident(wish.subject_id).name.in_language(language)
                case "speaker":
                    return self._store.records.speaker(wish.subject_id).name.in_language(language)
                case "statement":
                    return self._store.records.statement(wish.subject_id).claim.in_language(
                        language
                    )
                case "question":
                    text = cut(self._store.questions.get(int(wish.subject_id)).text, 80)
                    return words.say("the question “{text}”", text=text)
        if wish.subject == EVERYTHING:
            return words.say("everything")
        return wish.subject_id
