"""The head of a pasted article: title, byline, publisher and date in lines before the text.

A site's page is copied with its byline ("By Ann Lee, Chief Reporter"), the paper's name and a date
line below the title. Each line is told by its form, and only the lines of the head are looked at.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from knowledge.articles.metadata import plausible_author
from knowledge.languages.lexicon import lexicon
from knowledge.languages.registry import CODES

_LINE = re.compile(r"[^\n]+")
_HEAD_LINES = 8
_FEWEST_LINES = 2
_MOST_WORDS = 8  # of a line that names a paper
_NAME_AND_PAPER = 2  # parts of a byline
_LONGEST_DATE = 40  # characters
_LONGEST_LINE = 160
_LONGEST_TITLE = 250
_TAIL = 2_000  # characters in which a signature stands
_LAST_LINES = 5
_UP_TO = re.compile(r"[^,;|(]{3,120}?(?=,|;|\||\(|$| in | for |\. )")
_DAY_BEFORE = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ .]{0,2}\Z")
_DAY_AFTER = re.compile(r"[ .]{0,2}(\d{1,2})(?!\d)(?!:)")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_NUMERIC = re.compile(
    r"^(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})|^(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d{2})\b"
)
_CLOSED = re.compile(r"[.!?…:;]['\"”»’]?$")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ.-][^\W\d_]+)*\.?")
_QUOTED = re.compile(r"[«“\"]([^«»“”\"]{2,60})[»”\"]")
_NAME = re.compile(
    r"^(?:[^\W\d_]\.|[^\W\d_][\w’'ʼ-]+)(?: (?:de|van|von|der|la|di|da|bin|[^\W\d_]\.|[^\W\d_][\w’'ʼ-]+)){1,4}$"
)


@dataclass(slots=True)
class Headed:
    """What the lines before the text say; `body` is what is left."""

    body: str
    said: dict[str, str] = field(default_factory=dict)


def split_head(text: str) -> Headed:
    """The title, author, publisher and day that stand before the text, and the text without them.

    Only a head that has a title line and at least one line of another kind is taken apart; a text
    without one comes back as it is.
    """
    lines = [match for match in _LINE.finditer(text[:4_000]) if match.group().strip()]
    if len(lines) < _FEWEST_LINES:
        return Headed(text)
    title = lines[0].group().strip()
    if len(title) > _LONGEST_TITLE:
        return Headed(text)
    headed = Headed(text)
    end = 0
    for line in lines[1 : 1 + _HEAD_LINES]:
        read = _read(line.group().strip(), headed.said)
        if read is None:
            break
        for name, value in read.items():
            headed.said.setdefault(name, value)
        end = line.end()
    if not end or not set(headed.said) & {"author", "published"}:
        return Headed(text)
    headed.body = f"{title}\n\n{text[end:].lstrip()}"
    return headed


def signature(text: str) -> str | None:
    """Who signs a text in one of its last lines: «С вами был И. Гай», "(Reporting by Ann Lee)"."""
    lines = [one.strip().strip("()[]—–- ") for one in text[-_TAIL:].splitlines() if one.strip()]
    for line in reversed(lines[-_LAST_LINES:]):
        if len(line) > _LONGEST_LINE:
            continue
        for code in CODES:
            found = lexicon(code, "byline").pattern("signed").match(line)
            if found is None:
                continue
            told = line[found.end() :].lstrip(" :—–-")
            named = _UP_TO.match(told)
            names = [one for one in _names(named[0] if named else "") if plausible_author(one)]
            if names:
                return _joined(names)
    return None


def _read(line: str, said: dict[str, str]) -> dict[str, str] | None:
    """What a line of a head says; {} for one that says nothing of use, None for the text itself."""
    if len(line) > _LONGEST_LINE:
        return None
    if (day := date_line(line)) is not None:
        return {"published": day}
    author = _byline(line)
    if author is not None:
        return author
    if _caption(line):
        return {}
    if _CLOSED.search(line) or len(_WORD.findall(line)) > _MOST_WORDS or line[:1] in "—–-•*#":
        return None
    if "publisher" in said and "author" in said:
        return None
    if "author" not in said and _NAME.match(line) and _person(line):
        return {"author": _joined([line])}
    if ("publisher" not in said and line[:1].isupper()) or line[:1] in '«“"':
        return {"publisher": line}
    return None


def _person(line: str) -> bool:
    words = line.split()
    return (
        len(words) in {2, 3}
        and all(word[:1].isupper() for word in words)
        and not line.isupper()
        and not any(word.casefold() in _bodies() for word in words)
        and plausible_author(line) is not None
    )


@cache
def _bodies() -> frozenset[str]:
    """Words that name a paper or another body, and no person."""
    found = lexicon("en", "attribution")["body_suffixes"]
    for code in CODES:
        words = lexicon(code, "attribution")
        found |= words["body_nouns"] | words["media_nouns"] | lexicon(code, "byline")["papers"]
    return found


def _caption(line: str) -> bool:
    first = line.split(maxsplit=1)[0].casefold().strip(":")
    return any(
        first in " ".join(lexicon(code, "attribution").phrases["junk_starts"]).split()
        for code in CODES
    )


def _byline(line: str) -> dict[str, str] | None:
    """A byline: "By Ann Lee and Bob Roe, Chief Reporter", «Соломія ГНАТІВ, „Вісник“»."""
    first, _, rest = line.partition(" ")
    marked = any(first.casefold() in lexicon(code, "byline")["by"] for code in CODES)
    told = rest.strip() if marked else line
    publisher = _QUOTED.search(told) if not marked or "," in told else None
    pieces = told.split(",")
    names = [name for name in _names(pieces[0]) if plausible_author(name)]
    if marked:
        for piece in pieces[1:]:
            if _NAME.match(piece.strip()) and not _staff(piece):
                names += [name for name in _names(piece) if plausible_author(name)]
    if marked and names:
        return {"author": _joined(names)}
    if (
        publisher is not None
        and len(pieces) == _NAME_AND_PAPER
        and len(names) == 1
        and _NAME.match(names[0])
    ):
        return {"author": _joined(names), "publisher": publisher[1]}
    return None


def _staff(piece: str) -> bool:
    words = {word.casefold() for word in piece.split()}
    return any(words & lexicon(code, "byline")["staff"] for code in CODES)


def _names(piece: str) -> list[str]:
    joiners = {word for code in CODES for word in lexicon(code, "byline")["joiners"]}
    names: list[list[str]] = [[]]
    for word in piece.split():
        if word.casefold() in joiners or word == "&":
            names.append([])
        else:
            names[-1].append(word)
    return [" ".join(name) for name in names if name]


def _joined(names: list[str]) -> str:
    people = [found for name in names if (found := plausible_author(name))]
    return people[0] if len(people) == 1 else f"{', '.join(people[:-1])} and {people[-1]}"


def date_line(line: str) -> str | None:
    """The day of a line that is nothing but a date, with a time, a weekday, "updated"; EDTF."""
    if numeric := _NUMERIC.match(line):
        year, month, day = (numeric["year"], numeric["month"], numeric["day"])
        if year is None:
            year, month, day = numeric["y"], numeric["m"].zfill(2), numeric["d"].zfill(2)
        return (
            f"{year}-{month}-{day}"
            if len(line) < _LONGEST_DATE and _real(year, month, day)
            else None
        )
    year_found = _YEAR.search(line)
    if year_found is None:
        return None
    for code in CODES:
        words = lexicon(code, "time")
        months = {
            word.casefold().rstrip("."): word
            for word in _WORD.findall(line)
            if word.casefold().rstrip(".") in words.tables["months"]
        }
        if not months:
            continue
        name = next(iter(months))
        others = [
            word.casefold().rstrip(".")
            for word in _WORD.findall(line)
            if word.casefold().rstrip(".") not in months
        ]
        known = (
            set(words.tables["weekdays"])
            | words["year_words"]
            | lexicon(code, "byline")["updated"]
            | lexicon(code, "numbers")["time_marks"]
            | _CLOCKS
            | lexicon(code, "byline")["small"]
        )
        if any(word not in known for word in others):
            return None
        day = _day_beside(line, months[name])
        if day is None:
            return None
        month = f"{int(words.tables['months'][name]):02d}"
        return (
            f"{year_found[0]}-{month}-{day:02d}"
            if _real(year_found[0], month, f"{day:02d}")
            else None
        )
    return None


_CLOCKS = frozenset(
    "am pm a.m p.m gmt utc est edt cet cest bst msk at the of st nd rd th et".split()
)


def _day_beside(line: str, month: str) -> int | None:
    at = line.index(month)
    before = _DAY_BEFORE.search(line[max(0, at - 12) : at])
    after = _DAY_AFTER.match(line[at + len(month) : at + len(month) + 8])
    found = before or after
    return int(found[1]) if found else None


def _real(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
