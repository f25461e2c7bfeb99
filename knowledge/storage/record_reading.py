"""Reading records: some by id with all that an answer needs, all page by page, ids of statements by their properties."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    distinct,
    exists,
    func,
    or_,
    select,
)

from knowledge.domain import (
    AGAINST,
    Access,
    Article,
    Attribution,
    Bundle,
    Concept,
    Entry,
    GapQuestion,
    Incident,
    Kind,
    NotFound,
    Place,
    Record,
    Relation,
    Speaker,
    State,
    Statement,
    from_plain,
)
from knowledge.storage.database import Database
from knowledge.storage.record_rows import (
    APPEARANCES,
    INCIDENT_PLACES,
    KINDS,
    RELATIONS,
    STATEMENT_PLACES,
    AnyRow,
    RecordKind,
    kind_of_type,
    table_of,
)
from knowledge.storage.tables import ExampleRow
from knowledge.translations import Wording

PAGE = 2_000
MERGEABLE = ("speaker", "incident", "place")
"""Kinds of records of which two become one, beside statements."""

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


def _last(identity: str, into: Mapping[str, str | None]) -> str:
    """Where an id leads to in the end."""
    passed: set[str] = set()
    while identity not in passed:
        passed.add(identity)
        identity = into.get(identity) or identity
    return identity


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


Recorded = TypeVar("Recorded", bound=Entry)


def _followed(connection: Connection, ids: Sequence[str]) -> list[AnyRow]:
    """The rows of statements in the order asked, merged ones led to what took their place."""
    rows = by_id(connection, ids)
    order: list[str] = []
    for identity in ids:
        row = rows.get(identity)
        passed = set()
        while row is not None and row.merged_into is not None and row.id not in passed:
            passed.add(row.id)
            if row.merged_into not in rows:
                rows |= by_id(connection, [row.merged_into])
            row = rows.get(row.merged_into)
        if row is not None:
            order.append(row.id)
    return [rows[identity] for identity in dict.fromkeys(order)]


class RecordReader:
    """The part of the store that reads records."""

    def __init__(self, asked: Database) -> None:
        self._asked = asked

    def complete(self, ids: Sequence[str]) -> list[Record]:
        """Statements in any state with what belongs to them, in the order asked.

        An id that was merged gives the statement that took its place; an unknown one is left out;
        one that comes up twice is given once.
        """
        with self._asked.reading() as connection:
            return complete(connection, _followed(connection, ids))

    def standing_for(self, identity: str) -> Statement | None:
        """The statement of an id, or what took its place, alone; None where there is none."""
        with self._asked.reading() as connection:
            rows = _followed(connection, [identity])
        return statement_in(rows[0]) if rows else None

    def documents(self, ids: Sequence[str] | None = None) -> Iterator[Record]:
        """Published statements with what belongs to them, in pages, for an index.

        Args:
            ids: only these; those that are not published (any more) are left out.
        """
        published = STATEMENTS.c.state == State.PUBLISHED.value
        if ids is not None:
            for start in range(0, len(ids), PAGE):
                chosen = STATEMENTS.c.id.in_(ids[start : start + PAGE])
                with self._asked.reading() as connection:
                    rows = connection.execute(WITH_OWNERS.where(published, chosen)).all()
                    page = complete(connection, rows)
                yield from page
            return
        last = 0
        while True:
            query = WITH_OWNERS.where(published, STATEMENTS.c.position > last)
            with self._asked.reading() as connection:
                rows = connection.execute(query.order_by(STATEMENTS.c.position).limit(PAGE)).all()
                page = complete(connection, rows)
            if not rows:
                return
            last = rows[-1].position
            yield from page

    def statement(self, identity: str) -> Statement:
        """One statement in any state, not redirected; raises NotFound."""
        with self._asked.reading() as connection:
            row = by_id(connection, [identity]).get(identity)
        if row is None:
            raise NotFound(Wording('There is no statement "{id}".', id=identity))
        return statement_in(row)

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
        """All places but merged ones, as they came."""
        return [one for one in self._all(Place) if one.merged_into is None]

    def speakers(self) -> list[Speaker]:
        """All speakers but merged ones, as they came."""
        return [one for one in self._all(Speaker) if one.merged_into is None]

    def incidents(self) -> list[Incident]:
        """All incidents but merged ones, as they came."""
        return [one for one in self._all(Incident) if one.merged_into is None]

    def merged(self) -> Mapping[str, Mapping[str, str]]:
        """By kind of record: the ids of those that were merged, and the ids that took their place."""
        into: dict[str, dict[str, str | None]] = {}
        with self._asked.reading() as connection:
            for name in MERGEABLE:
                table = KINDS[name].table
                query = select(table.c.content).where(table.c.content.contains('"merged_into":"'))
                found = [json.loads(each) for each in connection.execute(query).scalars()]
                into[name] = {one["id"]: one.get("merged_into") for one in found}
        return {
            kind: {one: _last(one, ways) for one, way in ways.items() if way is not None}
            for kind, ways in into.items()
        }

    def led_to(self, kind: str, identity: str) -> str:
        """The id that a merged speaker's, incident's or place's leads to; any other as it is."""
        read: Mapping[str, Callable[[str], Speaker | Incident | Place]] = {
            "speaker": self.speaker,
            "incident": self.incident,
            "place": lambda one: self._one(Place, one),
        }
        passed: set[str] = set()
        while kind in read and identity not in passed:
            passed.add(identity)
            with suppress(NotFound):
                identity = read[kind](identity).merged_into or identity
        return identity

    def gaps(self) -> list[GapQuestion]:
        """All gap questions, as they came."""
        return self._all(GapQuestion)

    def concepts(self) -> list[Concept]:
        """All concepts, as they came."""
        return self._all(Concept)

    def examples(self) -> list[tuple[str, str]]:
        """All example questions, (language, question)."""
        with self._asked.reading() as connection:
            return examples(connection)

    def bundle(self) -> Bundle:
        """Everything curated, as it came: two stores with the same history of loads give the same."""
        with self._asked.reading() as connection:
            fields: dict[str, Any] = {
                kind.field: tuple(contents(connection, kind.type)) for kind in KINDS.values()
            }
            return Bundle(
                **fields,
                relations=relations(connection),
                examples=tuple(examples(connection)),
            )

    def parts(self, size: int = 5_000) -> Iterator[Bundle]:
        """The same piece by piece, so that an export of any size takes little memory."""
        with self._asked.reading() as connection:
            for name, kind in KINDS.items():
                for page in pages(connection, kind, size):
                    fields: dict[str, Any] = {kind.field: page}
                    yield Bundle(**fields)
                if name == "statement":
                    yield Bundle(relations=relations(connection))
            yield Bundle(examples=tuple(examples(connection)))

    def counts(self) -> Mapping[str, int]:
        """How many records of each kind, relations and published statements there are."""
        tables: dict[str, Table] = {kind.field: kind.table for kind in KINDS.values()}
        with self._asked.reading() as connection:
            counts = {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in (tables | {"relations": RELATIONS}).items()
            }
            published = STATEMENTS.c.state == State.PUBLISHED.value
            counts["published"] = connection.execute(
                select(func.count()).select_from(STATEMENTS).where(published)
            ).scalar_one()
        return counts

    def _all(self, kind: type[Recorded]) -> list[Recorded]:
        with self._asked.reading() as connection:
            return contents(connection, kind)

    def _one(self, kind: type[Recorded], identity: str) -> Recorded:
        found = kind_of_type(kind)
        with self._asked.reading() as connection:
            content = connection.execute(
                select(found.table.c.content).where(found.table.c.id == identity)
            ).scalar()
        if content is None:
            raise NotFound(
                Wording('There is no {kind} "{id}".', kind=Wording(found.name), id=identity)
            )
        return decoded(kind, content)


Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """What a statement must be; every condition that is given must hold.

    Args:
        speakers: ids, any of them; so with the other lists. None given: all.
        incidents: ids; those that are part of them are not meant.
        attributions: of any appearance.
        kinds: of the statement.
        access: of the channel of any appearance.
        places: ids, of the statement itself or of its incident.
        articles: ids, of any appearance.
        said: EDTF; statements said on that date or more precisely ("XXXX-12" finds "XXXX-12-14").
        quoted: only those that carry words in quotation marks.
        figures: only those that give a figure.
        disputed: only those that another published statement contradicts, disputes or denies.
        states: published, if not given.
    """

    speakers: Sequence[str] = ()
    incidents: Sequence[str] = ()
    attributions: Sequence[Attribution] = ()
    kinds: Sequence[Kind] = ()
    access: Sequence[Access] = ()
    places: Sequence[str] = ()
    articles: Sequence[str] = ()
    said: str | None = None
    quoted: bool = False
    figures: bool = False
    disputed: bool = False
    states: Sequence[State] = (State.PUBLISHED,)


PUBLISHED = StatementFilter()
"""Every statement that readers see."""


class StatementQueries:
    """The part of the store that finds statements by what they are."""

    def __init__(self, asked: Database) -> None:
        self._asked = asked

    def select(self, wanted: StatementFilter = PUBLISHED, *, limit: int | None = None) -> list[str]:
        """Ids of the statements that are so; `limit` is how many at most."""
        table = STATEMENTS.c
        lists: tuple[tuple[Sequence[str], Callable[[Sequence[str]], Condition]], ...] = (
            (wanted.states, table.state.in_),
            (wanted.speakers, table.speaker.in_),
            (wanted.incidents, table.incident.in_),
            (wanted.kinds, table.kind.in_),
            (wanted.attributions, lambda values: _appears("attribution", values)),
            (wanted.access, lambda values: _appears("access", values)),
            (wanted.articles, lambda values: _appears("article", values)),
            (wanted.places, _in_places),
        )
        flags = (
            (wanted.quoted, table.quoted),
            (wanted.figures, table.figures),
            (wanted.disputed, _disputed()),
        )
        conditions = [among([str(one) for one in values]) for values, among in lists if values]
        conditions += [condition for is_wanted, condition in flags if is_wanted]
        if wanted.said is not None:
            conditions.append(table.said.startswith(wanted.said, autoescape=True))
        query = select(STATEMENTS.c.id).where(*conditions).order_by(STATEMENTS.c.position)
        with self._asked.reading() as connection:
            return list(connection.execute(query.limit(limit)).scalars())

    def counted(self, of: Literal["speaker", "narrator", "article"]) -> dict[str | None, int]:
        """How many published statements there are of each, by its id; None: of no speaker; of the narrator alone."""
        published = STATEMENTS.c.state == State.PUBLISHED.value
        if of == "speaker":
            each = STATEMENTS.c.speaker
            query = select(each, func.count()).where(published)
        elif of == "narrator":
            each = STATEMENTS.c.speaker
            own = select(APPEARANCES.c.statement).where(
                APPEARANCES.c.attribution == Attribution.NARRATOR.value
            )
            query = select(each, func.count()).where(
                published, each.is_(None), STATEMENTS.c.position.in_(own)
            )
        else:
            each = APPEARANCES.c.article
            query = select(each, func.count(distinct(APPEARANCES.c.statement)))
            query = query.join(STATEMENTS, STATEMENTS.c.position == APPEARANCES.c.statement)
            query = query.where(published)
        with self._asked.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query.group_by(each))}

    def ids_beginning(self, beginning: str) -> list[str]:
        """Ids of statements, incidents and speakers that begin with this text."""
        tables = [KINDS[name].table.c for name in ("statement", "incident", "speaker")]
        queries = [
            select(columns.id).where(columns.id.startswith(beginning, autoescape=True))
            for columns in tables
        ]
        with self._asked.reading() as connection:
            return [id_ for query in queries for id_ in connection.execute(query).scalars()]


def _appears(column: str, values: Sequence[str]) -> Condition:
    of = select(APPEARANCES.c.statement).where(APPEARANCES.c[column].in_(values))
    return STATEMENTS.c.position.in_(of)


def _in_places(places: Sequence[str]) -> Condition:
    own = select(STATEMENT_PLACES.c.statement).where(STATEMENT_PLACES.c.place.in_(places))
    incidents = (
        select(INCIDENTS.c.id)
        .join(INCIDENT_PLACES, INCIDENT_PLACES.c.incident == INCIDENTS.c.position)
        .where(INCIDENT_PLACES.c.place.in_(places))
    )
    return or_(STATEMENTS.c.position.in_(own), STATEMENTS.c.incident.in_(incidents))


def _disputed() -> Condition:
    other = STATEMENTS.alias()
    return exists().where(
        RELATIONS.c.target == STATEMENTS.c.id,
        RELATIONS.c.kind.in_([kind.value for kind in AGAINST]),
        RELATIONS.c.source == other.c.id,
        other.c.state == State.PUBLISHED.value,
    )
