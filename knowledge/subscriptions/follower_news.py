"""What happened to statements between two revisions, as followers are told it."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from knowledge.answering.compose.attribution_line import name_of
from knowledge.answering.compose.styled_text import (
    claim_of,
    claim_shown,
    cut,
    filled,
    quiet,
    section,
    strong,
)
from knowledge.domain import (
    AGAINST,
    Action,
    Follow,
    Language,
    Line,
    Message,
    News,
    Occasion,
    Part,
    Record,
    RelationKind,
    ShownStatement,
    Span,
    State,
    Statement,
    Style,
    caveats,
    from_plain,
)
from knowledge.editing import differs_in_substance
from knowledge.storage import Store
from knowledge.translations import Words, words_in

MOST = 500
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
    latest = dict(list(firsts.items())[-MOST:])
    news = [
        News(occasion, record.statement.id)
        for record in store.records.complete(list(latest))
        if record.statement.id in latest
        and (occasion := _occasion(latest[record.statement.id], record.statement))
    ]
    new = {each.statement for each in news if each.occasion is Occasion.PUBLISHED}
    return [*news, *_disputes(store, relations[-MOST:], new)]


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
