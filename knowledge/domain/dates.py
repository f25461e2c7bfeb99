"""Dates as precise as they are known: EDTF (ISO 8601-2) text, read as people write them, printed in the reader's language."""

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from babel.dates import get_month_names

from knowledge.languages.registry import CODES, pattern as alternatives, table
from knowledge.translations import words_in

if TYPE_CHECKING:
    from undate import Undate

_HALF_A_YEAR = re.compile(r"\A\d++X+")
_WHOLE = re.compile(r"-?\d+")
_QUALIFIED = re.compile(r"[?~%]")
_USUAL = re.compile(
    r"(?!0000|XXXX$)(\d{4}|XXXX)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII
)
_FIRST, _LAST = (0, 1, 1), (9999, 12, 31)


class NotEdtf(ValueError):
    """A text is no date that this store can keep."""


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date or a span of dates; what is not known is None, never made up.

    Args:
        text: EDTF as stored ("XXXX-05", "2022/..").
        year, month, day: of a single date, or of the first end of a span that is known.
        uncertain: whether EDTF marks it as uncertain or approximate ("?", "~", "%"),
            or leaves part of the year open ("20XX").
        start, end: the ends of a span; None for a single date or an open end.
    """

    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    uncertain: bool = False
    span: bool = False
    start: "Edtf | None" = None
    end: "Edtf | None" = None

    @staticmethod
    def parse(text: str) -> "Edtf":
        """Read EDTF text.

        Raises:
            NotEdtf: the text is no EDTF date, or one without year, month and day.
        """
        return _parse(text.strip())

    @property
    def has_year(self) -> bool:
        """Whether a whole year is given."""
        return self.year is not None

    @property
    def precision(self) -> str:
        """The finest part that is known: "day", "month" or "year"."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first(self) -> tuple[int, int, int]:
        """The earliest day it can be; an unknown year counts as 0."""
        if self.span:
            return self.start.first if self.start else _FIRST
        return (self.year or 0, self.month or 1, self.day or 1)

    @property
    def last(self) -> tuple[int, int, int]:
        """The latest day it can be; an unknown year counts as 9999."""
        if self.span:
            return self.end.last if self.end else _LAST
        year, month = self.year or _LAST[0], self.month or 12
        return (year, month, self.day or calendar.monthrange(min(year, 9999), month)[1])

    @property
    def sort_key(self) -> tuple[int, int, int, int]:
        """For sorting: dates with a year first, by their beginning, then those without one."""
        return (0 if self.has_year else 1, *self.first)

    def overlaps(self, other: "Edtf") -> bool:
        """Whether both can be the same day, so far as they are known."""
        if self.span or other.span:
            # A part of a span without a year can be in any year of it.
            if not (self.has_year and other.has_year):
                return True
            return self.first <= other.last and other.first <= self.last
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)

    def printed(self, language: str) -> str:
        """With its preposition: "in May (year not given)", "on December 15", "since 2022"."""
        if self.span:
            return self._printed_span(language)
        words = words_in(language)
        date = _adverb(self, language)
        if self.uncertain:
            return words.say("{date} (uncertain)", date=date)
        return date if self.has_year else words.say("{date} (year not given)", date=date)

    def bare(self, language: str) -> str:
        """As little as is known, without remarks: "May", "December 15", "since 2022"."""
        return self._printed_span(language) if self.span else _name(self, language)

    def named(self, language: str) -> str:
        """Without a preposition, for headings: "May, year not given", "August 2023"."""
        if self.span:
            return self._printed_span(language)
        words = words_in(language)
        date = _name(self, language)
        if self.uncertain:
            return words.say("{date}, uncertain", date=date)
        return date if self.has_year else words.say("{date}, year not given", date=date)

    def _printed_span(self, language: str) -> str:
        words = words_in(language)
        start = self.start and _of(self.start, language)
        end = self.end and _of(self.end, language)
        if start and end:
            return words.say("from {start} to {end}", start=start, end=end)
        if start:
            return words.say("since {start}", start=start)
        return words.say("until {end}", end=end)


def month_name(
    month: int, language: str, form: Literal["format", "stand-alone"] = "stand-alone"
) -> str:
    """The month's name; `form` "format" is the one beside a day (genitive in ru and uk)."""
    return str(get_month_names("wide", context=form, locale=language)[month])


def in_month(month: int, language: str) -> str:
    """The month's name as it stands after "in", in lower case."""
    names = table("calendar").get(language)
    return str(names["in_month"][month - 1]) if names else month_name(month, language).casefold()


def _adverb(date: Edtf, language: str) -> str:
    words = words_in(language)
    if date.day is None and date.month is not None and language in table("calendar"):
        month = in_month(date.month, language)
        if date.year is None:
            return words.say("in {month}", month=month)
        return words.say("in {month} {year}", month=month, year=date.year)
    if date.day is not None and date.month is not None:
        return words.say("on {day}", day=_of(date, language))
    if date.day is None and date.month is None and date.year is not None:
        return words.say("in {year}", year=date.year)
    return words.say("in {month}", month=_name(date, language))


def _name(date: Edtf, language: str) -> str:
    """As a noun that stands alone."""
    if date.day is None and date.month is not None:
        month = month_name(date.month, language)
        words = words_in(language)
        return words.say("{month} {year}", month=month, year=date.year) if date.year else month
    return _of(date, language, alone=True)


def _of(date: Edtf, language: str, *, alone: bool = False) -> str:
    """As it stands after "from" or "since" (genitive in ru and uk)."""
    words = words_in(language)
    if date.month is None:
        if date.year is None:
            return date.text
        year = str(date.year)
        return year if alone else words.say("{year}", year=year)
    month = month_name(date.month, language, "format")
    if date.day is None:
        return words.say("{month} {year}", month=month, year=date.year) if date.year else month
    if date.year is None:
        return words.say("{month} {day}", month=month, day=date.day)
    return words.say("{month} {day}, {year}", month=month, day=date.day, year=date.year)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Edtf:
    return usual(text) or usual_span(text) or rare(text)


def usual(text: str) -> Edtf | None:
    """A single date in digits, with or without a year, as nearly all are; None for others."""
    if not (found := _USUAL.fullmatch(text)):
        return None
    year, month, day = (None if part in {None, "XXXX"} else int(part) for part in found.groups())
    any_year = 2001
    exists = not day or not month or day <= calendar.monthrange(year or any_year, month)[1]
    return Edtf(text, year, month, day) if exists else None


def usual_span(text: str) -> Edtf | None:
    """A span between two such dates with years, one clearly before the other, or open at an end."""
    ends = text.split("/")
    read = [usual(end) for end in ends]
    known = [end for end in read if end and end.has_year]
    if len(ends) != 2 or len(known) + ends.count("..") != 2 or not known:  # noqa: PLR2004  # ends
        return None
    if len(known) > 1 and known[0].last >= known[1].first:
        return None
    return Edtf(text, known[0].year, known[0].month, known[0].day, False, True, *read)


def rare(text: str) -> Edtf:
    """Whatever else EDTF knows; its grammar, which takes half a second to load, comes only now."""
    from undate import UndateInterval  # noqa: PLC0415  # see above
    from undate.converters.edtf import EDTFDateConverter  # noqa: PLC0415  # the same

    sentence = f"{text!r} is not an EDTF date; write for example 2023-08-15, XXXX-05 or 2022/.."
    try:
        read = EDTFDateConverter().parse(text)
    except Exception as error:
        raise NotEdtf(sentence) from error
    if not isinstance(read, UndateInterval):
        return _single(read, text, sentence)
    ends = [
        None if end is None else _single(end, str(end), sentence)
        for end in (read.earliest, read.latest)
    ]
    known = ends[0] or ends[1]
    if known is None:
        raise NotEdtf(sentence)
    return Edtf(
        text, known.year, known.month, known.day, bool(_QUALIFIED.search(text)), True, *ends
    )


def _single(read: "Undate", text: str, sentence: str) -> Edtf:
    year, month, day = (_whole(part) for part in (read.year, read.month, read.day))
    half_a_year = read.year is not None and _HALF_A_YEAR.fullmatch(str(read.year))
    if year is month is day is None and not half_a_year:
        raise NotEdtf(sentence)
    uncertain = bool(_QUALIFIED.search(text) or half_a_year)
    return Edtf(text, year, month, day, uncertain)


def _whole(part: object) -> int | None:
    return int(str(part)) if part is not None and _WHOLE.fullmatch(str(part)) else None


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
