"""Connections to the database: one way of reading, one way of writing, on SQLite and PostgreSQL."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    DisconnectionError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.pool import ConnectionPoolEntry

from knowledge.model import StoreProblem
from knowledge.model.credentials import is_secret
from knowledge.store.combining import Combining
from knowledge.store.file import DatabaseFile
from knowledge.store.problems import explained

T = TypeVar("T")

WRITER = 0x4163636F
"""The advisory lock that one writer of records holds on PostgreSQL, so that revisions are
committed in the order of their numbers ("Acco")."""

CHANNEL = "accordingto_records"
"""Where PostgreSQL tells whoever listens that records have changed."""

BUSY_SECONDS = 60

RESTED_SECONDS = 1.0
"""A server may have ended meanwhile; trying costs as much as a reading."""


class Database:
    """An engine that reads consistently and writes one at a time.

    Args:
        address: `sqlite:///path` or `postgresql://user:password@host/name`.
        rested: seconds after which an unused connection to PostgreSQL is tried before it is used.

    Raises:
        StoreProblem: the address is of no known kind, or the folder is not there.
    """

    def __init__(self, address: str, *, rested: float = RESTED_SECONDS) -> None:
        url = _url(address)
        # Passwords in the query would be shown with the address, by us and by the libraries.
        self.hidden = {
            name: value if isinstance(value, str) else value[-1]
            for name, value in url.query.items()
            if is_secret(name)
        }
        self.url = url.difference_update_query(self.hidden)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = (
            _sqlite(self.url) if self.is_sqlite else _postgresql(self.url, self.hidden, rested)
        )
        self._writing = self._engine.execution_options(immediate=True)
        self._reading = self._engine
        if not self.is_sqlite:
            # Its views are one statement's each in any case; two messages less for each reading.
            self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        # Threads that wait for SQLite's own lock sleep for up to 100 ms at a time.
        self._file = DatabaseFile(self.url) if self.is_sqlite else None
        self._turn: AbstractContextManager[object] = Lock() if self.is_sqlite else nullcontext()
        self._combining = Combining(self.writing)

    @property
    def name(self) -> str:
        """The address without its passwords."""
        return self.url.render_as_string(hide_password=True)

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that says what to do where the row is there already."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read; on SQLite one consistent view, on PostgreSQL one of each statement.

        StoreProblem says what to do when the database cannot be read.
        """
        with self._explained(), self._reading.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, *, records: bool = False) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back if anything is raised.

        Args:
            records: whether curated records change; their writers go one after the other.
        """
        with self._explained(), self._turn, self._writing.begin() as connection:
            if records and not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER})
            yield connection
            if records and not self.is_sqlite:
                connection.execute(text(f"NOTIFY {CHANNEL}"))

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """One view of everything as of one moment, however long it is read."""
        engine = self._engine.execution_options(stream_results=True, yield_per=1000)
        if not self.is_sqlite:
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with self._explained(), engine.begin() as connection:
            yield connection

    def combined(self, work: Callable[[Connection], T]) -> T:
        """Write a little, together with what other threads write at the same moment.

        Args:
            work: gets the connection; it may be called twice, and must not touch curated records.
        """
        return self._combining.do(work)

    def session(self) -> Connection:
        """A connection of its own, without transactions; whoever takes it closes it."""
        self._refuse_lost()
        return self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def close(self) -> None:
        """Give up all connections."""
        self._engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        self._refuse_lost()
        try:
            yield
        except DBAPIError as error:
            problem = StoreProblem(explained(error, self.name))
            problem.passing = isinstance(error, OperationalError | InterfaceError)
            raise problem from error

    def _refuse_lost(self) -> None:
        if self._file is not None:
            self._file.refuse_lost()


def _url(address: str) -> URL:
    known = "sqlite:///path/to/file.db or postgresql://user:password@host/name"
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise StoreProblem(f"The database address cannot be understood; give {known}.") from error
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}:
        raise StoreProblem(
            f'The database scheme "{url.drivername}" is not supported; give {known}.'
        )
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:":
            raise StoreProblem(f"A database in memory is gone when the program ends; give {known}.")
        folder = Path(url.database).absolute().parent
        if not folder.is_dir():
            raise StoreProblem(f"The folder {folder} is not there; create it or give another path.")
        if Path(url.database).is_dir():
            raise StoreProblem(f"{url.database} is a folder; give the path of a file in it.")
    return url


def _sqlite(url: URL) -> Engine:
    # What fails is told with its statement, never with the words that it was to write.
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)

    @event.listens_for(engine, "do_connect")
    def open_what_is_there(
        dialect: object,  # noqa: ARG001 - SQLAlchemy passes it
        entry: ConnectionPoolEntry,  # noqa: ARG001 - the same
        arguments: list[Any],
        named: dict[str, Any],
    ) -> None:
        # SQLite would make a new, empty file in the place of one that is gone.
        if not named.get("uri"):
            arguments[0] = f"file:{quote(arguments[0])}?mode=rw"
            named["uri"] = True

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:  # noqa: ARG001 - SQLAlchemy passes both
        # Python's own transaction control begins late and never IMMEDIATE; `start` does it instead.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # What is forgotten is overwritten; else its bytes stay in the file until they are needed.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA mmap_size = 1073741824")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        # A writer that begins by reading would meet "database is locked" when it turns to writing.
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _postgresql(url: URL, hidden: Mapping[str, str], rested: float) -> Engine:
    arguments = {"connect_timeout": 10, **hidden}
    try:
        engine = create_engine(url, connect_args=arguments, pool_size=10, hide_parameters=True)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StoreProblem(
            'PostgreSQL needs its driver; install "accordingto[postgres]" and try again.'
        ) from error

    @event.listens_for(engine, "checkin")
    def put_back(connection: object, entry: ConnectionPoolEntry) -> None:  # noqa: ARG001 - SQLAlchemy passes both
        entry.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def look(connection: Any, entry: ConnectionPoolEntry, _: object) -> None:  # noqa: ANN401 - psycopg's own
        if time.monotonic() - entry.info.get("used", time.monotonic()) > rested:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise DisconnectionError from error  # the pool makes another one

    return engine
