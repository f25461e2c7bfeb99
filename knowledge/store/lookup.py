"""Which records are there, and what keeps a record out."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select

from knowledge.model import Entry, Relation, Statement, references, unsound
from knowledge.store.kinds import KINDS, AnyRow
from knowledge.wording import Wording

CHUNK = 10_000
"""Ids in one query: SQLite takes at most 32,766 values, PostgreSQL 65,535."""


def stored(connection: Connection, table: Table, ids: Sequence[str]) -> dict[str, AnyRow]:
    """The rows (position, id, version, content) of these ids, by id."""
    columns = (table.c.position, table.c.id, table.c.version, table.c.content)
    return {row.id: row for row in _found(connection, table, ids, *columns)}


def known(
    connection: Connection,
    records: Sequence[Entry] | Sequence[Relation],
    own: Mapping[str, Collection[str]],
) -> dict[str, set[str]]:
    """Which of the ids that the records refer to are there or will be, by kind.

    Args:
        connection: within the transaction that will store them.
        records: what is to be stored.
        own: ids that are still to come, by kind.
    """
    wanted: dict[str, set[str]] = {name: set() for name in KINDS}
    for record in records:
        for name, identity in references(record):
            wanted[name].add(identity)
    there = {}
    for name, ids in wanted.items():
        coming = ids.intersection(own.get(name, ()))
        table = KINDS[name].table
        rows = _found(connection, table, sorted(ids - coming), table.c.id)
        there[name] = coming | {row.id for row in rows}
    return there


def objection(record: Entry | Relation, known_ids: Mapping[str, Collection[str]]) -> str:
    """Why a record cannot be stored, in sentences; empty if it can."""
    said = list(unsound(record)) if isinstance(record, Statement) else []
    said += [
        Wording(
            'There is no {kind} "{id}"; add it first or correct the id.',
            kind=Wording(kind),
            id=identity,
        )
        for kind, identity in dict.fromkeys(references(record))
        if identity not in known_ids[kind]
    ]
    return Wording.joined(said) if said else ""


def _found(
    connection: Connection, table: Table, ids: Sequence[str], *columns: ColumnElement[Any]
) -> list[AnyRow]:
    found: list[AnyRow] = []
    for start in range(0, len(ids), CHUNK):
        query = select(*columns).where(table.c.id.in_(ids[start : start + CHUNK]))
        found += connection.execute(query).all()
    return found
