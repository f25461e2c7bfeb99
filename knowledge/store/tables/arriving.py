"""Updates of Telegram on their way: received, claimed by a worker, answered, dealt with."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from knowledge.store.tables.base import BIG, LONG, Row, Utc

_WAITING = text("handled_at IS NULL")


class InboxRow(Row, table=True):
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


class SaidRow(Row, table=True):
    """What was sent for an update that is not dealt with yet, as Telegram confirmed it."""

    __tablename__ = "said"

    update_id: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True)
    what: str = Field(sa_type=LONG)
    result: str = Field(sa_type=LONG)


class AllowanceRow(Row, table=True):
    """What somebody may still do: tokens, refilled as time goes by. Times are seconds of the era."""

    __tablename__ = "allowance"

    key: str = Field(primary_key=True, sa_type=LONG)
    tokens: float
    at: float
    warned: float = 0.0


class WorkerRow(Row, table=True):
    """A process that handles updates; `beat` changes as long as it lives."""

    __tablename__ = "worker"

    name: str = Field(primary_key=True, sa_type=LONG)
    beat: int = 0
