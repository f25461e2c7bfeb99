"""The whole database as one file, whatever the engine: written as of one moment, checked, restored.

`backup_file` says what the file looks like.
"""

import base64
import gzip
import json
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, column, func, insert, select, table, text

from knowledge.model import RefusedInput, StoreProblem
from knowledge.store import schema
from knowledge.store.backup_file import FORMAT, Contents, Seal, tables_in, verify
from knowledge.store.connection import Database
from knowledge.store.tables import METADATA
from knowledge.store.tables.base import Utc

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
            for one in _tables():
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


def _tables() -> list[Table]:
    return [one for one in METADATA.sorted_tables if one.name not in PASSING]


def _is_empty(database: Database) -> bool:
    with database.reading() as connection:
        for one in _tables():
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
    for one in _tables():
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
