"""Values in a question (NUMEX and TIMEX): numbers with what they count, negation and totality, dates and parts of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile
from operator import itemgetter

from knowledge.languages.registry import listed, meanings, pattern, table
from knowledge.search.text_analysis import FUNCTION_WORDS, stem as key

_DIGITS = r"(?<![\w.,-])(\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+|\d+)(?:[.,](\d+))?(?![\d])"
_TOKEN = re.compile(rf"{_DIGITS}|([^\W\d_]+(?:'[^\W\d_]+)*)|([№#])|([,;:!?()—]|\.(?!\d))")
_NO_DIGIT = re.compile(r"\D")
_HUNDRED = 100
_THOUSAND = 1000
_LONGEST = 12
"""Digits of a number; longer runs are no figures of anything."""
_BREAK = "."
"""Stands for the end of a clause."""
_BESIDE = 2
"""Words after a number that tell what it counts."""
_OF_NUMBER = 3
"""Words before a number within which the thing is named that it belongs to."""
_SIGN = re.compile(pattern("question_numbers", "sign"))
"""Words for "number" itself."""
_NUMBERED = re.compile(pattern("question_numbers", "numbered"))
"""Words before a number that only names a thing."""
_ORDINAL = re.compile(rf"\b(?:{pattern('question_numbers', 'ordinal')})\b")
_SCALES = frozenset({1e3, 1e6, 1e9})
_READ = 512
"""Texts whose times are kept: those of one question are asked for at every step."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a text.

    Args:
        value: with its thousands and millions.
        beside: the folded words after it that tell what it counts.
        before: the word before it that may tell it.
        text: as it is written.
        counted: the word right after it, where that tells what it counts.
    """

    value: float
    beside: tuple[str, ...] = ()
    before: str = ""
    text: str = ""
    counted: str = ""


def numbers_in(text: str) -> frozenset[float]:
    """Every number of a folded text; a lone "one" is a pronoun more often, and left out."""
    return frozenset(each.value for each in amounts_in(text))


@lru_cache(maxsize=16_384)
def _is_number(word: str) -> bool:
    return bool(numbers_in(word))


def ordinals_in(text: str) -> dict[str, int]:
    """The ordinals of a folded text from the second on, as written; the first is seldom counted."""
    found = {}
    for word in _ORDINAL.findall(text):
        stems = [stem for stem in _ordinals() if word.startswith(stem)]
        found[word] = _ordinals()[max(stems, key=len)]
    return found


def are_numbers(words: Sequence[str]) -> list[bool]:
    """Whether each of some folded words is a number by itself."""
    return [_is_number(word) for word in words]


def same_number(one: float, other: float) -> bool:
    """Whether two numbers are the same, said in full or in thousands or millions."""
    less, more = sorted((one, other))
    return less == more or (less > 0 and more / less in _SCALES)


@lru_cache(maxsize=16_384)
def amounts_in(text: str) -> tuple[Amount, ...]:
    """The numbers of a folded text with what they count; numbers that only name things left out."""
    tokens = list(_TOKEN.finditer(text))
    words = [match[3] or (_BREAK if match[5] else "") for match in tokens]
    return tuple(
        Amount(
            value,
            tuple(_telling(words[end:])[:_BESIDE]),
            next(iter(_telling(words[:start][::-1])), ""),
            text[tokens[start].start() : tokens[end - 1].end()],
            next(iter(_telling(words[end : end + 1])), ""),
        )
        for start, end, value in _runs(tokens, words)
        if not _names(tokens, words, start)
    )


@lru_cache(maxsize=16_384)
def names_by_number(text: str) -> dict[str, frozenset[str]]:
    """The numbers of a folded text that name things, by the word for the thing: "terminal 4"."""
    tokens = list(_TOKEN.finditer(text))
    words = [match[3] or "" for match in tokens]
    found: dict[str, frozenset[str]] = {}
    for at, token in enumerate(tokens):
        if token[1] is None or token[2] or not _names(tokens, words, at):
            continue
        before = [word for word in words[max(0, at - _OF_NUMBER) : at] if word]
        thing = next((word for word in reversed(before) if not _SIGN.fullmatch(word)), "")
        if thing:
            found[thing] = found.get(thing, frozenset()) | {token[1]}
    return found


def numbered_in(text: str) -> dict[str, frozenset[str]]:
    """The numbers of a folded text that name things, by the key of the thing."""
    found: dict[str, frozenset[str]] = {}
    for thing, numbers in names_by_number(text).items():
        found[key(thing)] = found.get(key(thing), frozenset()) | numbers
    return found


def _runs(
    tokens: Sequence[re.Match[str]], words: Sequence[str]
) -> Iterator[tuple[int, int, float]]:
    """Where numerals stand together, and what they come to."""
    at = 0
    while at < len(tokens):
        digits = _of_digits(tokens[at])
        end = at + 1
        run: list[float] = [] if digits is None else [digits]
        if digits is None:
            run, end = _spelled(words, at)
        while (
            run
            and end < len(words)
            and (scale := _scale(words[end], after_digits=digits is not None))
        ):
            run.append(scale)
            end += 1
        if run and run != [1]:
            yield at, end, _total(run)
        at = max(end, at + 1)


def _of_digits(token: re.Match[str]) -> float | None:
    if token[1] is None:
        return None
    whole = _NO_DIGIT.sub("", token[1])
    if len(whole) > _LONGEST:
        return None
    return float(f"{whole}.{token[2]}" if token[2] else whole)


def _spelled(words: Sequence[str], at: int) -> tuple[list[float], int]:
    run: list[float] = []
    end = at
    while end < len(words):
        value = _value(words[end]) if words[end] else None
        if value is not None:
            run.append(value)
        elif not (run and words[end] == "and" and run[-1] >= _HUNDRED and _follows(words, end)):
            break
        end += 1
    return run, end


def _follows(words: Sequence[str], at: int) -> bool:
    return at + 1 < len(words) and _value(words[at + 1]) is not None


def _scale(word: str, *, after_digits: bool) -> float | None:
    """What a number before the word is multiplied by."""
    if not word or not after_digits:
        return None
    short = meanings("question_numbers", "scales").get(word)
    if short is not None:
        return float(short)
    value = _value(word)
    return float(value) if value is not None and float(value) in _SCALES else None


def _names(tokens: Sequence[re.Match[str]], words: Sequence[str], at: int) -> bool:
    """Whether a number names a thing and counts none: "№ 18", "flat 47", "school no. 6"."""
    if at == 0 or tokens[at][1] is None:
        return False
    return tokens[at - 1][4] is not None or _NUMBERED.fullmatch(words[at - 1]) is not None


def _telling(words: Sequence[str]) -> list[str]:
    """The words of the same clause that tell something."""
    clause = takewhile(lambda word: word != _BREAK, words)
    return [word for word in clause if word and word not in FUNCTION_WORDS]


@cache
def _ordinals() -> dict[str, int]:
    return {stem: int(value) for stem, value in meanings("question_numbers", "ordinals").items()}


@cache
def _stems() -> dict[str, int]:
    return {stem: int(value) for stem, value in meanings("question_numbers", "stems").items()}


@cache
def _exact() -> dict[str, int]:
    """Whole words for numbers; not those for "both" and none, which count nothing by themselves."""
    idle = listed("numbers", "alone")
    small = {word: int(value) for word, value in meanings("numbers", "small").items()}
    counting = {word: value for word, value in small.items() if value and word not in idle}
    exact = meanings("question_numbers", "exact").items()
    return counting | {word: int(value) for word, value in exact}


@lru_cache(maxsize=16384)
def _value(word: str) -> int | None:
    exact = _exact().get(word)
    if exact:
        return exact
    stems = [stem for stem in _stems() if word.startswith(stem)]
    return _stems()[max(stems, key=len)] if stems else None


def _total(run: Sequence[float]) -> float:
    """Put together "one hundred thirty"."""
    total = part = 0.0
    for value in run:
        if value >= _THOUSAND:  # thousands and millions multiply what stands before
            total += (part or 1) * value
            part = 0
        elif value == _HUNDRED and 0 < part < 10:  # noqa: PLR2004 - "two hundred"
            part *= value
        else:
            part += value
    return total + part


def _whole(key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern('negation', key)})\b")


_NEGATED = _whole("negated")
_IDLE = re.compile(rf"^\W*(?:{pattern('negation', 'tags')}) |\b(?:{pattern('negation', 'idle')})\b")
"""With these, a negation denies nothing: "Isn't it…", "no doubt"."""
_NOT_COUNTED = re.compile(
    rf"\b(?:{pattern('negation', 'counting')})\b[^.,;:?!]*?(?:{pattern('negation', 'verbal')})"
)
_ALL = _whole("all")


def without_idle(text: str) -> str:
    """A folded text without the negations that deny nothing: "not before autumn"."""
    return _IDLE.sub(" ", text)


def is_negated(question: str) -> bool:
    """Whether a folded question holds a negation that bears on what it asks."""
    return _NEGATED.search(_IDLE.sub(" ", question)) is not None


def says_all(question: str) -> bool:
    """Whether it speaks of all of something: "did all drones reach …"."""
    return _ALL.search(question) is not None


def counts_what_is_not(question: str) -> bool:
    """Whether a folded question asks for the number of those of which something is not so."""
    return _NOT_COUNTED.search(_IDLE.sub(" ", question)) is not None


_MONTHS = tuple(zip(*(each["months"] for each in table("question_times").values()), strict=True))
_MONTH = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<m{n}>{'|'.join(forms)})" for n, forms in enumerate(_MONTHS, 1))
    + r")\b"
)
_ORDINAL_TIME_EXPRESSIONS = pattern("question_times", "ordinal")
_OF, _THE, _ON, _ENDING, _OR = (
    rf"(?:{pattern('question_times', key)})" for key in ("of", "the", "on", "ordinal_ending", "or")
)
_DAY = rf"(?P<day>3[01]|[12]\d|0?[1-9])(?:{_ORDINAL_TIME_EXPRESSIONS})?"
_BEFORE = re.compile(rf"\b{_DAY}(?:\s+{_OF})?[\s-]+$")
_COUNTED = pattern("question_times", "counted")
_AFTER = re.compile(rf"^\.?[\s-]+(?:{_THE}\s+)?{_DAY}\b(?!\s*(?:%|{_COUNTED}))")
_AFTER_THE = re.compile(rf"^\.?[\s-]+{_DAY}\b(?!\s*%)")
_YEAR_AFTER = re.compile(r"(?<!\s)\s++\d{4}\b")
_OF_YEAR = re.compile(rf"(?:,|(?<![,\s]))\s++(?:{_OF}\s++)?(1[89]\d\d|20\d\d)(?!\d)")
_THE_DAY = re.compile(
    rf"\b(?:{pattern('question_times', 'before_the_day')})\s+{_THE}\s+(3[01]|[12]\d|[1-9]){_ENDING}\b"
    rf"|\b(?:{_ON}\s+|{_THE}\s+)?(3[01]|[12]\d|[1-9]){_ENDING}\b"
    rf"(?=\W*(?:$|\b(?:{pattern('question_times', 'closing')})\b))"
    rf"|\b(3[01]|[12]\d|[1-9])[- ]?(?:{pattern('question_times', 'ordinal_alone')})\b"
    rf"(?:\s+(?:{pattern('question_times', 'of_the_month')})\b)?"
)
_OTHER_BEFORE = re.compile(
    rf"\b(3[01]|[12]\d|0?[1-9])(?:{_ORDINAL_TIME_EXPRESSIONS})?\s*"
    rf"(?:,|-|\b(?:{pattern('question_times', 'either')})\b)\s*(?:{_THE}\s+)?$"
)
_OTHER_AFTER = re.compile(
    rf"^\s*(?:,|-|\b{_OR}\b)\s*(?:{_THE}\s+)?(3[01]|[12]\d|0?[1-9]){_ENDING}?\b"
    rf"(?![.:,]?\d|\s*%|\s+(?!(?:{pattern('question_times', 'counted_as')})\b)\w)"
    rf"|^\s*\b{_OR}\b\s*(?:{_THE}\s+)?(3[01]|[12]\d|0?[1-9]){_ENDING}\b"
)
"""The other day of two that share a month: "14 or 15 December", "December 14 and 15"."""
_DECADE = pattern("question_times", "decade")
_YEAR = re.compile(rf"(?<![\d.,-])(1[89]\d\d|20\d\d)(?:{_DECADE})?(?![\d%]|[.,]\d)")
_NUMERIC = re.compile(
    r"\b(?P<year>\d{4})-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?\b"
    r"|\b(?P<day2>\d\d?)[./](?P<month2>\d\d)(?:[./](?P<year2>\d{4}))?(?![\w.]{0,20}\d)"
)
_PART = re.compile(
    rf"\b(?P<early>{pattern('question_times', 'early')})\s+(?:{_OF}\s+)?$"
    rf"|\b(?P<mid>{pattern('question_times', 'mid')})[\s-]+(?:{_OF}\s+)?$"
    rf"|\b(?P<late>{pattern('question_times', 'late')})\s+(?:{_OF}\s+)?$"
)
_PARTS = {"early": range(1, 11), "mid": range(11, 21), "late": range(21, 32)}
_SEASONS = tuple(
    (re.compile(rf"\b(?:{pattern('question_times', season)})\b"), months)
    for season, months in (
        ("spring", (3, 4, 5)),
        ("summer", (6, 7, 8)),
        ("autumn", (9, 10, 11)),
        ("winter", (12, 1, 2)),
    )
)
# "may" and "march" are verbs too: what stands before, or a number beside, makes it a month.
_MONTH_BEFORE = re.compile(rf"(?:\b(?:{pattern('question_times', 'before_month')})[\s-]+|[(/-]|^)$")
_NEVER_MONTH_AFTER = re.compile(rf"^\s+(?:{pattern('question_times', 'no_month')})")
_VERBS = listed("question_times", "verbs")
_ENDS_WITH_THE = re.compile(rf"{_THE} $")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time that a question names; an empty set or None is left open.

    Args:
        months: numbers, several for a season.
        days: of the month, several for "mid-December".
        text: the words that name it.
    """

    year: int | None = None
    months: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Times:
    """All times of a question, and the text without them."""

    found: tuple[TimeExpression, ...]
    rest: str


_NAMED_GROUP = re.compile(r"\(\?P<\w+>")


@cache
def _spelled_days() -> tuple[re.Pattern[str], dict[str, int]]:
    days = {
        word: int(day) for of in table("time").values() for word, day in of["days_of_month"].items()
    }
    longest = "|".join(sorted(map(re.escape, days), key=len, reverse=True))
    month = _MONTH.pattern.replace("(?P<m", "(?P<b").removeprefix(r"\b").removesuffix(r"\b")
    plain = _NAMED_GROUP.sub("(?:", month)
    beside = rf"\b(?:(?P<before>{longest})(?=\s+(?:of\s+)?{plain}\b)|(?<=\s)(?P<after>{longest})\b)"
    return re.compile(beside), days


def _in_digits(text: str) -> str:
    """A text with the days beside a month in digits: "on december fifteenth"."""
    if not _MONTH.search(text):
        return text
    pattern, days = _spelled_days()

    def written(found: re.Match[str]) -> str:
        word = found["before"] or found["after"]
        led = _MONTH.search(text[max(0, found.start() - _BEHIND) : found.start()])
        beside = found["before"] or (led and led.end() >= min(found.start(), _BEHIND) - _GAP)
        return str(days[word]) if beside else found[0]

    return pattern.sub(written, text)


_BEHIND = 16
"""Characters before a day in which its month ends: "december the fifteenth"."""
_GAP = 5


@lru_cache(maxsize=_READ)
def times_in(text: str) -> Times:
    """The times that a folded text names."""
    text = _in_digits(text)
    found: list[TimeExpression] = []
    taken: list[tuple[int, int]] = []
    # The fullest writings first: what one has taken, no other one reads again.
    for reading in (_numeric_dates, _months, _days, _seasons, _years):
        for start, end, when in reading(text):
            if not any(begun <= start < ended for begun, ended in taken):
                found.append(when)
                taken.append((start, end))
    return Times(tuple(dict.fromkeys(_joined(found))), _without(text, taken))


_Read = Iterator[tuple[int, int, TimeExpression]]


def _numeric_dates(text: str) -> _Read:
    for match in _NUMERIC.finditer(text):
        when = _numeric(match)
        if when is not None:
            yield *match.span(), when


def _months(text: str) -> _Read:
    for match in _MONTH.finditer(text):
        if _is_month(match, text):
            start, end, when = _month(match, text)
            beside = _others(text, start, end, when) if when.days else ()
            yield from sorted([(start, end, when), *beside], key=itemgetter(0))


def _others(text: str, start: int, end: int, when: TimeExpression) -> _Read:
    """The days beside a dated one that its month belongs to as well."""
    named = _MONTH.search(text, start, end)
    month = named[0] if named else ""
    before, after = _OTHER_BEFORE.search(text[:start]), _OTHER_AFTER.match(text[end:])
    if before and int(before[1]) > 0:
        days = frozenset({int(before[1])})
        yield *before.span(), TimeExpression(when.year, when.months, days, f"{before[1]} {month}")
    if after:
        day = after[1] or after[2]
        span = (end + after.start(), end + after.end())
        yield *span, TimeExpression(when.year, when.months, frozenset({int(day)}), f"{month} {day}")


def _days(text: str) -> _Read:
    for match in _THE_DAY.finditer(text):
        day = int(match[1] or match[2] or match[3])
        yield *match.span(), TimeExpression(days=frozenset({day}), text=match[0])


def _seasons(text: str) -> _Read:
    for season, months in _SEASONS:
        for match in season.finditer(text):
            yield *match.span(), TimeExpression(months=frozenset(months), text=match[0])


def _years(text: str) -> _Read:
    for match in _YEAR.finditer(text):
        yield *match.span(), TimeExpression(int(match[1]), text=match[1])


def _numeric(match: re.Match[str]) -> TimeExpression | None:
    year = match["year"] or match["year2"]
    month = match["month"] or match["month2"]
    day = match["day"] or match["day2"]
    if match["day2"] and int(month) > 12 >= int(day):  # noqa: PLR2004 - 12/15 is American
        month, day = day, month
    if not 1 <= int(month) <= 12 or (day and not 1 <= int(day) <= 31):  # noqa: PLR2004 - a calendar
        return None
    days = frozenset({int(day)}) if day else frozenset()
    return TimeExpression(int(year) if year else None, frozenset({int(month)}), days, match[0])


def _is_month(match: re.Match[str], text: str) -> bool:
    if match[0] not in _VERBS:
        return True
    before, after = text[: match.start()], text[match.end() :]
    if _BEFORE.search(before) or _AFTER.match(after) or _YEAR_AFTER.match(after):
        return True
    if _NEVER_MONTH_AFTER.match(after):
        return False
    return bool(_MONTH_BEFORE.search(before)) or not after.strip(" ?.!")


def _month(match: re.Match[str], text: str) -> tuple[int, int, TimeExpression]:
    number = next(n for n in range(1, 13) if match[f"m{n}"])
    start, end = match.span()
    days: frozenset[int] = frozenset()
    before = _BEFORE.search(text[:start])
    # "Of the dec 15 drones" is of a day, "in december 15 drones" of a number.
    after = (_AFTER_THE if _ENDS_WITH_THE.search(text[:start]) else _AFTER).match(text[end:])
    part = _PART.search(text[:start])
    if before:
        days, start = frozenset({int(before["day"])}), before.start()
    elif after:
        days, end = frozenset({int(after["day"])}), end + after.end()
    elif part:
        name = next(name for name in _PARTS if part[name])
        days, start = frozenset(_PARTS[name]), part.start()
    year = _OF_YEAR.match(text, end)
    if year:
        end = year.end()
    when = TimeExpression(
        int(year[1]) if year else None, frozenset({number}), days, text[start:end].strip()
    )
    return start, end, when


def _joined(found: list[TimeExpression]) -> list[TimeExpression]:
    """A lone year belongs to the only month that has none: "in 2021, in December"."""
    months = [when for when in found if when.months and when.year is None]
    years = [when for when in found if when.year is not None and not when.months]
    if len(months) == len(years) == 1:
        month, year = months[0], years[0]
        both = TimeExpression(year.year, month.months, month.days, f"{month.text} {year.text}")
        return [both, *(when for when in found if when not in (month, year))]
    days = [when for when in found if when.days and not when.months]
    if len(months) == 1 and len(days) == 1 and not months[0].days:
        both = TimeExpression(
            None, months[0].months, days[0].days, f"{months[0].text} {days[0].text}"
        )
        return [both, *(when for when in found if when not in (months[0], days[0]))]
    return found


def _without(text: str, taken: list[tuple[int, int]]) -> str:
    rest = list(text)
    for start, end in taken:
        rest[start:end] = " " * (end - start)
    return "".join(rest)
