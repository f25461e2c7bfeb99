"""Records as rows: the kinds of record, their columns, relations, and what keeps a record out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Row,
    Table,
    and_,
    delete,
    func,
    insert,
    select,
    update,
)

from knowledge.domain import (
    Article,
    Concept,
    Entry,
    GapQuestion,
    Incident,
    Place,
    Relation,
    Speaker,
    Statement,
    references,
    unsound,
)
from knowledge.storage import tables
from knowledge.storage.tables import AppearanceRow, IncidentPlaceRow, RelationRow, StatementPlaceRow
from knowledge.translations import Wording

AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind of record; `field` is where a bundle holds them."""

    name: str
    type: type[Any]
    field: str
    table: Table


def table_of(row: type[Any]) -> Table:
    """The table behind a row class, for statements in SQLAlchemy's own language."""
    table: Table = row.__table__
    return table


KINDS = {
    kind.name: kind
    for kind in (
        RecordKind("article", Article, "articles", table_of(tables.ArticleRow)),
        RecordKind("place", Place, "places", table_of(tables.PlaceRow)),
        RecordKind("speaker", Speaker, "speakers", table_of(tables.SpeakerRow)),
        RecordKind("incident", Incident, "incidents", table_of(tables.IncidentRow)),
        RecordKind("statement", Statement, "statements", table_of(tables.StatementRow)),
        RecordKind("gap", GapQuestion, "gaps", table_of(tables.GapRow)),
        RecordKind("concept", Concept, "concepts", table_of(tables.ConceptRow)),
    )
}
"""By name, each after those that it refers to."""

_BY_TYPE = {kind.type: kind for kind in KINDS.values()}


def kind_of(record: Entry) -> RecordKind:
    """The kind of a record other than a relation."""
    return _BY_TYPE[type(record)]


def kind_of_type(type_: type[Any]) -> RecordKind:
    """The kind of a type other than a relation."""
    return _BY_TYPE[type_]


def new_number(result: CursorResult[Any]) -> int:
    """The number that the database gave to a row that was inserted."""
    return int(cast("Sequence[int]", result.inserted_primary_key)[0])


Values = dict[str, Any]

APPEARANCES = table_of(AppearanceRow)
STATEMENT_PLACES = table_of(StatementPlaceRow)
INCIDENT_PLACES = table_of(IncidentPlaceRow)


def columns(record: Entry, content: str) -> Values:
    """The columns of a record's own table, all but its position and version."""
    values: Values = {"id": record.id, "content": content}
    if isinstance(record, Statement):
        values |= {
            "speaker": record.speaker,
            "incident": record.incident,
            "merged_into": record.merged_into,
            "kind": record.kind.value,
            "state": record.state.value,
            "said": record.said,
            "review_due": record.review_due,
            "quoted": any(one.quotes for one in record.appearances),
            "figures": bool(record.figures),
        }
    return values


def insert_rows(connection: Connection, rows: list[tuple[Entry, Values]]) -> None:
    """Insert records of one kind, with the rows that stand for their lists."""
    if rows:
        table = kind_of(rows[0][0]).table
        connection.execute(insert(table), [values for _, values in rows])
        _insert_lists(connection, [(record, values["position"]) for record, values in rows])


def replace_row(connection: Connection, record: Entry, position: int) -> None:
    """Renew the rows that stand for the lists of a record whose own row was updated."""
    lists: list[tuple[Table, str]] = []
    if isinstance(record, Statement):
        lists = [(APPEARANCES, "statement"), (STATEMENT_PLACES, "statement")]
    elif isinstance(record, Incident):
        lists = [(INCIDENT_PLACES, "incident")]
    for table, owner in lists:
        connection.execute(delete(table).where(table.c[owner] == position))
    _insert_lists(connection, [(record, position)])


def _insert_lists(connection: Connection, records: list[tuple[Entry, int]]) -> None:
    appearances: list[Values] = []
    places: dict[str, list[Values]] = {"statement": [], "incident": []}
    for record, position in records:
        if isinstance(record, Statement):
            appearances += [
                {
                    "statement": position,
                    "number": number,
                    "article": one.article,
                    "attribution": one.attribution.value,
                    "access": one.channel.access.value if one.channel else None,
                }
                for number, one in enumerate(record.appearances)
            ]
        if isinstance(record, Statement | Incident):
            owner = KINDS["statement" if isinstance(record, Statement) else "incident"].name
            places[owner] += [
                {owner: position, "place": place} for place in dict.fromkeys(record.places)
            ]
    for table, values in (
        (APPEARANCES, appearances),
        (STATEMENT_PLACES, places["statement"]),
        (INCIDENT_PLACES, places["incident"]),
    ):
        if values:
            connection.execute(insert(table), values)


RELATIONS = table_of(RelationRow)
CHUNK = 10_000


def relation_id(relation: Relation) -> str:
    """How histories name a relation."""
    return f"{relation.source} {relation.kind.value} {relation.target}"


def related(connection: Connection, sources: Sequence[str]) -> dict[str, str]:
    """The content of the relations from these statements, by `relation_id`."""
    found = {}
    for start in range(0, len(sources), CHUNK):
        query = select(RELATIONS).where(RELATIONS.c.source.in_(sources[start : start + CHUNK]))
        for row in connection.execute(query):
            found[f"{row.source} {row.kind} {row.target}"] = row.content
    return found


def add_relation(connection: Connection, relation: Relation, content: str) -> None:
    """Insert a relation that is not there."""
    last = connection.execute(select(func.max(RELATIONS.c.position))).scalar()
    values = {
        "position": (last or 0) + 1,
        "source": relation.source,
        "kind": relation.kind.value,
        "target": relation.target,
        "content": content,
    }
    connection.execute(insert(RELATIONS), values)


def reword_relation(connection: Connection, relation: Relation, content: str) -> None:
    """Give a relation that is there another note."""
    connection.execute(update(RELATIONS).where(_this(relation)).values(content=content))


def remove_relation(connection: Connection, relation: Relation) -> None:
    """Take a relation away; its revisions keep it."""
    connection.execute(delete(RELATIONS).where(_this(relation)))


def _this(relation: Relation) -> ColumnElement[bool]:
    return and_(
        RELATIONS.c.source == relation.source,
        RELATIONS.c.kind == relation.kind.value,
        RELATIONS.c.target == relation.target,
    )


def stored(connection: Connection, table: Table, ids: Sequence[str]) -> dict[str, AnyRow]:
    """The rows (position, id, version, content) of these ids, by id."""
    columns = (table.c.position, table.c.id, table.c.version, table.c.content)
    return {row.id: row for row in _found(connection, table, ids, *columns)}


def known(
    connection: Connection,
    records: Sequence[Entry] | Sequence[Relation],
    own: Mapping[str, Collection[str]],
) -> dict[str, set[str]]:
    """Which of the ids that the records refer to are there or will be, by kind.

    Args:
        connection: within the transaction that will store them.
        records: what is to be stored.
        own: ids that are still to come, by kind.
    """
    wanted: dict[str, set[str]] = {name: set() for name in KINDS}
    for record in records:
        for name, identity in references(record):
            wanted[name].add(identity)
    there = {}
    for name, ids in wanted.items():
        coming = ids.intersection(own.get(name, ()))
        table = KINDS[name].table
        rows = _found(connection, table, sorted(ids - coming), table.c.id)
        there[name] = coming | {row.id for row in rows}
    return there


def objection(record: Entry | Relation, known_ids: Mapping[str, Collection[str]]) -> str:
    """Why a record cannot be stored, in sentences; empty if it can."""
    said = list(unsound(record)) if isinstance(record, Statement) else []
    said += [
        Wording(
            'There is no {kind} "{id}"; add it first or correct the id.',
            kind=Wording(kind),
            id=identity,
        )
        for kind, identity in dict.fromkeys(references(record))
        if identity not in known_ids[kind]
    ]
    return Wording.joined(said) if said else ""


def _found(
    connection: Connection, table: Table, ids: Sequence[str], *columns: ColumnElement[Any]
) -> list[AnyRow]:
    found: list[AnyRow] = []
    for start in range(0, len(ids), CHUNK):
        query = select(*columns).where(table.c.id.in_(ids[start : start + CHUNK]))
        found += connection.execute(query).all()
    return found
