"""Numbers, dates and places in a passage, as proposals for the reviewer."""

import re
from collections.abc import Mapping

from knowledge.domain import Qualifier
from knowledge.domain.dates import Edtf, NotEdtf
from knowledge.extraction.candidate_statements import ProposedFigure

_BY_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
_SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    "none": 0,
    "dozen": 12,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SCALES = {
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "тысяч": 1e3,
    "тыс": 1e3,
    "млн": 1e6,
    "миллион": 1e6,
    "тисяч": 1e3,
    "мільйон": 1e6,
}
_QUALIFIERS = {
    "about": Qualifier.ABOUT,
    "around": Qualifier.ABOUT,
    "roughly": Qualifier.ABOUT,
    "nearly": Qualifier.ABOUT,
    "almost": Qualifier.ABOUT,
    "approximately": Qualifier.ABOUT,
    "some": Qualifier.ABOUT,
    "около": Qualifier.ABOUT,
    "близько": Qualifier.ABOUT,
    "at least": Qualifier.AT_LEAST,
    "at most": Qualifier.AT_MOST,
    "up to": Qualifier.AT_MOST,
    "more than": Qualifier.MORE_THAN,
    "over": Qualifier.MORE_THAN,
    "less than": Qualifier.LESS_THAN,
    "fewer than": Qualifier.LESS_THAN,
    "под": Qualifier.ABOUT,
    "не менее": Qualifier.AT_LEAST,
    "щонайменше": Qualifier.AT_LEAST,
    "более": Qualifier.MORE_THAN,
    "понад": Qualifier.MORE_THAN,
}
_FIGURE = re.compile(
    rf"(?i)(?<!\w)(?:(?P<how>{'|'.join(_QUALIFIERS)}) )?(?:(?<![\w.,-])(?P<sign>[$£€₽])?(?P<digits>\d{{1,3}}(?:[, ]\d{{3}})+|\d+(?:[.,]\d+)?)(?![\w-])|(?P<word>{'|'.join(_SMALL)})\b)"
    rf"(?P<percent> ?%| per ?cent\b| процент\w*| відсотк\w*)?(?: (?P<scale>{'|'.join(_SCALES)})\w*\.?)?(?: (?P<unit>[^\W\d_]+(?:-[^\W\d_]+)?)(?: (?P<unit2>[^\W\d_]+))?)?"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january|jan|января|январе|січня|січні",
            "february|feb|февраля|феврале|лютого|лютому",
            "march|mar|марта|марте|березня|березні",
            "april|apr|апреля|апреле|квітня|квітні",
            "may|мая|мае|травня|травні",
            "june|jun|июня|июне|червня|червні",
            "july|jul|июля|июле|липня|липні",
            "august|aug|августа|августе|серпня|серпні",
            "september|sept|sep|сентября|сентябре|вересня|вересні",
            "october|oct|октября|октябре|жовтня|жовтні",
            "november|nov|ноября|ноябре|листопада|листопаді",
            "december|dec|декабря|декабре|грудня|грудні",
        ),
        1,
    )
    for name in names.split("|")
}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"(?i)\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?(?P<month>{_NAMES})\b\.?(?: (?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d))?(?:,? (?:in )?(?P<year>(?:19|20)\d\d)\b)?"
    r"|\b(?:in|since|of|by|until|from|during|в|с|у|з|до) (?P<alone>(?:19|20)\d\d)\b(?! [a-z]+s\b)"
)
_BEFORE_MAY = re.compile(r"(?i)(?:in|since|last|this|next|by|until|early|late|mid|of|от|в|у)[ -]$")
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_YEARS = range(1900, 2100)
_NOT_UNITS = frozenset(
    [
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "with",
        "by",
        "and",
        "or",
        "the",
        "a",
        "an",
        "was",
        "were",
        "is",
        "are",
        "that",
        "which",
        "who",
        "people's",
        "have",
        "has",
        "had",
        "will",
        "would",
        "said",
        "per",
        "other",
    ]
)


def _mentions(text: str, words: Mapping[str, float]) -> bool:
    """Whether a digit or one of the words is there: most passages have neither."""
    return bool(_DIGIT.search(text)) or not words.keys().isdisjoint(_LETTERS.findall(text.lower()))


def figures_in(text: str) -> tuple[ProposedFigure, ...]:
    """The numbers of a passage that are no dates, each with what is counted where it is plain."""
    if not _mentions(text, _SMALL):
        return ()
    undated = _DATE.sub(
        lambda match: "\n" * len(match.group()) if _edtf(match, text) else match.group(), text
    )
    return tuple(figure for match in _FIGURE.finditer(undated) if (figure := _figure(match)))


def dates_in(text: str) -> tuple[str, ...]:
    """The dates of a passage in EDTF, no year invented: "in May" is XXXX-05."""
    if not _mentions(text, _MONTHS):
        return ()
    return tuple(
        dict.fromkeys(date for match in _DATE.finditer(text) if (date := _edtf(match, text)))
    )


def _figure(match: re.Match[str]) -> ProposedFigure | None:
    word = (match["word"] or "").lower()
    if word in {"one", "none"} and (match["unit"] or "").lower() != "of":
        return None
    if match["digits"]:
        digits = match["digits"].replace(" ", "")
        digits = (
            digits.replace(",", "") if _BY_THOUSANDS.fullmatch(digits) else digits.replace(",", ".")
        )
        value = float(digits)
    else:
        value = float(_SMALL[word])
    value *= _SCALES.get((match["scale"] or "").lower(), 1)
    unit = "%" if match["percent"] else match["sign"] or _unit(match)
    if not unit and match["digits"] and int(value) in _YEARS:
        return None
    how = _QUALIFIERS.get((match["how"] or "").lower(), Qualifier.EXACTLY)
    end = match.end("unit") if match["unit"] else match.end()
    if unit and " " in unit:
        end = match.end("unit2")
    elif not _unit(match):
        end = match.start("unit") if match["unit"] else end
    return ProposedFigure(value, unit, how, match.string[match.start() : end].strip())


def _unit(match: re.Match[str]) -> str:
    words = [word for word in (match["unit"], match["unit2"]) if word]
    for word in reversed(words):
        if (
            word.lower().endswith("s")
            and word.lower() not in _NOT_UNITS
            and words[0].lower() not in _NOT_UNITS
        ):
            return " ".join(words[: words.index(word) + 1])
    return words[0] if words and words[0].lower() not in _NOT_UNITS else ""


def _edtf(match: re.Match[str], text: str) -> str | None:
    if match["alone"]:
        return match["alone"]
    name = match["month"].lower()
    day = match["day"] or match["after"]
    plain_may = name in {"may", "march", "mar"} and not (day or match["year"])
    if plain_may and not (
        match["month"][0].isupper() and _BEFORE_MAY.search(text[: match.start()][-8:])
    ):
        return None
    if name in {"may", "march", "mar"} and match["month"][0].islower():
        return None
    date = f"{match['year'] or 'XXXX'}-{_MONTHS[name]:02d}"
    return _existing(f"{date}-{int(day):02d}", date) if day else date


def _existing(day: str, month: str) -> str:
    """The day where the calendar has it, else its month."""
    try:
        return Edtf.parse(day).text
    except NotEdtf:
        return month


_PLACE = re.compile(
    r"\b(?:in|near|at|over|toward|towards|across|outside|в|во|у|над|під|под|біля|возле) (?:the )?((?:[A-ZА-ЯІЇЄҐ][\w’'-]+)(?: (?:of )?[A-ZА-ЯІЇЄҐ][\w’'-]+){0,3})"
)
_NO_PLACES = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)

_ADJECTIVES = ("ian", "ish", "ese")


def places_in(text: str) -> tuple[str, ...]:
    """The names behind "in", "near", "over" and the like that are no months and no days."""
    return tuple(
        dict.fromkeys(
            match.group(1)
            for match in _PLACE.finditer(text)
            if not _NO_PLACES.match(match.group(1)) and not match.group(1).endswith(_ADJECTIVES)
        )
    )
