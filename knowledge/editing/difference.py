"""What differs between two states of a record, field by field and word by word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from knowledge.model import Entry, Statement, as_plain

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_UNTOLD = {"phrasings", "places", "reviewed", "review_due", "machine_extracted", "notes", "reason"}


class Mark(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words and what became of it."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs: its name with dots ("claim.ru"), and both values as text."""

    field: str
    before: str
    after: str


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """The way from one text to the other, by whole words; removed words come before added ones.

    The texts kept and removed are `before`, the texts kept and added are `after`.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Mark.KEPT, "".join(old[i:j])))
            continue
        if i < j:
            pieces.append(Piece(Mark.REMOVED, "".join(old[i:j])))
        if k < m:
            pieces.append(Piece(Mark.ADDED, "".join(new[k:m])))
    return tuple(pieces)


def field_changes(before: Entry | None, after: Entry) -> tuple[FieldChange, ...]:
    """Every field that differs, in the order of the record; all of them for a new one."""
    old = _leaves("", as_plain(before)) if before else {}
    new = _leaves("", as_plain(after))
    return tuple(
        FieldChange(name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys((*new, *old))
        if old.get(name) != new.get(name)
    )


def differs_in_substance(before: Statement, after: Statement) -> bool:
    """Whether those who were told the one should hear of the other.

    How a statement is found, filed, noted and reviewed is no part of what was told.
    """
    old, new = as_plain(before), as_plain(after)
    return any(old.get(key) != new.get(key) for key in {*old, *new} - _UNTOLD)


def _leaves(name: str, value: Any) -> dict[str, str]:  # noqa: ANN401 - plain values of any depth
    parts: Iterable[tuple[str, Any]]
    match value:
        case dict():
            parts = value.items()
        case list() if any(isinstance(one, dict) for one in value):
            parts = ((str(number), one) for number, one in enumerate(value, start=1))
        case list():
            return {name: "\n".join(str(one) for one in value)}
        case _:
            return {name: str(value)}
    leaves: dict[str, str] = {}
    for key, one in parts:
        leaves |= _leaves(f"{name}.{key}" if name else key, one)
    return leaves
