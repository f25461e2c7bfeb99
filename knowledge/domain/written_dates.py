"""Dates as people write them: "3 September 2024", "03.09.2024", found and read."""

import re

from babel.dates import get_month_names

from knowledge.domain.dates import Edtf, NotEdtf, in_month
from knowledge.languages.registry import CODES
from knowledge.languages.word_tables import pattern as alternatives

_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_OF_A_YEAR = re.compile(rf"(?<=\d{{4}})\s*(?:{alternatives('calendar', 'of_a_year')})$")
_SHORTEST = 3
"""Letters of a shortened month."""


def _months() -> dict[str, int]:
    """Every form of a month's name, and its number."""
    found: dict[str, int] = {}
    for language in CODES:
        forms = [
            names
            for context in ("format", "stand-alone")
            for width in ("wide", "abbreviated")
            for names in (get_month_names(width, context, language),)
        ]
        for names in forms:
            for number, name in names.items():
                short = name.casefold().rstrip(".")
                if len(short) >= _SHORTEST:
                    found.setdefault(short, number)
        for number in range(1, 13):
            found.setdefault(in_month(number, language), number)
    return found


_MONTHS = _months()


_NAMES = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_MONTH = rf"(?P<month>{_NAMES})\b\.?"
_OF_YEAR = rf"(?:,?\s+{_YEAR}(?!\d))?"
_PATTERNS = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|-?[^\W\d_]{{1,2}})?\s+(?:of\s+)?{_MONTH}{_OF_YEAR}",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d){_OF_YEAR}",
        rf"(?<![\d.])(?P<day>\d{{1,2}})[./](?P<number>\d{{1,2}})[./]{_YEAR}(?!\d)",
        rf"\b{_MONTH}{_OF_YEAR}",
        r"(?<!\d)(?P<iso>\d{4}-\d{2}(?:-\d{2})?)(?!\d)",
    )
)


def read_date(text: str) -> str | None:
    """The EDTF date that a whole text is in the words of people; None where it is none.

    A year that is not given stays open: "3 September" is XXXX-09-03.
    """
    plain = " ".join(text.split()).strip(" .,")
    plain = _OF_A_YEAR.sub("", plain)
    for pattern in _PATTERNS:
        match = pattern.fullmatch(plain)
        date = match and _edtf(match)
        if date:
            return date
    return None


def parted(text: str) -> tuple[str, frozenset[str]]:
    """A text without its dates, so that the numbers left count something, and the dates."""
    found: set[str] = set()

    def taken(match: re.Match[str]) -> str:
        date = _edtf(match)
        if date is None:
            return match.group()
        found.add(date)
        return " "

    for pattern in _PATTERNS:
        text = pattern.sub(taken, text)
    return text, frozenset(found)


def _edtf(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    if groups.get("iso"):
        return _checked(groups["iso"])
    name = groups.get("month")
    month = _MONTHS[name.casefold()] if name else int(groups.get("number") or 0)
    parts = [groups.get("year") or "XXXX", f"{month:02d}"]
    if groups.get("day"):
        parts.append(f"{int(groups['day']):02d}")
    return _checked("-".join(parts))


def _checked(text: str) -> str | None:
    try:
        return Edtf.parse(text).text
    except NotEdtf:
        return None
