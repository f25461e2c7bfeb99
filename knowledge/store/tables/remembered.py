"""Questions, deliveries, people's rights and wishes, and work in progress."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from knowledge.store.tables.base import BIG, LONG, Row, Utc


class PreferenceRow(Row, table=True):
    """A setting of a chat."""

    __tablename__ = "preference"

    chat: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    name: str = Field(primary_key=True, sa_type=LONG)
    value: str = Field(sa_type=LONG)


class QuestionRow(Row, table=True):
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


class DeliveryRow(Row, table=True):
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


class DeliveredRow(Row, table=True):
    """A statement in a delivery, with the version that was told."""

    __tablename__ = "delivered"
    __table_args__ = (Index(None, "statement"), {"sqlite_with_rowid": False})

    delivery: int = Field(
        primary_key=True, sa_type=BIG, foreign_key="delivery.number", ondelete="CASCADE"
    )
    number: int = Field(primary_key=True)
    statement: str = Field(sa_type=LONG)
    version: int


class RoleRow(Row, table=True):
    """A role that a person holds."""

    __tablename__ = "role"

    user: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    role: str = Field(sa_type=LONG)
    granted_by: int | None = Field(default=None, sa_type=BIG)
    at: datetime = Field(sa_type=Utc)


class DraftRow(Row, table=True):
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


class AttemptRow(Row, table=True):
    """Something that was refused to a person."""

    __tablename__ = "attempt"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads a plain mapping

    number: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    user: int | None = Field(default=None, sa_type=BIG)
    action: str = Field(sa_type=LONG)
    reason: str = Field(sa_type=LONG)
    at: datetime = Field(sa_type=Utc)
    update_id: int | None = Field(default=None, sa_type=BIG)


class FollowRow(Row, table=True):
    """A wish to be told."""

    __tablename__ = "follow"
    __table_args__ = (Index(None, "subject", "subject_id"),)

    chat: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    subject: str = Field(primary_key=True, sa_type=LONG)
    subject_id: str = Field(primary_key=True, sa_type=LONG)
    at: datetime = Field(sa_type=Utc)


class SentRow(Row, table=True):
    """Something that was sent once and must not be sent again: a digest, a correction, a note."""

    __tablename__ = "sent"

    chat: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    what: str = Field(primary_key=True, sa_type=LONG)
    at: datetime = Field(sa_type=Utc)


class OutboxRow(Row, table=True):
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
