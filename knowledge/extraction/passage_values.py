"""Values in a passage (NUMEX and TIMEX): figures with their hedge and what they count, EDTF dates by the article's own.

Weekdays, "yesterday" and «накануне» are led back by the date on which the article was published;
what cannot be led back stays open, and no year is made up.

No figures are years, times of day, dates, the numbers of houses, flights and articles of law, and
what is part of a name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from knowledge.domain import Qualifier
from knowledge.extraction.morphology import tense_of
from knowledge.languages.registry import WordLists, lexicon

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


_TIME = re.compile(
    r"(?<![\w.,])\d{1,2}[:.]\d{2}(?: ?(?:[ap]\.?m\b\.?))?(?![\d,]|\.\d)|(?<!\w)\d{1,2} ?[ap]\.?m\b\.?",
    re.IGNORECASE,
)
_YEARS = range(1900, 2101)
_OF = re.compile(r" of (?:the|its|their|his|her) ([^\W\d_]+)")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]{4,}+) $")
_WORDS_OF_UNIT = 3
_UNIT_WORD = re.compile(r"[ \u00a0]([^\W\d_]+(?:['’ʼ-][^\W\d_]+)*)")
_MOST = 40
_ROUND = 50  # what is counted is rounded more often than elections are held in such years
_NEAR_COUNTED_QUANTITIES = 2  # characters between the ends of «от 400 до 700 тыс.»


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: `what` is the counted thing in the passage's words, `text` the whole wording."""

    value: float
    unit: str
    qualifier: Qualifier
    what: str
    text: str


def quantities_in(passage: str, language: str, published: str | None = None) -> list[Quantity]:
    """The figures of a passage in its order, at most 40.

    Args:
        passage: some text of the article.
        language: ISO 639-1.
        published: EDTF, for the dates that are left out.
    """
    words = lexicon(language, "numbers")
    hidden = list(passage)
    for when in dates_in(passage, language, published):
        hidden[when.start : when.end] = "\n" * (when.end - when.start)
    for match in _TIME.finditer(passage):
        if language == "en" or ":" in match.group():
            hidden[match.start() : match.end()] = "\n" * (match.end() - match.start())
    plain = "".join(hidden)
    found: list[Quantity] = []
    ranges: dict[int, re.Match[str]] = {}
    for match in _pattern(language).finditer(plain):
        one = _quantity(match, plain, passage, words)
        if one is None:
            continue
        before = ranges.get(len(found) - 1)
        if (
            before is not None
            and match["scale"]
            and not before["scale"]
            and match.start() - before.end() < _NEAR_COUNTED_QUANTITIES
        ):
            scale = float(words.tables["scales"].get(match["scale"].lower(), 1))
            found[-1] = replace(
                found[-1], value=found[-1].value * scale, what=one.what, unit=one.unit
            )
        ranges[len(found)] = match
        found.append(one)
        if len(found) >= _MOST:
            break
    return found


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = lexicon(language, "numbers")

    def alternatives(name: str) -> str:
        longest = sorted(words.tables[name], key=len, reverse=True)
        return "|".join(re.escape(one).replace("'", "['’ʼ]") for one in longest)

    age = words.forms["age"]
    return re.compile(
        rf"(?<![\w.,№-])(?:(?P<how>{alternatives('hedges')})[ \u00a0])?"
        rf"(?:(?P<sign>[$£€₽₴])?(?P<digits>\d{{1,3}}(?:[ \u00a0,]\d{{3}})+(?!\d)|\d+(?:[.,]\d+)?)(?P<age>-(?:{age}))?(?![\w-])|(?P<word>{alternatives('small')})(?:-(?P<units>{alternatives('small')}))?(?![\w'’-]))"
        rf"(?:[ \u00a0]?(?P<percent>%)|[ \u00a0](?P<scale>{alternatives('scales')})(?!\w))?",
        re.IGNORECASE,
    )


def _quantity(match: re.Match[str], plain: str, passage: str, words: WordLists) -> Quantity | None:
    word = (match["word"] or "").lower().replace("’", "'").replace("ʼ", "'")
    before = plain[max(0, match.start() - 24) : match.start()].rstrip().lower().split()
    if before and before[-1].strip("«(") in words["before_codes"]:
        return None
    capital = bool(match["word"]) and match["word"][0].isupper()
    if capital and plain[match.end() :].lstrip()[:1].isupper():
        return None  # "Nine News"
    value = _value(match, word, words)
    scale = (match["scale"] or "").lower()
    value *= float(words.tables["scales"].get(scale, 1))
    counted, end = _counted(plain, match.end(), words)
    percent = bool(match["percent"]) or bool(
        counted and counted.split()[0].lower() in words["percent"]
    )
    plain_number = match["digits"] and not (scale or percent or match["sign"] or match["how"])
    if plain_number and _is_year(match["digits"], counted):
        return None
    if word in words["alone"] and not scale:
        of = _OF.match(plain, match.end()) if not _value(match, word, words) else None
        if of is None:
            return None
        counted, end = of[1], of.end()
    unit = "%" if percent else match["sign"] or counted
    if match["age"]:
        unit = match["age"].lstrip("-")
    what = counted or unit
    if not what and (led := _BEFORE.search(plain[max(0, match.start() - 40) : match.start()])):
        low = led[1].lower()
        if low not in words["not_units"] | words["unit_stops"] and led[1].islower():
            what = led[1]
    how = words.tables["hedges"].get((match["how"] or "").lower())
    text = passage[match.start() : end].strip()
    return Quantity(value, unit, Qualifier(how) if how else Qualifier.EXACTLY, what or text, text)


def _is_year(digits: str, counted: str) -> bool:
    """Whether a bare number is a year: "2016 elections" as well, but not "2000 people"."""
    if not digits.isdigit() or int(digits) not in _YEARS:
        return False
    return not counted or int(digits) % _ROUND != 0


def _value(match: re.Match[str], word: str, words: WordLists) -> float:
    if not match["digits"]:
        units = (match["units"] or "").lower()
        return float(words.tables["small"][word]) + float(words.tables["small"].get(units, 0))
    digits = match["digits"].replace(" ", "").replace("\u00a0", "")
    if _THOUSANDS.fullmatch(digits):
        return float(digits.replace(",", ""))
    return float(digits.replace(",", "."))


def _counted(plain: str, at: int, words: WordLists) -> tuple[str, int]:
    """The words behind a number that say what it counts, and where they end."""
    found: list[str] = []
    end = at
    while len(found) < _WORDS_OF_UNIT and (match := _UNIT_WORD.match(plain, end)):
        low = match[1].lower()
        if low in (words["unit_stops"] if found else words["not_units"] | words["unit_stops"]):
            break
        found.append(match[1])
        end = match.end()
    return " ".join(found), end
