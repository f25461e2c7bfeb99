"""The curated records: each keeps its whole content as JSON, and what queries filter by as columns.

`position` orders the rows as they came and stands for the row in joins; `id` is what people see.
References are checked at the end of a transaction, so that a load may bring its records in any order.
"""

from typing import Any

from sqlalchemy import ForeignKey
from sqlmodel import Field

from knowledge.store.tables.base import BIG, LONG, Row


def _position() -> Any:  # noqa: ANN401 - what SQLModel's Field gives
    return Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})


def _reference(target: str, *, index: bool = False, required: bool = False) -> Any:  # noqa: ANN401 - as above
    """A reference to the id of another record."""
    return Field(
        default=... if required else None,
        sa_type=LONG,
        sa_column_args=[ForeignKey(target, deferrable=True, initially="DEFERRED")],
        nullable=not required,
        index=index,
    )


class RecordRow(Row):
    """What every kind of record has; `content` is its plain shape as JSON."""

    position: int = _position()
    id: str = Field(unique=True, sa_type=LONG)
    content: str = Field(sa_type=LONG)
    version: int = 1


class ArticleRow(RecordRow, table=True):
    """An article."""

    __tablename__ = "article"


class PlaceRow(RecordRow, table=True):
    """A place."""

    __tablename__ = "place"


class SpeakerRow(RecordRow, table=True):
    """A speaker."""

    __tablename__ = "speaker"


class IncidentRow(RecordRow, table=True):
    """An incident."""

    __tablename__ = "incident"


class GapRow(RecordRow, table=True):
    """A gap question."""

    __tablename__ = "gap"


class ConceptRow(RecordRow, table=True):
    """Words that mean the same."""

    __tablename__ = "concept"


class StatementRow(RecordRow, table=True):
    """A statement; `quoted`, `figures` tell whether it has any, `access` is in the appearances."""

    __tablename__ = "statement"

    speaker: str | None = _reference("speaker.id", index=True)
    incident: str | None = _reference("incident.id", index=True)
    merged_into: str | None = _reference("statement.id")
    kind: str = Field(index=True, sa_type=LONG)
    state: str = Field(sa_type=LONG)
    said: str | None = Field(default=None, sa_type=LONG)
    review_due: str | None = Field(default=None, sa_type=LONG)
    quoted: bool
    figures: bool


class AppearanceRow(Row, table=True):
    """Where an article carries a statement."""

    __tablename__ = "appearance"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads a plain mapping

    statement: int = Field(primary_key=True, foreign_key="statement.position", sa_type=BIG)
    number: int = Field(primary_key=True)
    article: str = _reference("article.id", index=True, required=True)
    attribution: str = Field(index=True, sa_type=LONG)
    access: str | None = Field(default=None, sa_type=LONG)


class StatementPlaceRow(Row, table=True):
    """A place that a statement speaks of."""

    __tablename__ = "statement_place"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as above

    statement: int = Field(primary_key=True, foreign_key="statement.position", sa_type=BIG)
    place: str = Field(
        primary_key=True,
        sa_type=LONG,
        sa_column_args=[ForeignKey("place.id", deferrable=True, initially="DEFERRED")],
        index=True,
    )


class IncidentPlaceRow(Row, table=True):
    """Where an incident happened."""

    __tablename__ = "incident_place"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as above

    incident: int = Field(primary_key=True, foreign_key="incident.position", sa_type=BIG)
    place: str = Field(
        primary_key=True,
        sa_type=LONG,
        sa_column_args=[ForeignKey("place.id", deferrable=True, initially="DEFERRED")],
        index=True,
    )


class RelationRow(Row, table=True):
    """How one statement bears on another."""

    __tablename__ = "relation"

    position: int = _position()
    source: str = _reference("statement.id", index=True, required=True)
    kind: str = Field(sa_type=LONG)
    target: str = _reference("statement.id", index=True, required=True)
    content: str = Field(sa_type=LONG)


class ExampleRow(Row, table=True):
    """An example question."""

    __tablename__ = "example"

    position: int = _position()
    language: str = Field(sa_type=LONG)
    question: str = Field(sa_type=LONG)
