"""The statement that stands for an incident in a list, and statements with a date of their own."""

from collections.abc import Iterable, Sequence

from knowledge.dates import Edtf
from knowledge.model import Kind, Polarity, Record

UNDATED = (2, 0, 0, 0)
"""Comes after every date."""


def leading(records: Iterable[Record]) -> Record | None:
    """The one that tells what happened: a fact before opinions, the earliest paragraph first."""
    return min(records, key=_order, default=None)


def dated_apart(records: Iterable[Record]) -> list[Record]:
    """Those said at a time with a year that is not just the time of their incident."""
    return [record for record in records if _said_apart(record)]


def by_date(records: Sequence[Record]) -> list[Record]:
    """In the order of their dates; those without a year after those with one, without any last."""
    return sorted(records, key=lambda record: _dated(record) or UNDATED)


def _order(record: Record) -> tuple[bool, bool, int]:
    statement = record.statement
    paragraphs = [number for each in statement.appearances for number in each.paragraphs]
    return (
        statement.kind is not Kind.FACT,
        statement.polarity is Polarity.NEGATED,
        min(paragraphs, default=0),
    )


def _said_apart(record: Record) -> bool:
    said = record.statement.said
    if not said or not Edtf.parse(said).has_year:
        return False
    happened = record.incident.when if record.incident else None
    return happened is None or Edtf.parse(happened).span


def _dated(record: Record) -> tuple[int, int, int, int] | None:
    happened = record.incident.when if record.incident else None
    if _said_apart(record) and record.statement.said:
        return Edtf.parse(record.statement.said).sort_key
    return Edtf.parse(happened).sort_key if happened else None
