"""Statements that say nearly the same, and whether they may be one."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz

from knowledge.model import Statement

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
    string likeness cannot tell "12 drones" from "15 drones".
    """
    if one.speaker != other.speaker or one.polarity != other.polarity:
        return 0.0
    shared = one.claim.by_language.keys() & other.claim.by_language.keys()
    return max(
        (_alike(one.claim.by_language[code], other.claim.by_language[code]) for code in shared),
        default=0.0,
    )


def _alike(one: str, other: str) -> float:
    first, second = _folded(one), _folded(other)
    if sorted(_NUMBER.findall(first)) != sorted(_NUMBER.findall(second)):
        return 0.0
    ordered = fuzz.ratio(first, second)
    unordered = fuzz.token_sort_ratio(first, second)
    return (ordered + unordered) / 200


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join(_WORD.findall(_GROUPED.sub("", folded)))[:LONGEST]
