"""What happened to statements between two revisions, as followers are told it."""

import json
from collections.abc import Iterable, Iterator, Sequence

from knowledge.editing import differs_in_substance
from knowledge.model import (
    Follow,
    News,
    Occasion,
    Record,
    RelationKind,
    State,
    Statement,
    from_plain,
)
from knowledge.store import Store

MOST = 500
"""Statements that are looked at, the latest; nobody reads more in one message."""

AGAINST = frozenset({RelationKind.CONTRADICTS, RelationKind.DISPUTES, RelationKind.DENIES})

EVERYTHING = "everything"


def happened(store: Store, since: int, up_to: int) -> list[News]:
    """What happened after one revision and up to another, each statement once for each occasion."""
    firsts: dict[str, str | None] = {}
    relations = []
    for _, subject, identity, before in store.happened(since, up_to):
        if subject == "statement":
            firsts.setdefault(identity, before)
        elif before is None:
            relations.append(identity)
    latest = dict(list(firsts.items())[-MOST:])
    news = [
        News(occasion, record.statement.id)
        for record in store.records(list(latest))
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
            each.statement.id: each.statement.state for each in store.records([source, target])
        }
        if states.get(source) is states.get(target) is State.PUBLISHED:
            yield News(Occasion.DISPUTED, target, source)
