"""What differs between two states of a record, and which statements say nearly the same."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz

from knowledge.domain import Entry, Statement, as_plain
from knowledge.domain.dates import parted
from knowledge.languages.letters import merge_letters

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


LIKELY = 0.72
"""From here on two claims are shown side by side; a policy: better one look too many."""

LONGEST = 256
"""Characters compared: RapidFuzz takes the square of the length."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"(?<=\d)[,\s\u00a0\u202f](?=\d{3}(?!\d))")
_WORD = re.compile(r"\w+")


def near_duplicates(
    statement: Statement, others: Iterable[Statement], *, at_least: float = LIKELY
) -> list[tuple[Statement, float]]:
    """Those of the others that may say the same, with their likeness from 0 to 1, likest first."""
    found = [
        (other, like) for other in others
        if other.id != statement.id and (like := likeness(statement, other)) >= at_least
    ]  # fmt: skip
    return sorted(found, key=lambda pair: -pair[1])


def likeness(one: Statement, other: Statement) -> float:
    """How alike two claims are, in the language that they are likest in.

    Different speakers, polarities or numbers are different statements, whatever the words:
    string likeness cannot tell "12 drones" from "15 drones". The 14 of a date is no such number.
    """
    if one.speaker != other.speaker or one.polarity != other.polarity:
        return 0.0
    shared = one.claim.by_language.keys() & other.claim.by_language.keys()
    return max(
        (_alike(one.claim.by_language[code], other.claim.by_language[code]) for code in shared),
        default=0.0,
    )


def _alike(one: str, other: str) -> float:
    first_parted, second_parted = parted(one), parted(other)
    if first_parted[1] and second_parted[1] and first_parted[1].isdisjoint(second_parted[1]):
        return 0.0  # the same on another day is another thing
    first, second = _folded(first_parted[0]), _folded(second_parted[0])
    if sorted(_NUMBER.findall(first)) != sorted(_NUMBER.findall(second)):
        return 0.0
    ordered = fuzz.ratio(first, second)
    unordered = fuzz.token_sort_ratio(first, second)
    return (ordered + unordered) / 200


def _folded(text: str) -> str:
    folded = merge_letters(unicodedata.normalize("NFKC", text).casefold())
    return " ".join(_WORD.findall(_GROUPED.sub("", folded)))[:LONGEST]
