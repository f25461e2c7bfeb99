"""When something was said and when what it is about happened: EDTF dates by the article's own.

Weekdays, "yesterday" and «накануне» are led back by the date on which the article was published;
what cannot be led back stays open, and no year is made up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from knowledge.extraction.morphology import tense_of
from knowledge.languages.word_tables import WordLists, lexicon

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LIST = re.compile(r"(?<![\d.,:])(\d{1,2})(?: [^\W\d_]{1,3} |[–—-]|, )$")
_WEEK = 7
_HALF_A_YEAR = 6  # months
_NEAR = 40  # characters before a day
_CLAUSE = 120
_CLAUSE_END = re.compile(r"[.;:!?…«»„“”]| [—–] ")
_MARKS = ",.;:()«»„“”\"'"
_SOON = 2  # months ahead that news speaks of without a word for it


@dataclass(frozen=True, slots=True)
class Dated:
    """A time in a passage: `text` is EDTF; `start` and `end` count the passage's characters."""

    text: str
    start: int
    end: int


def day_of(published: str | None) -> date | None:
    """The day on which an article was published, where it is known to the day."""
    match = _ISO.match(published or "")
    return date(int(match[1]), int(match[2]), int(match[3])) if match else None


def dates_in(passage: str, language: str, published: str | None) -> list[Dated]:
    """The dates of a passage in its order.

    Args:
        passage: some text of the article.
        language: ISO 639-1.
        published: EDTF; without a day in it weekdays stay open.
    """
    words = lexicon(language, "time")
    day = day_of(published)
    found: list[Dated] = []
    for match in _calendar(language).finditer(passage):
        text = _calendar_date(match, words, day)
        if (
            text
            and match["day"]
            and (led := _LIST.search(passage, max(0, match.start() - 12), match.start()))
        ):
            first = f"{text[: len(text) - 2]}{int(led[1]):02d}"
            found.append(Dated(first, led.start(1), match.start()))
        if text:
            found.append(Dated(text, *match.span()))
    for match in _year_alone(language).finditer(passage):
        if not any(one.start < match.end() and match.start() < one.end for one in found):
            found.append(Dated(match["year"], *match.span("year")))
    if day is not None:
        for match in _relative(language).finditer(passage):
            if any(one.start < match.end() and match.start() < one.end for one in found):
                continue
            resolved = _resolved(match, words, day, language)
            if resolved:
                found.append(Dated(resolved, *match.span()))
    return sorted(found, key=lambda one: one.start)


def said_on(stretches: Sequence[str], language: str, published: str | None) -> str | None:
    """When somebody spoke: the one date that the words of the credit give, outside the content."""
    for passage in stretches:
        found = dates_in(passage, language, published)
        days = list(dict.fromkeys(one.text for one in found if len(one.text) >= len("2024-01-01")))
        if len(days) == 1:
            return days[0]
    return None


def happened(dates: Sequence[Dated]) -> str | None:
    """What a content is about in time: its one date, or the span from its first to its last."""
    days = sorted(dict.fromkeys(one.text for one in dates))
    if not days:
        return None
    if len(days) == 1:
        return days[0]
    full = [one for one in days if _ISO.fullmatch(one)]
    return f"{full[0]}/{full[-1]}" if len(full) == len(days) else None


@cache
def _calendar(language: str) -> re.Pattern[str]:
    words = lexicon(language, "time")
    months = "|".join(sorted(map(re.escape, words.tables["months"]), key=len, reverse=True))
    if language == "en":
        return re.compile(
            rf"(?<!\w)(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?(?P<month>{months})\b\.?(?: (?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b(?![\d:.]\d))?(?:,? (?P<year>(?:19|20)\d\d)\b)?",
            re.IGNORECASE,
        )
    return re.compile(
        rf"(?<!\w)(?:(?P<day>\d{{1,2}})(?:-[^\W\d_]{{1,2}})? )?(?P<month>{months})(?!\w)(?P<after>)(?: (?P<year>(?:19|20)\d\d)\b)?",
        re.IGNORECASE,
    )


def _calendar_date(match: re.Match[str], words: WordLists, day: date | None) -> str | None:
    name = match["month"]
    number = int(words.tables["months"][name.casefold()])
    of_month = match["day"] or match["after"]
    if name[0].islower() and name.casefold() in words["not_alone"]:
        return None
    if name.casefold() in words["needs_company"] and not (of_month or match["year"]):
        before = match.string[max(0, match.start() - 8) : match.start()].casefold().split()
        if not before or before[-1] not in words["before_month"]:
            return None
    year = match["year"]
    if year is None and day is not None:
        year = str(_year(number, match, words, day))
    month = f"{year or 'XXXX'}-{number:02d}"
    if not of_month:
        return month
    try:
        date(int(year or 2024), number, int(of_month))
    except ValueError:
        return month
    return f"{month}-{int(of_month):02d}"


def _year(month: int, match: re.Match[str], words: WordLists, day: date) -> int:
    """The year that news means by a month: the one nearest to its own date, the past preferred.

    News tells of the past unless a word ("by 3 May", «не раньше 14 февраля») or a near date says
    otherwise.
    """
    before = match.string[max(0, match.start() - 30) : match.start()].casefold().split()
    ahead = bool(set(before[-3:]) & words["deadline_words"])
    this = day.year
    months_off = month - day.month
    if months_off == 0:
        return this
    if months_off > 0:
        near = months_off <= (_HALF_A_YEAR if ahead else _SOON)
        return this if near else this - 1
    return this + 1 if ahead and months_off < -_HALF_A_YEAR else this


@cache
def _year_alone(language: str) -> re.Pattern[str]:
    before = "|".join(sorted(lexicon(language, "time")["year_before"], key=len, reverse=True))
    return re.compile(
        rf"\b(?:{before}) (?P<year>(?:19|20)\d\d)\b(?! [a-z]+s\b)(?![-–:])", re.IGNORECASE
    )


@cache
def _relative(language: str) -> re.Pattern[str]:
    words = lexicon(language, "time")
    names = sorted(
        [*words.tables["weekdays"], *words.tables["days"], *words.tables.get("spans", {})],
        key=len,
        reverse=True,
    )
    shifted = "|".join(
        map(re.escape, sorted(words["last_words"] | words["next_words"], key=len, reverse=True))
    )
    return re.compile(
        rf"(?<![\w'’])(?:(?P<shift>{shifted}) )?(?P<name>{'|'.join(map(re.escape, names))})(?![\w])",
        re.IGNORECASE,
    )


def _told_as_past(match: re.Match[str], words: WordLists) -> bool:
    """Whether the verb right before the day is of the past: "what she promised on Tuesday"."""
    before = match.string[max(0, match.start() - _NEAR) : match.start()].casefold().split()
    while before and before[-1] in words["beside_day"]:
        before.pop()
    return bool(before) and (
        before[-1] in words["past_verbs"]
        or (bool(words["past_endings"]) and before[-1].endswith(tuple(words["past_endings"])))
    )


def _in_future(match: re.Match[str], words: WordLists, language: str) -> bool:
    """Whether the clause of the day speaks of what is yet to come."""
    before = match.string[max(0, match.start() - _CLAUSE) : match.start()]
    if words.phrases.get("future") and words.pattern("future").search(before):
        return True
    if not words["future_behind"]:
        return False
    behind = _CLAUSE_END.split(match.string[match.end() : match.end() + _CLAUSE])[0]
    if words.pattern("future").search(behind):
        return True
    here = [*_CLAUSE_END.split(before)[-1].split(), *behind.split()]
    tenses = {tense_of(one.strip(_MARKS), language) for one in here} - {None}
    return tenses == {"futr"}


def _resolved(match: re.Match[str], words: WordLists, day: date, language: str) -> str | None:
    name = match["name"].casefold().replace("’", "'")
    shift = (match["shift"] or "").casefold()
    offset = words.tables["days"].get(name)
    if offset is None:
        offset = words.tables.get("spans", {}).get(name)
    if offset is not None:
        return (day + timedelta(days=int(offset))).isoformat() if not shift else None
    weekday = int(words.tables["weekdays"][name])
    before = match.string[max(0, match.start() - 14) : match.start()].casefold().split()
    ahead = shift in words["next_words"] or bool(set(before[-2:]) & words["deadline_words"])
    ahead = ahead or (
        bool(set(before[-1:]) & words["onto"]) and not set(before[-3:]) & words["nights"]
    )
    if not ahead and not _told_as_past(match, words):
        ahead = _in_future(match, words, language)
    back = (day.weekday() - weekday) % _WEEK
    if ahead:
        forward = (weekday - day.weekday()) % _WEEK
        turned = _WEEK if shift in words["next_words"] else 0  # of its own weekday, that very day
        return (day + timedelta(days=forward or turned)).isoformat()
    if shift and back == 0:
        back = _WEEK
    return (day - timedelta(days=back)).isoformat()
