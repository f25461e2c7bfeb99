"""Values of foreign rows: dates as anybody writes them, ids of what is only named, the language of texts.

What a curator types is read by `domain.written_dates`, which knows less and keeps an open year.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from anyascii import anyascii
from babel import Locale, UnknownLocaleError

from knowledge.domain.dates import Edtf, NotEdtf
from knowledge.languages.scripts import language_called, language_of

LONGEST_DATE = 80
"""Characters of a date; a longer text is none."""

YEARS = range(1000, 2200)
"""A year outside is a machine's way to say that there is none ("0001-01-01T00:00:00Z")."""

_EPOCH = "1970-01-01"
_DAY = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ].{0,40})?", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?[T ].{0,40})?", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})[./](\d{4})", re.ASCII)
_SECONDS = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
_MILLISECONDS = 13
_LENGTH = {"day": 10, "month": 7, "year": 4}
_READ_ON = (datetime(2001, 2, 3), datetime(2014, 11, 25))  # noqa: DTZ001 - any two days will do


def foreign_date(text: str) -> str | None:
    """The EDTF date that a text gives; None where it gives none that can be told for sure.

    Days and months that may be taken for one another ("03/04/2017") leave the year alone. The
    day is the one that is written, in whatever time zone; nothing is added that is not there:
    neither a year ("May 3"), nor a day ("May 2017"), nor today ("yesterday").
    """
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_DATE:
        return None
    readings: tuple[Callable[[str], str | None], ...] = (_dated, _numbers, _stamp, _edtf, _words)
    for reading in readings:
        if (found := reading(text)) is not None:
            return found if _sensible(found) else None
    return None


def _sensible(found: str) -> bool:
    year = found[:4]
    return found != _EPOCH and (not year.isdecimal() or int(year) in YEARS)


def _dated(text: str) -> str | None:
    """Year, month and day in this order, perhaps with a time."""
    found = _DAY.fullmatch(text)
    return _checked(found[1], found[3], found[4]) if found else None


def _numbers(text: str) -> str | None:
    """Numbers with the year last: with dots the day stands first, else it may be the month."""
    if month := _MONTH.fullmatch(text):
        return _checked(month[2], month[1])
    found = _NUMBERS.fullmatch(text)
    if not found:
        return None
    first, mark, second, year = found.groups()
    as_day, as_month = _checked(year, second, first), _checked(year, first, second)
    if mark == "." or as_month is None or as_day == as_month:
        return as_day
    return as_month if as_day is None else year


def _stamp(text: str) -> str | None:
    """Seconds or milliseconds since 1970."""
    if not _SECONDS.fullmatch(text):
        return None
    seconds = int(text) / (1000 if len(text) == _MILLISECONDS else 1)
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _edtf(text: str) -> str | None:
    try:
        Edtf.parse(text)
    except NotEdtf:
        return None
    return text


def _words(text: str) -> str | None:
    """Months in words; what two days of reading give differently is not in the text."""
    found = {_printed(parser.get_date_data(text)) for parser in _parsers()}
    return found.pop() if len(found) == 1 else None


def _printed(found: Any) -> str | None:  # noqa: ANN401 - the library has no types
    return found.date_obj.date().isoformat()[: _LENGTH[found.period]] if found.date_obj else None


def _checked(year: str, month: str, day: str | None = None) -> str | None:
    try:
        when = datetime(int(year), int(month), int(day or 1), tzinfo=UTC)
    except ValueError:
        return None
    return when.date().isoformat()[: _LENGTH["day" if day else "month"]]


@cache
def _parsers() -> tuple[Any, ...]:
    from dateparser.date import DateDataParser  # noqa: PLC0415 - takes a quarter of a second

    settings = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["year"], "DATE_ORDER": "DMY"}
    return tuple(
        DateDataParser(languages=["en", "ru", "uk"], settings=settings | {"RELATIVE_BASE": today})
        for today in _READ_ON
    )


LONGEST_ID = 60
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NO_WORD = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """Lower-case Latin letters, digits and hyphens; a hash where nothing of that is left."""
    if _SLUG.fullmatch(text):
        return text
    return plain(text)[:LONGEST_ID].rstrip("-") or digest(text)


def plain(text: str) -> str:
    """The words of a text in lower-case Latin letters and digits, with hyphens between them."""
    return _NO_WORD.sub("-", anyascii(text).lower()).strip("-")


def article_id(*marks: str | None) -> str:
    """The id of an article that is known by title, address, publisher, date only."""
    title = next((mark for mark in marks if mark), "article")
    return f"{slug(title)}-{digest(*marks)}"


def digest(*parts: str | None) -> str:
    """Eight hexadecimal characters that stand for these texts."""
    joined = "\x1f".join(part or "" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:8]


_CYRILLIC = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"})


def language_named(text: str) -> str | None:
    """The code (ISO 639-1) of a language as people name it: "uk", "uk-UA", "ukr", "Ukrainian"."""
    name = text.strip().casefold()
    if (ours := language_called(name)) is not None:
        return ours.value
    try:
        code = Locale.parse(name.replace("-", "_")).language
    except (UnknownLocaleError, ValueError, TypeError):
        return None
    return code if len(code) == 2 else None  # noqa: PLR2004 - ISO 639-1


def language_in(text: str, given: str | None) -> str:
    """The language under which a text is filed.

    Args:
        text: the text.
        given: the language of its row; passed over where the text is in another script.
    """
    detected = language_of(text).value
    if given is None or (detected in _CYRILLIC) != (given in _CYRILLIC):
        return detected
    return given
