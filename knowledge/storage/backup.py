"""The whole database as one file, whatever the engine: written as of one moment, checked, restored.

It is gzip of JSON lines: a head, for each table its name and columns and then a line a row, and at
the end how many rows there were, a hash of everything before, and with a key an HMAC of the same.
The hash finds damage; whoever changes the file can make it anew. The HMAC takes the key.

`backup_file` says what the file looks like.
"""

import base64
import gzip
import hashlib
import hmac
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, column, func, insert, select, table, text

from knowledge.domain import RefusedInput, StoreProblem
from knowledge.storage import schema
from knowledge.storage.database import Database
from knowledge.storage.tables import METADATA, Utc

FORMAT = "accordingto backup 1"

LONGEST = 64 * 2**20
"""Bytes of one line, at most; a record is far shorter."""


ROLES = "role"
"""The table of who may change the store; its columns `user` and `role` are told before a restore."""


_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Signature(Enum):
    """What is known of who made a backup."""

    NONE = "unsigned"
    NOT_CHECKED = "not checked"
    """It is signed, and there is no key here to check it with."""
    GOOD = "signed"
    """Whoever made it had the key."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds.

    Args:
        schema: of the database it was made from.
        made: when, as ISO 8601.
        rows: how many, by table.
        roles: Telegram ids with their roles, as they stand in it.
        signature: whether it is signed.
        digest: of everything in it but its end, as hexadecimal SHA-256.
    """

    schema: str
    made: str
    rows: dict[str, int]
    roles: tuple[tuple[str, str], ...] = ()
    signature: Signature = Signature.NONE
    digest: str = ""


def verify(path: Path, key: bytes | None = None) -> Contents:
    """Read a backup from the first byte to the last.

    Args:
        path: of the file.
        key: with which it must be signed; None takes any.

    Raises:
        RefusedInput: it is damaged, incomplete, no backup at all, or not signed with the key.
    """
    found = None
    for _, contents in _read(path, key):
        found = contents or found
    if found is None:  # pragma: no cover  # `_read` raises where the end is missing
        raise RefusedInput(_damaged(path, "its end is missing"))
    return found


def tables_in(
    path: Path, key: bytes | None, verified: Contents
) -> Iterator[tuple[tuple[str, list[str]], Iterator[list[Any]]]]:
    """Each table of a verified backup with its rows.

    Args:
        path: of the file.
        key: as for `verify`.
        verified: what `verify` said of it.

    Raises:
        RefusedInput: with the last table, where the file is another one by now.
    """
    lines = _unchanged(path, key, verified)
    following: Any = next(lines)

    def rows() -> Iterator[list[Any]]:
        nonlocal following
        for line in lines:
            if not isinstance(line, list):
                following = line
                return
            yield line
        following = None

    following = next(lines, None)
    while following is not None and "table" in following:
        head = (following["table"], following["columns"])
        following = None
        yield head, rows()


def _unchanged(path: Path, key: bytes | None, verified: Contents) -> Iterator[Any]:
    for line, contents in _read(path, key):
        if contents is not None and contents != verified:
            raise RefusedInput(_damaged(path, "it was changed while it was read"))
        yield line


class Seal:
    """The hash of what passes, and with a key the HMAC."""

    def __init__(self, key: bytes | None) -> None:
        self._digest = hashlib.sha256()
        self._mac = hmac.new(key, digestmod=hashlib.sha256) if key else None

    def add(self, line: bytes) -> None:
        """Take one more line into it."""
        self._digest.update(line)
        if self._mac is not None:
            self._mac.update(line)

    @property
    def digest(self) -> str:
        """The hash so far."""
        return self._digest.hexdigest()

    def end(self) -> dict[str, str]:
        """What stands at the end of the file."""
        signed = {} if self._mac is None else {"hmac": self._mac.hexdigest()}
        return {"sha256": self.digest, **signed}

    def signature(self, end: dict[str, Any]) -> Signature:
        """What this end says of who made the file; raises what is wrong with it."""
        signed = end.get("hmac")
        if self._mac is None:
            return Signature.NONE if signed is None else Signature.NOT_CHECKED
        if signed is None:
            raise _Damage("it is not signed, and a key is set with which it has to be")
        if not hmac.compare_digest(str(signed).encode(), self._mac.hexdigest().encode()):
            raise _Damage("it is not signed with the key that is set, or was changed after that")
        return Signature.GOOD


class _Damage(ValueError):
    """What is wrong with a file."""


class _Lines:
    """The lines of a backup, counted and hashed as they are read."""

    def __init__(self, key: bytes | None) -> None:
        self._seal = Seal(key)
        self._rows: dict[str, int] = {}
        self._roles: list[tuple[str, str]] = []
        self._columns: list[str] = []
        self._head: dict[str, Any] | None = None
        self._name = ""
        self.contents: Contents | None = None

    def take(self, line: bytes) -> Any:  # noqa: ANN401 - a line may be anything
        """One line, read; raises what is wrong with it."""
        value = json.loads(line)
        if self.contents is not None:
            raise _Damage("something follows its end")
        if self._head is None:
            if not (isinstance(value, dict) and value.get("format") == FORMAT):
                raise _Damage("it is no backup of this program")
            self._head = value
        elif isinstance(value, list):
            self._rows[self._name] += 1
            if self._name == ROLES:
                row = dict(zip(self._columns, value, strict=True))
                self._roles.append((str(row["user"]), str(row["role"])))
        elif "table" in value:
            self._begin(value["table"], value["columns"])
        else:
            if value["sha256"] != self._seal.digest or value["rows"] != self._rows:
                raise _Damage("what it says of itself is not so")
            self.contents = Contents(
                self._head["schema"],
                self._head["made"],
                self._rows,
                tuple(self._roles),
                self._seal.signature(value),
                self._seal.digest,
            )
            return value
        self._seal.add(line)
        return value

    def _begin(self, name: str, columns: list[str]) -> None:
        # SQLite takes "ROLE" for `role`: rows under such a name would be restored and not told.
        if not all(map(_NAME.fullmatch, (name, *columns))):
            raise _Damage("a table or a column has a name that none has")
        if name in self._rows or len(set(columns)) < len(columns):
            raise _Damage("it has a table or a column twice")
        self._name, self._columns = name, columns
        self._rows[name] = 0


def _read(path: Path, key: bytes | None) -> Iterator[tuple[Any, Contents | None]]:
    """Each line, and with the last one what the backup holds."""
    lines = _Lines(key)
    try:
        with gzip.open(path, "rb") as file:
            while line := file.readline(LONGEST):
                value = lines.take(line)
                yield value, lines.contents
    except (
        OSError,
        EOFError,
        zlib.error,
        ValueError,
        LookupError,
        TypeError,
        RecursionError,
    ) as why:
        raise RefusedInput(_damaged(path, str(why))) from None
    if lines.contents is None:
        raise RefusedInput(_damaged(path, "its end is missing"))


def _damaged(path: Path, why: str) -> str:
    return f"{path} cannot be restored ({why}); take another backup. Nothing was changed."


PASSING = frozenset({"worker", "allowance"})
"""Tables that mean nothing to another process."""

AT_ONCE = 1000
Told = Callable[[str, int], None]
"""Told how many rows of a table are done."""


def save(
    database: Database, path: Path, moment: datetime, told: Told, key: bytes | None = None
) -> Contents:
    """Write a backup and read it back; what is written meanwhile by others is not in it.

    Args:
        database: that is saved.
        path: of the new file.
        moment: the time, aware.
        told: told how many rows of a table are done.
        key: signs it; None leaves it unsigned.

    Raises:
        RefusedInput: there is such a file already.
        StoreProblem: the database is not of this release, or the file cannot be read back.
    """
    if path.exists():
        raise RefusedInput(f"{path} is there already; give another name.")
    if (found := schema.version(database)) != schema.SCHEMA:
        raise StoreProblem(
            f"The schema is {found or 'missing'}, not {schema.SCHEMA}: run `accordingto db upgrade`."
        )
    part = path.with_name(f"{path.name}.part")
    seal = Seal(key)
    rows: dict[str, int] = {}
    try:
        part.touch(mode=0o600)
        with gzip.open(part, "wb", compresslevel=6) as file, database.snapshot() as connection:

            def write(value: object) -> None:
                line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                seal.add(line)
                file.write(line)

            write({"format": FORMAT, "schema": schema.SCHEMA, "made": moment.isoformat()})
            for one in saved_tables():
                write({"table": one.name, "columns": [c.name for c in one.columns]})
                rows[one.name] = 0
                for row in connection.execute(select(one).order_by(*one.primary_key.columns)):
                    write([_plain(value) for value in row])
                    rows[one.name] += 1
                told(one.name, rows[one.name])
            end = {"rows": rows, **seal.end()}
            file.write(json.dumps(end).encode() + b"\n")
        contents = verify(part, key)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return contents


def restore(
    database: Database,
    path: Path,
    told: Told,
    key: bytes | None = None,
    verified: Contents | None = None,
) -> Contents:
    """Fill an empty database from a backup, all or nothing.

    Args:
        database: that is filled.
        path: of the file.
        told: told how many rows of a table are done.
        key: with which it must be signed; None takes any.
        verified: what somebody was told of it; it must still be so.

    Raises:
        RefusedInput: the file is damaged, of a later release, not signed with the key or another one
            than was told, or the database is not empty.
        StoreProblem: the database cannot be written.
    """
    contents = verified or verify(path, key)
    if contents.schema > schema.SCHEMA:
        raise RefusedInput(
            f"{path} was made by a later release (schema {contents.schema}); install that one."
        )
    if schema.version(database) is not None and not _is_empty(database):
        raise RefusedInput(
            f"The database {database.name} holds something already; restore into a new one."
        )
    schema.upgrade(database, contents.schema)
    with database.writing(records=True) as connection:
        for (name, columns), rows in tables_in(path, key, contents):
            done = 0
            while chunk := list(islice(rows, AT_ONCE)):
                values = [_row(name, columns, row) for row in chunk]
                connection.execute(insert(_light(name, columns)), values)
                done += len(chunk)
            told(name, done)
        for name, expected in contents.rows.items():
            there = connection.execute(select(func.count()).select_from(table(name))).scalar()
            if there != expected:
                raise StoreProblem(
                    f"{expected} rows of {name} became {there}; nothing is restored."
                )
        if not database.is_sqlite:
            _continue_numbers(connection)
    schema.upgrade(database)
    return contents


def saved_tables() -> list[Table]:
    """The tables that a backup holds."""
    return [one for one in METADATA.sorted_tables if one.name not in PASSING]


def _is_empty(database: Database) -> bool:
    with database.reading() as connection:
        for one in saved_tables():
            there = text(f"SELECT count(*) FROM {one.name}")  # noqa: S608 - a table of ours
            if schema.has_table(connection, one.name) and connection.execute(there).scalar():
                return False
    return True


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _row(name: str, columns: list[str], row: list[Any]) -> dict[str, Any]:
    known = METADATA.tables[name].columns if name in METADATA.tables else None
    values = dict(zip(columns, row, strict=True))
    for column_name, value in values.items():
        if value is None or known is None or column_name not in known:
            continue
        kind = known[column_name].type
        if isinstance(kind, Utc):
            values[column_name] = datetime.fromisoformat(value)
        elif isinstance(kind, LargeBinary):
            values[column_name] = base64.b64decode(value)
    return values


def _light(name: str, columns: list[str]) -> Any:  # noqa: ANN401 - SQLAlchemy's table
    """The table as it was when the backup was made, with the types of today."""
    known: Any = METADATA.tables[name].columns if name in METADATA.tables else {}
    return table(name, *(column(c, known[c].type if c in known else None) for c in columns))


def _continue_numbers(connection: Connection) -> None:
    """Let PostgreSQL number new rows after the restored ones."""
    for one in saved_tables():
        key = one.autoincrement_column
        if key is None or not schema.has_table(connection, one.name):
            continue
        named = {"table": f'"{one.name}"', "column": key.name}
        sequence = connection.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"), named
        ).scalar()
        last = connection.execute(select(func.max(key))).scalar()
        if sequence and last:
            connection.execute(
                text("SELECT setval(:name, :last)"), {"name": sequence, "last": last}
            )
