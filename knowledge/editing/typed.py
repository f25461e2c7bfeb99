"""What a curator typed for a field, read as a date, as a term, as the number of a part."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from knowledge.dates import Edtf, NotEdtf
from knowledge.model import RefusedInput
from knowledge.wording import Wording

E = TypeVar("E", bound=StrEnum)
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for a field, and for which part of the statement.

    Args:
        text: as typed; empty takes the value away.
        language: of the text, where the field has one text a language.
        part: which appearance, figure or note, from 0.
    """

    text: str
    language: str = "en"
    part: int = 0


def date(text: str) -> str | None:
    """An EDTF date, or None for nothing; raises RefusedInput."""
    try:
        return Edtf.parse(text).text if text else None
    except NotEdtf as error:
        raise RefusedInput(
            Wording(
                "“{text}” is no date that I understand. Write 2023-08-05, 2023-08, 2023, or "
                "XXXX-12-15 where the year is not given; - for none.",
                text=text[:40],
            )
        ) from error


def term(kind: type[E], text: str) -> E:
    """One of the values of a kind; raises RefusedInput."""
    try:
        return kind(text.strip().lower().replace(" ", "_"))
    except ValueError:
        raise RefusedInput(
            Wording('"{text}" is none of {names}.', text=text, names=", ".join(kind))
        ) from None


def part_of(parts: list[P], index: int, name: str) -> P:
    """One of several; raises RefusedInput."""
    if not 0 <= index < len(parts):
        raise RefusedInput(
            Wording(
                "There is no {name} {number}; there are {count}.",
                name=Wording(name),
                number=index + 1,
                count=len(parts),
            )
        )
    return parts[index]
