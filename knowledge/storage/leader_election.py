"""One process of many does what must be done once; when it ends, another one takes over."""

import fcntl
import hashlib
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from knowledge.storage.database import Database


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
