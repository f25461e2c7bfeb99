"""What a page or a pasted text says about its article: JSON-LD, meta elements, the lines of its head.

What cannot be a title, a person, a publisher or a day is passed over: fields hold links, doubled
names, photo credits, "admin", and the dates of teasers stand before the article's own.

A site's page is copied with its byline ("By Ann Lee, Chief Reporter"), the paper's name and a date
line below the title. Each line is told by its form, and only the lines of the head are looked at.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from knowledge.characters import cleaned
from knowledge.languages.registry import CODES, lexicon

_SCRIPT = re.compile(r"<script\s[^<>]{0,300}application/ld\+json[^<>]{0,300}>", re.IGNORECASE)
_MOST_SCRIPTS = 40
_META = re.compile(r"<meta\s[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]{2,30})\s*=\s*(?:\"([^\"]{0,1000})\"|'([^']{0,1000})')")
_ARTICLES = re.compile(r"(?:Article|BlogPosting|Report|Reportage|LiveBlogPosting)$")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LINK = re.compile(
    r"https?://|www\.|@|\.(?:com|org|net|ru|ua|info|example|co\.uk)\b", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]")
_TAG = re.compile(r"<[^<>]{0,200}>")
_LONGEST_FIELD = 2_000  # characters
_JOINERS = re.compile(r"[,;&|]| and ")
_AGENCY = re.compile(r"(?i)\b(?:getty|images|afp|desk)\b|/")
_DEEPEST = 12
_FULL_NAME = 2  # words
_SHOUTED = 3  # letters; longer words in capitals are a way of writing
_MOST_NODES = 400
_LONGEST_NAME = 70
_MOST_AUTHORS = 6
_NOBODY = frozenset(
    "admin administrator editor editors staff username user author unknown none null redaction".split()
)
_NO_YEARS = frozenset({"0001", "1970", "1900"})


@dataclass(frozen=True, slots=True)
class Head:
    """What a page or a text says of its article; None where it does not."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None


def head_of(markup: str) -> Head:
    """The head of a page, each field from the best place that has a plausible one."""
    nodes = [node for node in _nodes(markup) if _is_article(node)]
    metas = _metas(markup)
    titles = _plain(metas.get("og:title")) or ""
    own = next((one for one in nodes if titles and _plain(one.get("headline")) == titles), None)
    node: Mapping[str, Any] = own or (nodes[0] if nodes else {})
    publisher = _publisher(_name(node.get("publisher"))) or _publisher(metas.get("og:site_name"))
    return Head(
        _plain(node.get("headline")) or _plain(metas.get("og:title")),
        publisher,
        _authors(_names(node.get("author")), publisher)
        or _authors([metas.get("author"), metas.get("article:author")], publisher),
        _day(node.get("datePublished"))
        or _day(metas.get("article:published_time"))
        or _day(metas.get("datepublished")),
    )


def _nodes(markup: str) -> Iterator[Mapping[str, Any]]:
    for script in list(islice(_SCRIPT.finditer(markup), _MOST_SCRIPTS)):
        end = markup.find("</script", script.end())
        try:
            read = json.loads(markup[script.end() : end].strip(), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _walk(read)


def _walk(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """The nodes of a document that may describe the page itself, outermost first."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:_MOST_NODES]:
            yield from _walk(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from _walk(value.get(key), depth + 1)


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(one, str) and _ARTICLES.search(one) for one in listed)


def _metas(markup: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _META.finditer(markup[:400_000]):
        values = {
            name.casefold(): html.unescape(double or single)
            for name, double, single in _ATTRIBUTE.findall(match.group())
        }
        key = (
            values.get("property") or values.get("name") or values.get("itemprop") or ""
        ).casefold()
        if key and values.get("content"):
            found.setdefault(key, values["content"])
    return found


def _plain(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    text = " ".join(cleaned(html.unescape(_TAG.sub("", value[:_LONGEST_FIELD]))).split())
    return text or None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return next((name for one in value if (name := _name(one))), None)
    if isinstance(value, dict):
        return _plain(value.get("name"))
    return _plain(value)


def _names(value: Any) -> list[str | None]:
    return [_name(one) for one in value] if isinstance(value, list) else [_name(value)]


def _publisher(name: Any) -> str | None:
    """A publisher's name, which is no address and no link."""
    text = _plain(name)
    if text is None or len(text) > _LONGEST_NAME or not _LETTERS.search(text):
        return None
    bare = text.strip(" |-–—")
    return None if _LINK.search(bare) or "_" in bare else bare


def _authors(names: list[Any], publisher: str | None) -> str | None:
    """The persons among some names, each once."""
    kept: dict[str, str] = {}
    for name in names:
        text = _plain(name)
        for one in _JOINERS.split(text or ""):
            person = plausible_author(one, publisher)
            key = "".join(filter(str.isalpha, person.casefold())) if person else ""
            if person and (
                key not in kept or kept[key].isupper() or "-" in kept[key] > "-" in person
            ):
                kept[key] = person
    people = list(kept.values())[:_MOST_AUTHORS]
    if not people:
        return None
    return people[0] if len(people) == 1 else f"{', '.join(people[:-1])} and {people[-1]}"


def plausible_author(name: str, publisher: str | None = None) -> str | None:
    """The name of a person who may have written an article, or None."""
    words = name.strip(" .,;:–—-").split()
    if words and any(words[0].casefold() in lexicon(code, "byline")["by"] for code in CODES):
        words = words[1:]
    text = " ".join(words)
    odd = (
        not words
        or len(text) > _LONGEST_NAME
        or _LINK.search(text)
        or any(letter.isdigit() for letter in text)
        or text.casefold() in _NOBODY
        or any(
            word.casefold() in lexicon(code, "byline")["pictures"]
            for code in CODES
            for word in words
        )
        or (publisher is not None and text.casefold() == publisher.casefold())
        or _AGENCY.search(text)
    )
    small = not (words and words[0][:1].isupper() and words[-1][:1].isupper())
    if odd or small or len(words) < _FULL_NAME or not text[0].isalpha():
        return None
    return " ".join(one.title() if one.isupper() and len(one) > _SHOUTED else one for one in words)


def _day(value: Any) -> str | None:
    match = _DAY.match(value.strip()) if isinstance(value, str) else None
    if match is None or match[1] in _NO_YEARS:
        return None
    return match[0]


_LINE = re.compile(r"[^\n]+")
_HEAD_LINES = 8
_FEWEST_LINES = 2
_MOST_WORDS = 8  # of a line that names a paper
_NAME_AND_PAPER = 2  # parts of a byline
_INITIALISM = 4  # letters; "BBC" is a paper
_MOST_PARTS = 6  # of a line that joins a paper, a person and a day
_DATE_PARTS = 3  # "Thursday, Feb. 19, 2026"
_PART = re.compile(r"[|·•/]|,\s|\s[—–]\s")
_TITLE_LINES = 3  # over which a page breaks a title
_PAPER_WORDS = 4  # of a line that names the paper above the title
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


def split_head(text: str, *, wrapped: bool = False) -> Headed:
    """The title, author, publisher and day that stand before the text, and the text without them.

    Only a head that has a title line and at least one line of another kind is taken apart; a text
    without one comes back as it is.

    Args:
        text: what was pasted.
        wrapped: whether its lines are those of a page, so that a title may have several.
    """
    lines = [match for match in _LINE.finditer(text[:4_000]) if match.group().strip()]
    if len(lines) < _FEWEST_LINES:
        return Headed(text)
    titled = 1
    if wrapped:
        titled = next(
            (
                number
                for number in range(1, min(_TITLE_LINES, len(lines) - 1) + 1)
                if _read(lines[number].group().strip(), {})
            ),
            1,
        )
    title = " ".join(line.group().strip() for line in lines[:titled])
    if len(title) > _LONGEST_TITLE:
        return Headed(text)
    headed = Headed(text)
    end = 0
    for line in lines[titled : titled + _HEAD_LINES]:
        read = _read(line.group().strip(), headed.said)
        if read is None:
            break
        for name, value in read.items():
            headed.said.setdefault(name, value)
        end = line.end()
    if not end or not set(headed.said) & {"author", "published"}:
        return Headed(text)
    below = text[end:].lstrip()
    first, _, rest = below.partition("\n")
    if "publisher" not in headed.said and _paper_above(title, first, rest):
        headed.said["publisher"] = title
        title, below = first.strip(), rest.lstrip()
    headed.body = f"{title}\n\n{below}"
    return headed


def _paper_above(line: str, following: str, rest: str) -> bool:
    """Whether the first line names the paper, and the title comes below the day."""
    words = len(_WORD.findall(line))
    return (
        words <= _PAPER_WORDS
        and len(_WORD.findall(following)) > words
        and not _CLOSED.search(following.strip())
        and len(following) <= _LONGEST_TITLE
        and bool(rest.strip())
    )


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
            names = [
                one for one in _byline_names(named[0] if named else "") if plausible_author(one)
            ]
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
    if (joined := _line_of_parts(line, said)) is not None:
        return joined
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


def _line_of_parts(line: str, said: dict[str, str]) -> dict[str, str] | None:
    """What a line says that holds a day beside other things: "The Post | 8 May 2026 | Ann Lee".

    Every part must be of a kind that heads have; None for any other line.
    """
    parts = [part.strip() for part in _PART.split(line) if part.strip()]
    if not 1 < len(parts) <= _MOST_PARTS:
        return None
    found: dict[str, str] = {}
    left: list[str] = []
    place = 0
    while place < len(parts):
        for end in range(min(len(parts), place + _DATE_PARTS), place, -1):
            day = date_line(", ".join(parts[place:end]))
            if day is not None and "published" not in found:
                found["published"] = day
                place = end
                break
        else:
            left.append(parts[place])
            place += 1
    if "published" not in found:
        return None
    for part in left:
        if part.isupper() and len(part) > _INITIALISM and " " not in part:
            continue  # "BERLIN, May 8": a place
        if _CLOSED.search(part) or len(_WORD.findall(part)) > _MOST_WORDS:
            return None
        told = _byline(part)
        if told is None and "author" not in said | found and _person(part):
            told = {"author": _joined([part])}
        quoted = _QUOTED.fullmatch(part)
        if told is None and not _staff(part) and "publisher" not in found:
            told = (
                {"publisher": quoted[1] if quoted else part}
                if part[:1] in '«“"' or part[:1].isupper()
                else None
            )
            if told is None:
                return None
        found = (told or {}) | found
    return found


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
    names = [name for name in _byline_names(pieces[0]) if plausible_author(name)]
    if marked:
        for piece in pieces[1:]:
            if _NAME.match(piece.strip()) and not _staff(piece):
                names += [name for name in _byline_names(piece) if plausible_author(name)]
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


def _byline_names(piece: str) -> list[str]:
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
