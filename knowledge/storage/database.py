"""The database: an SQLite file or a PostgreSQL server, its connections and transactions."""

import logging
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
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

from knowledge.domain import StoreLost, StoreProblem
from knowledge.domain.credentials import is_secret


class DatabaseFile:
    """The file as it was when the database was opened.

    Programs that have a deleted file open write into it on, and all of it is gone when they end.

    Args:
        url: of the database. A file that is not there is made, empty.
    """

    def __init__(self, url: URL) -> None:
        self._path = Path(url.database or "").absolute()
        if not self._path.exists():
            with suppress(OSError):  # opening it says why
                self._path.touch()
        self._identity = self._found()

    def refuse_lost(self) -> None:
        """See that it is still there; costs some thousandths of a millisecond.

        Raises:
            StoreLost: it was deleted, moved or replaced.
        """
        found = self._found()
        if found == self._identity:
            return
        if found is None:
            raise StoreLost(
                f"The file of the database, {self._path}, is gone: it was deleted or moved while it "
                "was in use. Nothing is taken in until it is back; put it back, or stop, restore a "
                "backup and start again."
            )
        raise StoreLost(
            f"The file of the database, {self._path}, is another one than was opened: it was "
            "replaced while it was in use. Start again to use the new one.",
            replaced=True,
        )

    def _found(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino


T = TypeVar("T")
Begin = Callable[[], AbstractContextManager[Connection]]


class _Piece:
    """One thread's work, and what came of it."""

    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self.work = work
        self.done = False
        self.result: Any = None
        self.problem: BaseException | None = None


class GroupCommit:
    """Does what waits while a transaction is under way together in the next one.

    Args:
        begin: begins a transaction.
    """

    def __init__(self, begin: Begin) -> None:
        self._begin = begin
        self._turn = Lock()
        self.waiting: deque[_Piece] = deque()

    def do(self, work: Callable[[Connection], T]) -> T:
        """Have a piece of work done and committed; gives its result, raises what it raised.

        It may be done a second time, alone, where another piece of the transaction failed.
        """
        mine = _Piece(work)
        self.waiting.append(mine)
        with self._turn:
            if not mine.done:
                pieces = [self.waiting.popleft() for _ in range(len(self.waiting))]
                self._run(pieces)
        if mine.problem is not None:
            raise mine.problem
        result: T = mine.result
        return result

    def _run(self, pieces: list[_Piece]) -> None:
        try:
            with self._begin() as connection:
                for piece in pieces:
                    piece.result = piece.work(connection)
        except Exception as problem:  # noqa: BLE001  # handed to the thread whose work it is
            if len(pieces) == 1:
                pieces[0].problem = problem
            else:
                for piece in pieces:
                    self._run([piece])
        for piece in pieces:
            piece.done = True


_SQLITE = {
    sqlite3.SQLITE_READONLY: "cannot be written; give its file and folder write permission or choose another --database",
    sqlite3.SQLITE_FULL: "found no room; free space on the disk and try again",
    sqlite3.SQLITE_IOERR: "could not be read or written; check the disk and its free space",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and may be written",
    sqlite3.SQLITE_NOTADB: "is not a SQLite database; give another path or restore a backup",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore a backup",
    sqlite3.SQLITE_BUSY: "is held by another program; try again when that has ended",
    sqlite3.SQLITE_LOCKED: "is held by another program; try again when that has ended",
    sqlite3.SQLITE_PERM: "may not be opened; give it read and write permission",
    sqlite3.SQLITE_AUTH: "may not be opened; give it read and write permission",
}
_POSTGRESQL = {
    "08": "does not answer; check that the server runs and its address is right",
    "28": "refuses the user; check the name and the password",
    "3D": "is not there; create it",
    "25": "cannot be written; use the primary server, not a replica",
    "53": "found no room or no free connection; make room on the server and try again",
    "57": "was stopped by its operator; try again when the server runs",
    "42": "lacks tables or rights; run `accordingto db upgrade` as its owner",
}
_NO_TABLES = "has no tables yet, or old ones; run `accordingto db upgrade`"


def explained(error: DBAPIError, name: str) -> str:
    """One sentence about a failure of the database of this name (an address without password)."""
    cause = error.orig
    reason: str | None = None
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        reason = _SQLITE.get(code)
        if "no such table" in str(cause) or "no such column" in str(cause):
            reason = _NO_TABLES
    elif cause is not None:
        state = getattr(cause, "sqlstate", None)
        reason = _POSTGRESQL["08"] if state is None else _POSTGRESQL.get(state[:2])
    if reason is None:
        first = str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
        reason = f"failed: {first}"
    return f"The database {name} {reason}."


WRITER = 0x4163636F
"""The advisory lock that one writer of records holds on PostgreSQL, so that revisions are
committed in the order of their numbers ("Acco")."""

CHANNEL = "accordingto_records"
"""Where PostgreSQL tells whoever listens that records have changed."""

BUSY_SECONDS = 60

MOST_CONNECTIONS = 20
"""To a server, of one process."""

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
        self.engine = (
            _sqlite(self.url) if self.is_sqlite else _postgresql(self.url, self.hidden, rested)
        )
        self._writing = self.engine.execution_options(immediate=True)
        self._reading = self.engine
        if not self.is_sqlite:
            # Its views are one statement's each in any case; two messages less for each reading.
            self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        # Threads that wait for SQLite's own lock sleep for up to 100 ms at a time.
        self._file = DatabaseFile(self.url) if self.is_sqlite else None
        self._turn: AbstractContextManager[object] = Lock() if self.is_sqlite else nullcontext()
        self._combining = GroupCommit(self.writing)

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
        engine = self.engine.execution_options(stream_results=True, yield_per=1000)
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
        return self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def close(self) -> None:
        """Give up all connections."""
        self.engine.dispose()

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
        # All are kept: beyond a smaller number each would be opened and closed for one statement.
        engine = create_engine(
            url, connect_args=arguments, pool_size=MOST_CONNECTIONS, max_overflow=0,
            hide_parameters=True,
        )  # fmt: skip
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


log = logging.getLogger(__name__)

REST = 10.0
"""Seconds for which a replica that could not be reached is left alone."""


class Replica(Database):
    """Reads from a replica, and from the database itself while that is away.

    Args:
        address: of the replica.
        primary: the database itself.
    """

    def __init__(self, address: str, primary: Database) -> None:
        super().__init__(address, rested=0)  # so that its end is seen before anything is read
        self._primary = primary
        self._resting_until = 0.0

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view, of the replica where it can be had."""
        with ExitStack() as stack:
            yield self._entered(stack)

    def _entered(self, stack: ExitStack) -> Connection:
        if time.monotonic() >= self._resting_until:
            try:
                return stack.enter_context(super().reading())
            except StoreProblem as problem:
                self._resting_until = time.monotonic() + REST
                log.warning("the replica is away, the database itself is asked: %s", problem)
        return stack.enter_context(self._primary.reading())
