"""Reading records: some by id with all that an answer needs, all of them page by page."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Table, func, or_, select

from knowledge.model import (
    Article,
    Bundle,
    Concept,
    Entry,
    GapQuestion,
    Incident,
    NotFound,
    Place,
    Record,
    Relation,
    Speaker,
    State,
    Statement,
    from_plain,
)
from knowledge.store.connection import Database
from knowledge.store.kinds import KINDS, table_of
from knowledge.store.tables import ExampleRow, RelationRow

PAGE = 2_000
EXAMPLES = table_of(ExampleRow)
RELATIONS = table_of(RelationRow)
STATEMENTS = KINDS["statement"].table
SPEAKERS = KINDS["speaker"].table
INCIDENTS = KINDS["incident"].table
_WITH_OWNERS = select(
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
T = TypeVar("T", bound=Entry)


@lru_cache(maxsize=8_192)
def decoded(kind: type[T], content: str) -> T:
    """The record in this content; records are frozen, so equal content may share one."""
    return from_plain(kind, json.loads(content))


class Reading:
    """The part of the store that reads records."""

    _database: Database

    def records(self, ids: Sequence[str]) -> list[Record]:
        """Statements in any state with what belongs to them, in the order asked.

        An id that was merged gives the statement that took its place; an unknown one is left out;
        one that comes up twice is given once.
        """
        with self._database.reading() as connection:
            rows = _by_id(connection, ids)
            order: list[str] = []
            for identity in ids:
                row = rows.get(identity)
                passed = set()
                while row is not None and row.merged_into is not None and row.id not in passed:
                    passed.add(row.id)
                    if row.merged_into not in rows:
                        rows |= _by_id(connection, [row.merged_into])
                    row = rows.get(row.merged_into)
                if row is not None:
                    order.append(row.id)
            return _complete(connection, [rows[identity] for identity in dict.fromkeys(order)])

    def documents(self, ids: Sequence[str] | None = None) -> Iterator[Record]:
        """Published statements with what belongs to them, in pages, for an index.

        Args:
            ids: only these; those that are not published (any more) are left out.
        """
        published = STATEMENTS.c.state == State.PUBLISHED.value
        if ids is not None:
            for start in range(0, len(ids), PAGE):
                chosen = STATEMENTS.c.id.in_(ids[start : start + PAGE])
                with self._database.reading() as connection:
                    rows = connection.execute(_WITH_OWNERS.where(published, chosen)).all()
                    page = _complete(connection, rows)
                yield from page
            return
        last = 0
        while True:
            query = _WITH_OWNERS.where(published, STATEMENTS.c.position > last)
            with self._database.reading() as connection:
                rows = connection.execute(query.order_by(STATEMENTS.c.position).limit(PAGE)).all()
                page = _complete(connection, rows)
            if not rows:
                return
            last = rows[-1].position
            yield from page

    def statement(self, identity: str) -> Statement:
        """One statement in any state, not redirected; raises NotFound."""
        with self._database.reading() as connection:
            row = _by_id(connection, [identity]).get(identity)
        if row is None:
            raise NotFound(f'There is no statement "{identity}".')
        return replace(decoded(Statement, row.content), version=row.version)

    def article(self, identity: str) -> Article:
        """One article; raises NotFound."""
        return self._one(Article, identity)

    def speaker(self, identity: str) -> Speaker:
        """One speaker; raises NotFound."""
        return self._one(Speaker, identity)

    def incident(self, identity: str) -> Incident:
        """One incident; raises NotFound."""
        return self._one(Incident, identity)

    def articles(self) -> list[Article]:
        """All articles, as they came."""
        return self._all(Article)

    def places(self) -> list[Place]:
        """All places, as they came."""
        return self._all(Place)

    def speakers(self) -> list[Speaker]:
        """All speakers, as they came."""
        return self._all(Speaker)

    def incidents(self) -> list[Incident]:
        """All incidents, as they came."""
        return self._all(Incident)

    def gaps(self) -> list[GapQuestion]:
        """All gap questions, as they came."""
        return self._all(GapQuestion)

    def concepts(self) -> list[Concept]:
        """All concepts, as they came."""
        return self._all(Concept)

    def examples(self) -> list[tuple[str, str]]:
        """All example questions, (language, question)."""
        with self._database.reading() as connection:
            return _examples(connection)

    def bundle(self) -> Bundle:
        """Everything curated, as it came: two stores with the same history of loads give the same."""
        with self._database.reading() as connection:
            fields = {
                kind.field: tuple(_contents(connection, kind.type)) for kind in KINDS.values()
            }
            relations = connection.execute(
                select(RELATIONS.c.content).order_by(RELATIONS.c.position)
            ).scalars()
            return Bundle(
                **fields,
                relations=tuple(decoded(Relation, content) for content in relations),
                examples=tuple(_examples(connection)),
            )

    def counts(self) -> Mapping[str, int]:
        """How many records of each kind, relations and published statements there are."""
        tables: dict[str, Table] = {kind.field: kind.table for kind in KINDS.values()}
        with self._database.reading() as connection:
            counts = {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in (tables | {"relations": RELATIONS}).items()
            }
            published = STATEMENTS.c.state == State.PUBLISHED.value
            counts["published"] = connection.execute(
                select(func.count()).select_from(STATEMENTS).where(published)
            ).scalar_one()
        return counts

    def _all(self, kind: type[T]) -> list[T]:
        with self._database.reading() as connection:
            return _contents(connection, kind)

    def _one(self, kind: type[T], identity: str) -> T:
        [found] = [one for one in KINDS.values() if one.type is kind]
        with self._database.reading() as connection:
            content = connection.execute(
                select(found.table.c.content).where(found.table.c.id == identity)
            ).scalar()
        if content is None:
            raise NotFound(f'There is no {found.name} "{identity}".')
        return decoded(kind, content)


def _by_id(connection: Connection, ids: Sequence[str]) -> dict[str, Row[Any]]:
    rows: dict[str, Row[Any]] = {}
    for start in range(0, len(ids), PAGE):
        query = _WITH_OWNERS.where(STATEMENTS.c.id.in_(ids[start : start + PAGE]))
        rows |= {row.id: row for row in connection.execute(query)}
    return rows


def _complete(connection: Connection, rows: Sequence[Row[Any]]) -> list[Record]:
    """Statements with their articles, places and relations: three more queries, however many."""
    parts = []
    articles: set[str] = set()
    places: set[str] = set()
    for row in rows:
        statement = replace(decoded(Statement, row.content), version=row.version)
        incident = decoded(Incident, row.incident) if row.incident else None
        own = dict.fromkeys((*statement.places, *(incident.places if incident else ())))
        articles.update(one.article for one in statement.appearances)
        places.update(own)
        parts.append((row, statement, incident, own))
    article = _content_by_id(connection, Article, articles)
    place = _content_by_id(connection, Place, places)
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


def _content_by_id(connection: Connection, kind: type[T], ids: set[str]) -> dict[str, T]:
    if not ids:
        return {}
    [table] = [one.table for one in KINDS.values() if one.type is kind]
    query = select(table.c.id, table.c.content).where(table.c.id.in_(sorted(ids)))
    return {row.id: decoded(kind, row.content) for row in connection.execute(query)}


def _relations(
    connection: Connection, ids: Sequence[str]
) -> tuple[dict[str, list[Relation]], dict[str, list[Relation]]]:
    outgoing: dict[str, list[Relation]] = {}
    incoming: dict[str, list[Relation]] = {}
    if ids:
        query = select(RELATIONS.c.content).where(
            or_(RELATIONS.c.source.in_(ids), RELATIONS.c.target.in_(ids))
        )
        for content in connection.execute(query.order_by(RELATIONS.c.position)).scalars():
            relation = decoded(Relation, content)
            outgoing.setdefault(relation.source, []).append(relation)
            incoming.setdefault(relation.target, []).append(relation)
    return outgoing, incoming


def _contents(connection: Connection, kind: type[T]) -> list[T]:
    [table] = [one.table for one in KINDS.values() if one.type is kind]
    rows = connection.execute(select(table.c.content, table.c.version).order_by(table.c.position))
    if kind is Statement:
        return [
            replace(from_plain(kind, json.loads(row.content)), version=row.version)  # type: ignore[call-overload]  # the branch is for statements
            for row in rows
        ]
    return [from_plain(kind, json.loads(row.content)) for row in rows]


def _examples(connection: Connection) -> list[tuple[str, str]]:
    rows = connection.execute(select(EXAMPLES).order_by(EXAMPLES.c.position))
    return [(row.language, row.question) for row in rows]
