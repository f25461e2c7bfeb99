"""The tables; their rows never leave the store.

`position` orders the rows as they came and stands for the row in joins; `id` is what people see.
References are checked at the end of a transaction, so that a load may bring its records in any order.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

BIG = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit number; SQLite's INTEGER is one, and only it can name the row itself."""

LONG = Text()


class TableRow(SQLModel, registry=registry(metadata=METADATA)):
    """The parent of every table class."""


class Utc(TypeDecorator[datetime]):
    """A moment: SQLite forgets the zone of a time, so every moment is stored and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without zone: nobody could tell later what was meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A moment without time zone cannot be stored: {value}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy calls it with the dialect
        """Give the moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


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


class RecordRow(TableRow):
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


class AppearanceRow(TableRow, table=True):
    """Where an article carries a statement."""

    __tablename__ = "appearance"
    __table_args__ = {"sqlite_with_rowid": False}

    statement: int = Field(primary_key=True, foreign_key="statement.position", sa_type=BIG)
    number: int = Field(primary_key=True)
    article: str = _reference("article.id", index=True, required=True)
    attribution: str = Field(index=True, sa_type=LONG)
    access: str | None = Field(default=None, sa_type=LONG)


class StatementPlaceRow(TableRow, table=True):
    """A place that a statement speaks of."""

    __tablename__ = "statement_place"
    __table_args__ = {"sqlite_with_rowid": False}

    statement: int = Field(primary_key=True, foreign_key="statement.position", sa_type=BIG)
    place: str = Field(
        primary_key=True,
        sa_type=LONG,
        sa_column_args=[ForeignKey("place.id", deferrable=True, initially="DEFERRED")],
        index=True,
    )


class IncidentPlaceRow(TableRow, table=True):
    """Where an incident happened."""

    __tablename__ = "incident_place"
    __table_args__ = {"sqlite_with_rowid": False}

    incident: int = Field(primary_key=True, foreign_key="incident.position", sa_type=BIG)
    place: str = Field(
        primary_key=True,
        sa_type=LONG,
        sa_column_args=[ForeignKey("place.id", deferrable=True, initially="DEFERRED")],
        index=True,
    )


class RelationRow(TableRow, table=True):
    """How one statement bears on another."""

    __tablename__ = "relation"

    position: int = _position()
    source: str = _reference("statement.id", index=True, required=True)
    kind: str = Field(sa_type=LONG)
    target: str = _reference("statement.id", index=True, required=True)
    content: str = Field(sa_type=LONG)


class ExampleRow(TableRow, table=True):
    """An example question."""

    __tablename__ = "example"

    position: int = _position()
    language: str = Field(sa_type=LONG)
    question: str = Field(sa_type=LONG)


_WAITING = text("handled_at IS NULL")


class InboxRow(TableRow, table=True):
    """An update of Telegram, stored before it is acknowledged.

    Its id stays after it is handled, so that it is known when it comes again; its text does not,
    unless it was set aside. `deaths` counts the workers that ended while they handled it and may
    have ended for its sake, `losses` those that were killed or are lost no one knows how.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_waiting",
            "chat",
            "update_id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    update_id: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    raw: str = Field(sa_type=LONG)
    at: datetime = Field(sa_type=Utc, index=True)
    handled_at: datetime | None = Field(default=None, sa_type=Utc, index=True)
    chat: int | None = Field(default=None, sa_type=BIG)
    worker: str | None = Field(default=None, sa_type=LONG)
    tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    verdict: str = Field(default="", sa_type=LONG, sa_column_kwargs={"server_default": ""})
    not_before: datetime | None = Field(default=None, sa_type=Utc)
    refusals: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    deaths: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    losses: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class SaidRow(TableRow, table=True):
    """What was sent for an update that is not dealt with yet, as Telegram confirmed it."""

    __tablename__ = "said"

    update_id: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True)
    what: str = Field(sa_type=LONG)
    result: str = Field(sa_type=LONG)


class AllowanceRow(TableRow, table=True):
    """What somebody may still do: tokens, refilled as time goes by. Times are seconds of the era."""

    __tablename__ = "allowance"

    key: str = Field(primary_key=True, sa_type=LONG)
    tokens: float
    at: float
    warned: float = 0.0


class WorkerRow(TableRow, table=True):
    """A process that handles updates; `beat` changes as long as it lives."""

    __tablename__ = "worker"

    name: str = Field(primary_key=True, sa_type=LONG)
    beat: int = 0


class PreferenceRow(TableRow, table=True):
    """A setting of a chat."""

    __tablename__ = "preference"

    chat: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    name: str = Field(primary_key=True, sa_type=LONG)
    value: str = Field(sa_type=LONG)


class StateRow(TableRow, table=True):
    """What the bot keeps of itself: how far its jobs have come, and what owners switched on."""

    __tablename__ = "state"

    name: str = Field(primary_key=True, sa_type=LONG)
    value: str = Field(sa_type=LONG)


class MenuRow(TableRow, table=True):
    """The menu of commands that Telegram shows somebody who keeps the store."""

    __tablename__ = "menu"

    chat: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    shown: str = Field(sa_type=LONG)


class DigestRow(TableRow, table=True):
    """Up to which revision a chat has been told in digests."""

    __tablename__ = "digest"

    chat: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    revision: int = Field(sa_type=BIG)


class PostRow(TableRow, table=True):
    """A message of ours that is a post, without buttons."""

    __tablename__ = "post"

    chat: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    message: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})


class InvitationRow(TableRow, table=True):
    """A message of ours that asks a reader what is wrong with an answer."""

    __tablename__ = "invitation"

    chat: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    message: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    answer: int = Field(sa_type=BIG)


class FormRow(TableRow, table=True):
    """A message of ours whose replies go to a curator's task, at the step where that was."""

    __tablename__ = "form"

    chat: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    message: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    task: int = Field(sa_type=BIG)
    version: int


class QuestionRow(TableRow, table=True):
    """A question that was asked, without anything that leads to who asked it, or where.

    Its number is drawn at random and its time is a day: neither the order of the rows nor the
    hour pairs it with a delivery.
    """

    __tablename__ = "question"

    number: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    text: str = Field(sa_type=LONG)
    language: str = Field(sa_type=LONG)
    outcome: str = Field(index=True, sa_type=LONG)
    score: float
    day: str = Field(index=True, sa_type=LONG)
    helpful: bool | None = None


class DeliveryRow(TableRow, table=True):
    """A message that carried statements, and in what way it told them; of the question nothing."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("chat", "message"),
        Index(None, "chat", "asked"),
        {"sqlite_autoincrement": True},
    )

    number: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    chat: int = Field(sa_type=BIG)
    message: int = Field(sa_type=BIG)
    asked: int | None = Field(default=None, sa_type=BIG)
    at: datetime = Field(sa_type=Utc, index=True)
    language: str | None = Field(default=None, sa_type=LONG)
    outcome: str = Field(default="", sa_type=LONG, sa_column_kwargs={"server_default": ""})
    asks: str = Field(default="", sa_type=LONG, sa_column_kwargs={"server_default": ""})
    heading: str = Field(default="", sa_type=LONG, sa_column_kwargs={"server_default": ""})
    inline: str | None = Field(default=None, sa_type=LONG)


class DeliveryPartRow(TableRow, table=True):
    """A further message of a delivery that one message could not hold."""

    __tablename__ = "delivery_part"
    __table_args__ = (Index(None, "message"), {"sqlite_with_rowid": False})

    delivery: int = Field(
        primary_key=True, sa_type=BIG, foreign_key="delivery.number", ondelete="CASCADE"
    )
    number: int = Field(primary_key=True)
    message: int = Field(sa_type=BIG)


class DeliveredRow(TableRow, table=True):
    """A statement in a delivery, with the version that was told.

    `digest` is of all that the message may say of it (its speaker, incident, articles and what
    stands against it), `beside` marks one that is told as the other side.
    """

    __tablename__ = "delivered"
    __table_args__ = (Index(None, "statement"), {"sqlite_with_rowid": False})

    delivery: int = Field(
        primary_key=True, sa_type=BIG, foreign_key="delivery.number", ondelete="CASCADE"
    )
    number: int = Field(primary_key=True)
    statement: str = Field(sa_type=LONG)
    version: int
    digest: str = Field(default="", sa_type=LONG, sa_column_kwargs={"server_default": ""})
    beside: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class RoleRow(TableRow, table=True):
    """A role that a person holds."""

    __tablename__ = "role"

    user: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    role: str = Field(sa_type=LONG)
    granted_by: int | None = Field(default=None, sa_type=BIG)
    at: datetime = Field(sa_type=Utc)


class DraftRow(TableRow, table=True):
    """Unfinished work of a curator."""

    __tablename__ = "draft"
    __table_args__ = (Index(None, "batch", "state"), {"sqlite_autoincrement": True})

    number: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    batch: str = Field(sa_type=LONG)
    content: str = Field(sa_type=LONG)
    holder: int | None = Field(default=None, sa_type=BIG)
    state: str = Field(sa_type=LONG)
    at: datetime = Field(sa_type=Utc)
    version: int = 1


class AttemptRow(TableRow, table=True):
    """Something that was refused to a person."""

    __tablename__ = "attempt"
    __table_args__ = {"sqlite_autoincrement": True}

    number: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    user: int | None = Field(default=None, sa_type=BIG)
    action: str = Field(sa_type=LONG)
    reason: str = Field(sa_type=LONG)
    at: datetime = Field(sa_type=Utc)
    update_id: int | None = Field(default=None, sa_type=BIG)


class FollowRow(TableRow, table=True):
    """A wish to be told."""

    __tablename__ = "follow"
    __table_args__ = (Index(None, "subject", "subject_id"),)

    chat: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    subject: str = Field(primary_key=True, sa_type=LONG)
    subject_id: str = Field(primary_key=True, sa_type=LONG)
    at: datetime = Field(sa_type=Utc)


class SentRow(TableRow, table=True):
    """Something that was sent once and must not be sent again: a digest, a correction, a note."""

    __tablename__ = "sent"

    chat: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    what: str = Field(primary_key=True, sa_type=LONG)
    at: datetime = Field(sa_type=Utc)


class OutboxRow(TableRow, table=True):
    """Something that must still be told in a chat: an answer put right, a note, a report."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        Index(None, "state", "due"),
        Index(None, "occasion", "state"),
        {"sqlite_autoincrement": True},
    )

    number: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    key: str = Field(sa_type=LONG)
    occasion: str = Field(sa_type=LONG)
    chat: int = Field(sa_type=BIG)
    content: str = Field(sa_type=LONG)
    state: str = Field(sa_type=LONG)
    due: datetime = Field(sa_type=Utc)
    result: str | None = Field(default=None, sa_type=LONG)
    refusals: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    refused_since: datetime | None = Field(default=None, sa_type=Utc)


class RevisionRow(TableRow, table=True):
    """One change of one record; rows are only ever added.

    A creation keeps no copy of the content: what came after it (the next revision's `before`, or
    the record itself) is that content, and a load of a million records would be stored twice.
    """

    __tablename__ = "revision"
    __table_args__ = (
        Index(None, "subject", "subject_id"),
        {"sqlite_autoincrement": True},
    )

    number: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    subject: str = Field(sa_type=LONG)
    subject_id: str = Field(sa_type=LONG)
    actor: int | None = Field(default=None, sa_type=BIG)
    actor_name: str = Field(sa_type=LONG)
    at: datetime = Field(sa_type=Utc)
    reason: str = Field(sa_type=LONG)
    before: str | None = Field(default=None, sa_type=LONG)
    after: str | None = Field(default=None, sa_type=LONG)
    update_id: int | None = Field(default=None, sa_type=BIG, index=True)


class VectorRow(TableRow, table=True):
    """A sentence vector, by model and hash of the text."""

    __tablename__ = "vector"

    model: str = Field(primary_key=True, sa_type=LONG)
    key: str = Field(primary_key=True, sa_type=LONG)
    vector: bytes = Field(sa_type=LargeBinary)


__all__ = [
    "METADATA",
    "AllowanceRow",
    "AppearanceRow",
    "ArticleRow",
    "AttemptRow",
    "ConceptRow",
    "DeliveredRow",
    "DeliveryPartRow",
    "DeliveryRow",
    "DigestRow",
    "DraftRow",
    "ExampleRow",
    "FollowRow",
    "FormRow",
    "GapRow",
    "InboxRow",
    "IncidentPlaceRow",
    "IncidentRow",
    "InvitationRow",
    "MenuRow",
    "OutboxRow",
    "PlaceRow",
    "PostRow",
    "PreferenceRow",
    "QuestionRow",
    "RelationRow",
    "RevisionRow",
    "RoleRow",
    "SaidRow",
    "SentRow",
    "SpeakerRow",
    "StateRow",
    "StatementPlaceRow",
    "StatementRow",
    "VectorRow",
    "WorkerRow",
]
