"""The kinds of record: their name in histories, their type, their table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, Row, Table

from knowledge.model import (
    Article,
    Concept,
    Entry,
    GapQuestion,
    Incident,
    Place,
    Speaker,
    Statement,
)
from knowledge.store import tables

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
