"""The figures of a passage: each with its hedge and with what it counts.

No figures are years, times of day, dates, the numbers of houses, flights and articles of law, and
what is part of a name.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from knowledge.domain import Qualifier
from knowledge.extraction.temporal_expressions import dates_in
from knowledge.languages.word_tables import WordLists, lexicon

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
_NEAR = 2  # characters between the ends of «от 400 до 700 тыс.»


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
    for date in dates_in(passage, language, published):
        hidden[date.start : date.end] = "\n" * (date.end - date.start)
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
            and match.start() - before.end() < _NEAR
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
