"""Records as rows: the content, and beside it the columns that queries filter by."""

from typing import Any

from sqlalchemy import Connection, Table, delete, insert

from knowledge.model import Entry, Incident, Statement
from knowledge.store.kinds import KINDS, kind_of, table_of
from knowledge.store.tables import AppearanceRow, IncidentPlaceRow, StatementPlaceRow

Values = dict[str, Any]

APPEARANCES = table_of(AppearanceRow)
STATEMENT_PLACES = table_of(StatementPlaceRow)
INCIDENT_PLACES = table_of(IncidentPlaceRow)


def columns(record: Entry, content: str) -> Values:
    """The columns of a record's own table, all but its position and version."""
    values: Values = {"id": record.id, "content": content}
    if isinstance(record, Statement):
        values |= {
            "speaker": record.speaker,
            "incident": record.incident,
            "merged_into": record.merged_into,
            "kind": record.kind.value,
            "state": record.state.value,
            "said": record.said,
            "review_due": record.review_due,
            "quoted": any(one.quotes for one in record.appearances),
            "figures": bool(record.figures),
        }
    return values


def insert_rows(connection: Connection, rows: list[tuple[Entry, Values]]) -> None:
    """Insert records of one kind, with the rows that stand for their lists."""
    if rows:
        table = kind_of(rows[0][0]).table
        connection.execute(insert(table), [values for _, values in rows])
        _insert_lists(connection, [(record, values["position"]) for record, values in rows])


def replace_row(connection: Connection, record: Entry, position: int) -> None:
    """Renew the rows that stand for the lists of a record whose own row was updated."""
    lists: list[tuple[Table, str]] = []
    if isinstance(record, Statement):
        lists = [(APPEARANCES, "statement"), (STATEMENT_PLACES, "statement")]
    elif isinstance(record, Incident):
        lists = [(INCIDENT_PLACES, "incident")]
    for table, owner in lists:
        connection.execute(delete(table).where(table.c[owner] == position))
    _insert_lists(connection, [(record, position)])


def _insert_lists(connection: Connection, records: list[tuple[Entry, int]]) -> None:
    appearances: list[Values] = []
    places: dict[str, list[Values]] = {"statement": [], "incident": []}
    for record, position in records:
        if isinstance(record, Statement):
            appearances += [
                {
                    "statement": position,
                    "number": number,
                    "article": one.article,
                    "attribution": one.attribution.value,
                    "access": one.channel.access.value if one.channel else None,
                }
                for number, one in enumerate(record.appearances)
            ]
        if isinstance(record, Statement | Incident):
            owner = KINDS["statement" if isinstance(record, Statement) else "incident"].name
            places[owner] += [
                {owner: position, "place": place} for place in dict.fromkeys(record.places)
            ]
    for table, values in (
        (APPEARANCES, appearances),
        (STATEMENT_PLACES, places["statement"]),
        (INCIDENT_PLACES, places["incident"]),
    ):
        if values:
            connection.execute(insert(table), values)
