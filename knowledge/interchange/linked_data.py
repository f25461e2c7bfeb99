"""JSON-LD of schema.org as pages and feeds have it, without fetching anything.

A JSON-LD processor (pyld) wants every context that a document names and would have to be given
schema.org's own; what is read here needs less: names are shortened to schema.org's terms, `@value`,
`@list` and `@set` are opened, and a reference by `@id` is followed within the document.
"""

import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from knowledge.translations import Wording

Node = dict[str, Any]

PAGE_CHARACTERS = 20_000_000
"""Of markup that a page may have."""

_SCHEMA = re.compile(r"https?://(?:www\.)?schema\.org/#?", re.IGNORECASE)
_PREFIXED = re.compile(r"(?P<prefix>[A-Za-z][\w.-]{0,30}):(?P<term>[A-Za-z@][\w-]{0,60})")
_WRAPPED = re.compile(r"\A\s*+(?://\s*+)?(?:<!\[CDATA\[|<!--)|(?://\s*+)?(?:\]\]>|-->)\s*+\Z")
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,2000}|!--[^<>]{0,2000}--)>")
_DEEPEST = 200
"""Values within values; what is found stays below 20."""


class TooDeep(ValueError):
    """Values are nested deeper than any document of this kind."""


def documents_in(text: str, spoilt: Callable[[int, str], None]) -> list[Any]:
    """The JSON documents of a text: itself, or the scripts of JSON-LD of an HTML page.

    Args:
        text: JSON or HTML.
        spoilt: told the line of a script of a page that is no JSON, and why.

    Raises:
        ValueError: the text is no JSON, or the page is too big.
    """
    if not text.lstrip().startswith("<"):
        return [json.loads(text)]
    if len(text) > PAGE_CHARACTERS:
        raise ValueError(Wording("the page is too big"))
    found = []
    for line, script in _scripts(text):
        try:
            found.append(_lenient(script))
        except (ValueError, RecursionError) as error:
            spoilt(line, Wording("A script of the page is not JSON ({why}).", why=str(error)))
    return found


def _scripts(page: str) -> Iterator[tuple[int, str]]:
    parser = HTMLParser(no_network=True, encoding="utf-8")
    try:
        root = document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        return
    for script in root.iter("script"):
        kind = (script.get("type") or "").partition(";")[0].strip().casefold()
        if kind == "application/ld+json" and script.text:
            yield script.sourceline or 1, script.text


def _lenient(script: str) -> Any:  # noqa: ANN401 - whatever the page holds
    """JSON as pages have it: in comments or CDATA, with bare line breaks in texts, or escaped."""
    text = _WRAPPED.sub("", script).strip().removesuffix(";")
    try:
        return json.loads(text, strict=False)
    except ValueError:
        if "&quot;" not in text:
            raise
        return json.loads(html.unescape(text), strict=False)


class Graph:
    """The nodes of some JSON-LD documents, with their names shortened and their references found.

    Args:
        documents: as parsed from JSON.

    Raises:
        TooDeep: see there.
    """

    def __init__(self, documents: list[Any]) -> None:
        self._prefixes = {"schema"}
        self._terms: dict[str, str] = {}
        for one in documents:
            self._learn(one, 0)
        self.documents = [self._shortened(one, 0) for one in documents]
        self._by_id: dict[str, Node] = {}
        for one in self.documents:
            self._index(one)

    def values(self, node: Node, *names: str) -> list[Any]:
        """What a node says under the first of some names that it has, as a flat list."""
        for name in names:
            found = [one for one in _flat(node.get(name)) if one not in (None, "", {})]
            if found:
                return [self._resolved(one) for one in found]
        return []

    def nodes(self, node: Node, *names: str) -> list[Node]:
        """The same as nodes: a bare text is a name, a bare link an address."""
        return [
            one if isinstance(one, dict) else {"url" if is_link(one) else "name": one}
            for one in self.values(node, *names)
            if isinstance(one, str | dict)
        ]

    def texts(self, node: Node, *names: str) -> list[str]:
        """The same as clean texts; of a node its text or name."""
        found = []
        for one in self.values(node, *names):
            inner = self.texts(one, "text", "name", "headline") if isinstance(one, dict) else [one]
            found += [clean(str(each)) for each in inner if isinstance(each, str | int | float)]
        return [text for text in found if text]

    def text(self, node: Node, *names: str) -> str:
        """The first of them; empty where there is none."""
        return next(iter(self.texts(node, *names)), "")

    def link(self, node: Node, *names: str) -> str:
        """The first address of a page; empty where there is none."""
        for name in names:
            for one in self.values(node, name):
                if isinstance(one, dict):
                    one = one.get("@id") or self.link(one, "url")  # noqa: PLW2901 - the same value
                if isinstance(one, str) and is_link(one.strip()):
                    return one.strip()
        return ""

    def _resolved(self, value: Any) -> Any:  # noqa: ANN401 - any value
        if isinstance(value, dict) and set(value) <= {"@id", "@type"} and "@id" in value:
            return self._by_id.get(value["@id"], value)
        return value

    def _learn(self, value: Any, depth: int) -> None:  # noqa: ANN401 - any value
        """Take up prefixes and aliases of the contexts."""
        if depth > _DEEPEST:
            raise TooDeep
        if isinstance(value, list):
            for one in value:
                self._learn(one, depth + 1)
        elif isinstance(value, dict):
            for context in _flat(value.get("@context")):
                if isinstance(context, dict):
                    self._take_context(context)
            for key, one in value.items():
                if key != "@context":
                    self._learn(one, depth + 1)

    def _take_context(self, context: Node) -> None:
        for name, given in context.items():
            meant = given.get("@id") if isinstance(given, dict) else given
            if not isinstance(meant, str):
                continue
            if _SCHEMA.fullmatch(meant):
                self._prefixes.add(name)
            elif meant.startswith("@") or _SCHEMA.match(meant) or _PREFIXED.fullmatch(meant):
                self._terms[name] = meant

    def _shortened(self, value: Any, depth: int) -> Any:  # noqa: ANN401 - any value
        if depth > _DEEPEST:
            raise TooDeep
        if isinstance(value, list):
            return [self._shortened(one, depth + 1) for one in value]
        if not isinstance(value, dict):
            return value
        if any(key.startswith("accordingto:") for key in value):
            return value  # our own: it is read as it was written
        node: Node = {}
        for key, one in value.items():
            if key == "@context":
                continue
            name = self._term(key)
            short = self._shortened(one, depth + 1)
            if name == "@type":
                short = [self._term(kind) for kind in _flat(short) if isinstance(kind, str)]
            node.setdefault(name, short)
        for opened in ("@value", "@list", "@set"):
            if opened in node:
                return _tagged(node, opened)
        return node

    def _term(self, name: str) -> str:
        name = self._terms.get(name, name)
        name = _SCHEMA.sub("", name, count=1) if _SCHEMA.match(name) else name
        found = _PREFIXED.fullmatch(name)
        return found["term"] if found and found["prefix"] in self._prefixes else name

    def _index(self, value: Any) -> None:  # noqa: ANN401 - any value
        if isinstance(value, list):
            for one in value:
                self._index(one)
        elif isinstance(value, dict):
            identity = value.get("@id")
            if isinstance(identity, str) and not set(value) <= {"@id", "@type"}:
                known = self._by_id.setdefault(identity, value)
                if known is not value:
                    known.update({key: one for key, one in value.items() if key not in known})
            for one in list(value.values()):
                self._index(one)


class TaggedText(str):
    """A text whose language is given with it."""

    __slots__ = ("language",)
    language: str


def _tagged(node: Node, opened: str) -> Any:  # noqa: ANN401 - any value
    """What a node of JSON-LD holds, a text with its language."""
    value, language = node[opened], node.get("@language")
    if not (isinstance(value, str) and isinstance(language, str)):
        return value
    text = TaggedText(value)
    text.language = language
    return text


def types_of(node: Node) -> list[str]:
    """The types of a node, in schema.org's short names."""
    return [one for one in _flat(node.get("@type")) if isinstance(one, str)]


def is_link(value: object) -> bool:
    """Whether a value is the address of a page."""
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def clean(text: str) -> str:
    """A text without entities and tags, which publishers leave in."""
    plain = html.unescape(html.unescape(text)) if "&" in text else text
    return " ".join(_TAG.sub(" ", plain).split()) if "<" in plain else " ".join(plain.split())


def _flat(value: Any) -> list[Any]:  # noqa: ANN401 - any value
    return [each for one in value for each in _flat(one)] if isinstance(value, list) else [value]


UNCHECKED = "accordingto-unchecked"
"""The type of a claim of the API that no check is about."""

CLAIM = "accordingto-claim"
"""The key of the address that several checks of one claim share."""

Plain = dict[str, Any]


def reviews_in(answer: Plain) -> Iterator[Plain] | None:
    """The checks of a claim or of a page of the API as nodes of schema.org; None for anything else."""
    if isinstance(answer.get("claims"), list) and "@type" not in answer:
        claims = [_mapping(one) for one in answer["claims"]]
        return (
            each
            for one in claims
            for each in _of_claim(
                one if isinstance(one.get("claimReview"), list) else {**one, "claimReview": []}
            )
        )
    if isinstance(answer.get("claimReview"), list) and "@type" not in answer:
        return _of_claim(answer)
    if isinstance(answer.get("claimReviewMarkups"), list):
        return _of_page(answer)
    return None


def _of_claim(claim: Plain) -> Iterator[Plain]:
    reviews = [one for one in claim["claimReview"] if isinstance(one, dict)]
    if not reviews:
        yield {"@type": [UNCHECKED], "name": claim.get("text")}
    first = next((one["url"] for one in reviews if one.get("url")), None)
    for one in reviews:
        publisher = _mapping(one.get("publisher"))
        yield {
            "@type": ["ClaimReview"],
            CLAIM: first,
            "url": one.get("url"),
            "headline": one.get("title"),
            "claimReviewed": claim.get("text"),
            "datePublished": one.get("reviewDate"),
            "inLanguage": one.get("languageCode"),
            "author": {"@type": ["Organization"], "name": publisher.get("name") or publisher.get("site")},
            "reviewRating": {"alternateName": one.get("textualRating")},
            "itemReviewed": {
                "@type": ["Claim"],
                "author": {"name": claim.get("claimant")},
                "datePublished": claim.get("claimDate"),
            },
        }  # fmt: skip


def _of_page(page: Plain) -> Iterator[Plain]:
    for one in page["claimReviewMarkups"]:
        if isinstance(one, dict):
            rating = _mapping(one.get("rating"))
            yield {
                "@type": ["ClaimReview"],
                "url": one.get("url") or page.get("pageUrl"),
                "claimReviewed": one.get("claimReviewed"),
                "datePublished": page.get("publishDate"),
                "author": page.get("claimReviewAuthor"),
                "reviewRating": rating | {"alternateName": rating.get("textualRating")},
                "itemReviewed": {
                    "@type": ["Claim"],
                    "author": one.get("claimAuthor"),
                    "datePublished": one.get("claimDate"),
                    "firstAppearance": one.get("claimFirstAppearance"),
                    "appearance": one.get("claimAppearances"),
                },
            }


def _mapping(value: object) -> Plain:
    return value if isinstance(value, dict) else {}
