"""Word of changes that other processes make."""

import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

from knowledge.domain import StoreProblem
from knowledge.storage.database import CHANNEL, Database
from knowledge.storage.revision_log import RevisionLog

log = logging.getLogger(__name__)

LOOKED_FOR = 0.1
"""Seconds between two looks at an SQLite file."""

HEARD_FOR = 1.0
"""Seconds after which a look is taken though PostgreSQL said nothing."""


class ChangeFeed:
    """The part of the store that waits for changes."""

    def __init__(self, database: Database, asked: Database, revisions: RevisionLog) -> None:
        self._database = database
        self._asked = asked
        self._revisions = revisions

    def revisions_to_come(self, ended: threading.Event) -> Iterator[int]:
        """The number of the last revision, now and whenever it has changed; blocks in between.

        PostgreSQL tells of a change; an SQLite file is looked at often, and so is PostgreSQL while
        it cannot tell.

        Args:
            ended: ends it, within a second or so.
        """
        ear = _Ear(self._database)
        last = -1
        try:
            while not ended.is_set():
                try:
                    revision = self._revisions.newest()
                except StoreProblem as problem:
                    log.warning("changes cannot be followed: %s", problem)
                    ended.wait(HEARD_FOR)
                    continue
                if revision != last:
                    last = revision
                    yield revision
                if self._asked is not self._database or not ear.wait():
                    ended.wait(LOOKED_FOR)
        finally:
            ear.close()


class _Ear:
    """A session that listens; away while PostgreSQL is."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._session: Any = None
        self._again_at = 0.0

    def wait(self) -> bool:
        """Wait for word; False where there is nobody to listen to."""
        if self._database.is_sqlite:
            return False
        import psycopg  # noqa: PLC0415 - only PostgreSQL needs it
        from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - as above

        try:
            if self._session is None:
                if time.monotonic() < self._again_at:
                    return False
                url = self._database.url.set(drivername="postgresql")
                self._session = psycopg.connect(
                    make_conninfo(
                        url.render_as_string(hide_password=False), **self._database.hidden
                    ),
                    autocommit=True,
                    connect_timeout=5,
                )
                self._session.execute(f"LISTEN {CHANNEL}")
                return True  # what changed until now was not told: look once more
            for _ in self._session.notifies(timeout=HEARD_FOR, stop_after=1):
                pass
        except psycopg.Error as problem:
            log.warning("PostgreSQL cannot tell of changes just now: %s", problem)
            self.close()
            self._again_at = time.monotonic() + HEARD_FOR
            return False
        return True

    def close(self) -> None:
        """End the session."""
        if self._session is not None:
            self._session.close()
            self._session = None
