"""Rows made into records, with all that belongs to a statement."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, bindparam, or_, select

from knowledge.model import (
    Article,
    Entry,
    Incident,
    Place,
    Record,
    Relation,
    Speaker,
    Statement,
    from_plain,
)
from knowledge.store.kinds import KINDS, AnyRow, RecordKind, kind_of_type, table_of
from knowledge.store.relations import RELATIONS
from knowledge.store.tables import ExampleRow

PAGE = 2_000
EXAMPLES = table_of(ExampleRow)
STATEMENTS = KINDS["statement"].table
SPEAKERS = KINDS["speaker"].table
INCIDENTS = KINDS["incident"].table
WITH_OWNERS = select(
    STATEMENTS.c.position,
    STATEMENTS.c.id,
    STATEMENTS.c.content,
    STATEMENTS.c.version,
    STATEMENTS.c.merged_into,
    SPEAKERS.c.content.label("speaker"),
    INCIDENTS.c.content.label("incident"),
).select_from(
    STATEMENTS.outerjoin(SPEAKERS, SPEAKERS.c.id == STATEMENTS.c.speaker).outerjoin(
        INCIDENTS, INCIDENTS.c.id == STATEMENTS.c.incident
    )
)
T = TypeVar("T", bound=Entry | Relation)


# Built once: SQLAlchemy takes longer to build a query than SQLite to answer it.
_BY_ID = WITH_OWNERS.where(STATEMENTS.c.id.in_(bindparam("ids", expanding=True)))
_HELD = {
    kind.type: select(kind.table.c.id, kind.table.c.content).where(
        kind.table.c.id.in_(bindparam("ids", expanding=True))
    )
    for kind in KINDS.values()
}
_RELATED = (
    select(RELATIONS.c.content)
    .where(
        or_(
            RELATIONS.c.source.in_(bindparam("ids", expanding=True)),
            RELATIONS.c.target.in_(bindparam("ids", expanding=True)),
        )
    )
    .order_by(RELATIONS.c.position)
)


@lru_cache(maxsize=8_192)
def _decoded(kind: Any, content: str, version: int | None) -> object:  # noqa: ANN401 - a cache's keys are any hashable
    record = from_plain(kind, json.loads(content))
    return replace(record, version=version) if version is not None else record


def decoded(kind: type[T], content: str) -> T:
    """The record in this content; records are frozen, so equal content may share one."""
    return cast("T", _decoded(cast("Any", kind), content, None))


def statement_in(row: AnyRow) -> Statement:
    """The statement in a row, with its version."""
    return cast("Statement", _decoded(cast("Any", Statement), row.content, row.version))


def by_id(connection: Connection, ids: Sequence[str]) -> dict[str, AnyRow]:
    """The rows of these statements with speaker and incident, by id."""
    rows: dict[str, AnyRow] = {}
    for start in range(0, len(ids), PAGE):
        chunk = {"ids": ids[start : start + PAGE]}
        rows |= {row.id: row for row in connection.execute(_BY_ID, chunk)}
    return rows


def complete(connection: Connection, rows: Sequence[AnyRow]) -> list[Record]:
    """Statements with their articles, places and relations: three more queries, however many."""
    parts = []
    articles: set[str] = set()
    places: set[str] = set()
    for row in rows:
        statement = statement_in(row)
        incident = decoded(Incident, row.incident) if row.incident else None
        own = dict.fromkeys((*statement.places, *(incident.places if incident else ())))
        articles.update(one.article for one in statement.appearances)
        places.update(own)
        parts.append((row, statement, incident, own))
    article = _held(connection, Article, articles)
    place = _held(connection, Place, places)
    outgoing, incoming = _relations(connection, [row.id for row in rows])
    return [
        Record(
            statement=statement,
            speaker=decoded(Speaker, row.speaker) if row.speaker else None,
            incident=incident,
            articles=tuple(
                article[one] for one in dict.fromkeys(a.article for a in statement.appearances)
            ),
            places=tuple(place[one] for one in own),
            outgoing=tuple(outgoing.get(row.id, ())),
            incoming=tuple(incoming.get(row.id, ())),
        )
        for row, statement, incident, own in parts
    ]


def _held(connection: Connection, kind: type[T], ids: set[str]) -> dict[str, T]:
    if not ids:
        return {}
    rows = connection.execute(_HELD[kind], {"ids": sorted(ids)})
    return {row.id: decoded(kind, row.content) for row in rows}


def _relations(
    connection: Connection, ids: Sequence[str]
) -> tuple[dict[str, list[Relation]], dict[str, list[Relation]]]:
    outgoing: dict[str, list[Relation]] = {}
    incoming: dict[str, list[Relation]] = {}
    if ids:
        for content in connection.execute(_RELATED, {"ids": ids}).scalars():
            relation = decoded(Relation, content)
            outgoing.setdefault(relation.source, []).append(relation)
            incoming.setdefault(relation.target, []).append(relation)
    return outgoing, incoming


def pages(connection: Connection, kind: RecordKind, size: int) -> Iterator[tuple[Any, ...]]:
    """All records of a kind in the order they came, so many at a time."""
    table, last = kind.table, 0
    query = select(table.c.position, table.c.content, table.c.version)
    while True:
        page = query.where(table.c.position > last).order_by(table.c.position).limit(size)
        rows = connection.execute(page).all()
        if not rows:
            return
        last = rows[-1].position
        yield tuple(_record_in(kind.type, row) for row in rows)


def contents(connection: Connection, kind: type[T]) -> list[T]:
    """All records of a kind, in the order they came."""
    return [record for page in pages(connection, kind_of_type(kind), PAGE) for record in page]


def relations(connection: Connection) -> tuple[Relation, ...]:
    """All relations, in the order they came."""
    query = select(RELATIONS.c.content).order_by(RELATIONS.c.position)
    return tuple(decoded(Relation, content) for content in connection.execute(query).scalars())


def _record_in(kind: type[Any], row: AnyRow) -> object:
    record = from_plain(kind, json.loads(row.content))
    return replace(record, version=row.version) if kind is Statement else record


def examples(connection: Connection) -> list[tuple[str, str]]:
    """All example questions, (language, question)."""
    rows = connection.execute(select(EXAMPLES).order_by(EXAMPLES.c.position))
    return [(row.language, row.question) for row in rows]
