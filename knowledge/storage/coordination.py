"""What the processes of the bot agree on through the database: who leads, how much may be sent, how far jobs have come."""

import fcntl
import hashlib
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from sqlalchemy import Connection, delete, insert, select, text
from sqlalchemy.exc import DBAPIError

from knowledge.domain import Allowance
from knowledge.storage.database import Database
from knowledge.storage.record_rows import table_of
from knowledge.storage.tables import AllowanceRow, StateRow


class Leadership:
    """The place of the one process that does a task.

    PostgreSQL keeps it as an advisory lock of a session, SQLite's users as a lock on a file beside
    the database. Both are free again as soon as the process ends, however it ends.

    Args:
        database: that the processes share.
        task: its name.
    """

    def __init__(self, database: Database, task: str) -> None:
        self._database = database
        self._task = task
        self._key = int.from_bytes(hashlib.blake2b(task.encode(), digest_size=7).digest(), "big")
        self._session: Connection | None = None
        self._file: TextIO | None = None

    def held(self) -> bool:
        """Whether this process has the place, taking it where it is free; blocks a moment."""
        return self._held_in_file() if self._database.is_sqlite else self._held_in_session()

    def release(self) -> None:
        """Leave the place to others."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._session is not None:
            # A session that goes back to the pool would keep the lock.
            with suppress(DBAPIError):
                self._session.invalidate()
                self._session.close()
            self._session = None

    def _held_in_file(self) -> bool:
        if self._file is not None:
            return True
        beside = Path(f"{self._database.url.database}.{self._task}.lock")
        try:
            file = beside.open("w", encoding="utf-8")
        except OSError:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def _held_in_session(self) -> bool:
        try:
            if self._session is not None:
                self._session.execute(text("SELECT 1"))
                return True
            session = self._database.session()
            got = session.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key})
            if got.scalar():
                self._session = session
                return True
            session.close()
        except DBAPIError:
            self.release()
        return False


ALLOWANCES = table_of(AllowanceRow)


@dataclass(slots=True)
class Bucket:
    """The tokens of one key; `at` and `warned` are seconds of the era, 0 for never."""

    key: str
    tokens: float = 0.0
    at: float = 0.0
    warned: float = 0.0

    def refill(self, allowance: Allowance, now: float) -> None:
        """Let tokens grow back since the last time; a clock that was put back takes none away."""
        grown = max(0.0, now - self.at) * allowance.per_second
        self.tokens = min(allowance.burst, self.tokens + grown)
        self.at = now

    def take(self, allowance: Allowance, now: float) -> bool:
        """Take one token, if there is one."""
        if allowance.per_second <= 0:
            return True
        self.refill(allowance, now)
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class TokenBuckets:
    """The part of the store that keeps a budget over all workers."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def spend(self, key: str, amount: int, allowance: Allowance) -> float:
        """Take tokens of a shared bucket, into debt where it has not enough.

        Returns:
            Seconds to wait until what was taken has grown back; 0 where there was enough.
        """
        now = self._clock().timestamp()
        with self._database.writing() as connection:
            bucket = buckets(connection, [key], self._database).get(key, Bucket(key))
            bucket.refill(allowance, now)
            bucket.tokens -= amount
            keep_buckets(connection, [bucket], self._database)
        return max(0.0, -bucket.tokens / allowance.per_second)

    def ago(self, key: str) -> float | None:
        """Seconds since a key was touched last; None where it was not."""
        query = select(ALLOWANCES.c.at).where(ALLOWANCES.c.key == key)
        with self._database.reading() as connection:
            at: float | None = connection.execute(query).scalar()
        return None if at is None else self._clock().timestamp() - at

    def touch(self, key: str) -> None:
        """Keep that a key was touched now; as all of them it is forgotten after a day."""
        with self._database.writing() as connection:
            keep_buckets(connection, [Bucket(key, at=self._clock().timestamp())], self._database)


def buckets(connection: Connection, keys: Collection[str], database: Database) -> dict[str, Bucket]:
    """The buckets of these keys that were used before, locked for the transaction."""
    query = select(ALLOWANCES).where(ALLOWANCES.c.key.in_(sorted(keys))).order_by(ALLOWANCES.c.key)
    if not keys:
        return {}
    rows = connection.execute(query if database.is_sqlite else query.with_for_update())
    return {row.key: Bucket(row.key, row.tokens, row.at, row.warned) for row in rows}


def keep_buckets(connection: Connection, kept: Iterable[Bucket], database: Database) -> None:
    """Keep the buckets as they are now; in the order of their keys, so that writers never cross."""
    rows = [
        {"key": b.key, "tokens": b.tokens, "at": b.at, "warned": b.warned}
        for b in sorted(kept, key=lambda bucket: bucket.key)
    ]
    if not rows:
        return
    adding = database.insert(ALLOWANCES)
    changed = {name: adding.excluded[name] for name in ("tokens", "at", "warned")}
    connection.execute(adding.on_conflict_do_update(index_elements=["key"], set_=changed), rows)


STATE = table_of(StateRow)


class BotState:
    """Values by name, none of which is of a chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str | None:
        """A value, or None."""
        with self._database.reading() as connection:
            value: str | None = connection.execute(
                select(STATE.c.value).where(STATE.c.name == name)
            ).scalar()
        return value

    def set(self, name: str, value: str | None) -> None:
        """Keep a value; None forgets it."""
        with self._database.writing() as connection:
            put(connection, name, value)


def put(connection: Connection, name: str, value: str | None) -> None:
    """Keep a value in a transaction; None forgets it."""
    connection.execute(delete(STATE).where(STATE.c.name == name))
    if value is not None:
        connection.execute(insert(STATE), {"name": name, "value": value})
