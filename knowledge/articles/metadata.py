"""What a page says about its article: the article's own JSON-LD node first, then its meta elements.

What cannot be a title, a person, a publisher or a day is passed over: fields hold links, doubled
names, photo credits, "admin", and the dates of teasers stand before the article's own.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from knowledge.characters import cleaned
from knowledge.languages.lexicon import lexicon
from knowledge.languages.registry import CODES

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
