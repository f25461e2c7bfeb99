"""What happened to the records, and what is derived from them at some cost."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from knowledge.store.tables.base import BIG, LONG, Row, Utc


class RevisionRow(Row, table=True):
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


class VectorRow(Row, table=True):
    """A sentence vector, by model and hash of the text."""

    __tablename__ = "vector"

    model: str = Field(primary_key=True, sa_type=LONG)
    key: str = Field(primary_key=True, sa_type=LONG)
    vector: bytes = Field(sa_type=LargeBinary)
