"""ClaimReview and Claim (schema.org): read as fact-checkers publish them, written so that they read back the same.

A check becomes two statements: the claim, said by whoever is named as its author (nobody known where
nobody is), and the checker's verdict on it, which disputes it. This store rates nothing: it says that
the checker does.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

from knowledge.domain import (
    Attribution,
    Bundle,
    Fault,
    InvalidFile,
    Kind,
    RelationKind,
    SpeakerKind,
)
from knowledge.interchange.bounded_files import text_in_any_encoding
from knowledge.interchange.foreign_values import (
    digest,
    foreign_date,
    language_in,
    language_named,
    slug,
)
from knowledge.interchange.linked_data import (
    CLAIM,
    UNCHECKED,
    Graph,
    Node,
    TaggedText,
    TooDeep,
    clean,
    documents_in,
    is_link,
    reviews_in,
    types_of,
)
from knowledge.interchange.rows import RowReader, lines_of
from knowledge.languages.registry import listed
from knowledge.translations import Wording, words_in

Plain = dict[str, Any]

PREFIX = "accordingto:"
RECORD = f"{PREFIX}record"
KEPT = (
    "language", "speaker_kind", "attribution", "kind", "quote", "about", "incident", "places",
    "figures", "phrasings",
)  # fmt: skip
"""Keys of a row that schema.org has no name for; `language` beside its `inLanguage`."""

_CONTEXT = ["https://schema.org", {"accordingto": "urn:accordingto:"}]
_ARTICLE = (("title", "headline"), ("url", "url"), ("published", "datePublished"), ("language", "inLanguage"))  # fmt: skip


def write_claimreview(bundles: Iterable[Bundle], stream: TextIO) -> None:
    """One document with a node for every record."""
    graph = [_node(line) for line in lines_of(bundles)]
    document = {"@context": _CONTEXT, "@graph": graph}
    json.dump(document, stream, ensure_ascii=False, indent=1)
    stream.write("\n")


def own_line(node: Plain) -> Plain:
    """The row of a node that `write_claimreview` has made."""
    claim = node.get("itemReviewed")
    claim = claim if isinstance(claim, dict) else {}
    author, article = claim.get("author"), claim.get("firstAppearance")
    line: Plain = {
        "id": node.get("identifier"),
        "claim": node.get("claimReviewed"),
        "said": claim.get("datePublished"),
        "record": node.get(RECORD),
    }
    if isinstance(author, dict):
        line |= {"speaker": author.get("name"), "role": author.get("jobTitle")}
    if isinstance(article, dict):
        line["article"] = _own_article(article)
    line |= {key: node.get(PREFIX + key) for key in KEPT}
    return {key: value for key, value in line.items() if value is not None}


def _own_article(article: Plain) -> Plain:
    given = {key: article.get(name) for key, name in _ARTICLE} | {"id": article.get("identifier")}
    for key in ("publisher", "author"):
        named = article.get(key)
        given[key] = named.get("name") if isinstance(named, dict) else None
    return {key: value for key, value in given.items() if value is not None}


def _node(line: Plain) -> Plain:
    if "claim" not in line:
        return {"@type": f"{PREFIX}Record", RECORD: line["record"]}
    claim: Plain = {"@type": "Claim"}
    if line.get("speaker"):
        claim["author"] = {"@type": "Thing", "name": line["speaker"]}
        if line.get("role"):
            claim["author"]["jobTitle"] = line["role"]
    if line.get("said"):
        claim["datePublished"] = line["said"]
    appearance = _appearance(line["article"])
    claim |= {"firstAppearance": appearance, "appearance": [appearance]}
    node = {
        "@type": "ClaimReview",
        "identifier": line["id"],
        "inLanguage": line["language"],
        "claimReviewed": line["claim"],
        "itemReviewed": claim,
    }
    node |= {PREFIX + key: line[key] for key in KEPT if key in line}
    if "record" in line:
        node[RECORD] = line["record"]
    return node


def _appearance(article: Plain) -> Plain:
    made: Plain = {"@type": "Article", "identifier": article["id"]}
    made |= {name: article[key] for key, name in _ARTICLE if article.get(key)}
    for key, kind in (("publisher", "Organization"), ("author", "Person")):
        if article.get(key):
            made[key] = {"@type": kind, "name": article[key]}
    return made


MAX_BYTES = 200_000_000
_CHECK, _CLAIM = "ClaimReview", "Claim"
_KINDS = {
    "Person": SpeakerKind.PERSON,
    "Organization": SpeakerKind.ORGANISATION,
    "NewsMediaOrganization": SpeakerKind.ORGANISATION,
    "GovernmentOrganization": SpeakerKind.ORGANISATION,
    "Corporation": SpeakerKind.ORGANISATION,
    "NGO": SpeakerKind.ORGANISATION,
}
_LONGEST_NAME = 300


def read_claimreview(path: Path, reader: RowReader, size: int) -> Iterator[Bundle]:
    """Bundles of about `size` claims; refusals count checks from 1, as they stand in the file.

    Raises:
        InvalidFile: the file cannot be read, or is neither JSON nor an HTML page.
    """
    text = text_in_any_encoding(path, MAX_BYTES).text
    try:
        graph = Graph(documents_in(text, reader.skip))
        checks = list(_checks(graph))
        for number, check in enumerate(checks, start=1):
            _take(reader, number, graph, check)
            if number % size == 0:
                yield reader.bundle()
    except (RecursionError, TooDeep) as error:
        reason = Wording("The file is nested too deeply.")
        raise InvalidFile([Fault(str(path), None, reason)]) from error
    except ValueError as error:
        line = getattr(error, "lineno", None)
        reason = Wording("This is not JSON ({why}).", why=str(error))
        raise InvalidFile([Fault(str(path), line, reason)]) from error
    if all(UNCHECKED in types_of(one.node) for one in checks):
        reason = Wording("The file holds no ClaimReview and no Claim.")
        raise InvalidFile([Fault(str(path), None, reason)])
    yield reader.last()


@dataclass(frozen=True, slots=True)
class _Found:
    """A check or a bare claim where it stands; `claim` is the one around it, if any."""

    node: Node
    claim: Node | None = None


def _checks(graph: Graph) -> Iterator[_Found]:
    """Checks wherever publishers put them; a claim alone only where no check is about it."""
    found = [one for document in graph.documents for one in _walked(document, None)]
    checked = {
        id(item)
        for one in found
        if _CHECK in types_of(one.node)
        for item in graph.values(one.node, "itemReviewed")
    }
    for one in found:
        if id(one.node) not in checked:
            yield one


def _walked(value: Any, claim: Node | None) -> Iterator[_Found]:  # noqa: ANN401 - any value
    if isinstance(value, list):
        for one in value:
            yield from _walked(one, claim)
        return
    if not isinstance(value, dict):
        return
    types = types_of(value)
    if _CHECK in types or any(key.startswith(PREFIX) for key in value):
        yield _Found(value, claim)
        return
    if (reviews := reviews_in(value)) is not None:
        yield from (_Found(one) for one in reviews)
        return
    inside = [
        one for each in value.values() for one in _walked(each, value if _CLAIM in types else claim)
    ]
    if _CLAIM in types and not any(_CHECK in types_of(one.node) for one in inside):
        yield _Found(value)
    else:
        yield from inside


def _take(reader: RowReader, number: int, graph: Graph, found: _Found) -> None:
    node = found.node
    if any(key.startswith(PREFIX) for key in node):
        reader.take(number, own_line(node))
        return
    if UNCHECKED in types_of(node):
        claim = str(node.get("name") or "")[:100]
        reader.skip(number, Wording('No check is given of the claim "{claim}".', claim=claim))
        return
    if _CHECK not in types_of(node):
        _Check(reader, number, graph, {}, [node], graph.text(node, "text", "name")).take()
        return
    items = graph.nodes(node, "itemReviewed") or ([found.claim] if found.claim else [])
    claims = graph.texts(node, "claimReviewed")
    for claim in dict.fromkeys(claims):
        _Check(reader, number, graph, node, items, claim).take()
    if not claims:
        for item in items or [{}]:
            claim = graph.text(item, "text", "name", "headline")
            _Check(reader, number, graph, node, [item] if item else [], claim).take()


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who is named as the author of a claim or of a check; `name` empty: nobody is."""

    name: str = ""
    role: str = ""
    kind: SpeakerKind = SpeakerKind.PERSON
    is_named: bool = False


@dataclass(slots=True)
class _Check:
    """One claim with the check on it.

    Args:
        node: the ClaimReview; empty for a claim alone.
        items: what it is about: claims, or the works that make them.
        claim: the words.
    """

    reader: RowReader
    number: int
    graph: Graph
    node: Node
    items: list[Node]
    claim: str
    language: str = field(init=False)

    def __post_init__(self) -> None:
        named = self._tagged_language() or next((one for item in (*self.items, self.node) if (one := self._named_language(item))), None)  # fmt: skip
        self.language = language_in(self.claim, named)

    def _tagged_language(self) -> str | None:
        """The language that is given with the words of the claim themselves."""
        for one in self.graph.values(self.node, "claimReviewed"):
            if isinstance(one, TaggedText) and clean(one) == self.claim:
                return language_named(one.language)
        return None

    def take(self) -> None:
        """Hand the rows to the reader."""
        link = self.graph.link(self.node, "url", "mainEntityOfPage", "@id")
        checker = self._checker(link)
        identity = self._identity(link)
        if self.reader.holds(identity) and CLAIM not in self.node:
            said = Wording('The check of "{claim}" stands here already.', claim=self.claim[:100])
            self.reader.skip(self.number, said)
            return
        page = self._page(link, checker)
        appeared = self._appeared()
        if not self.reader.holds(identity):
            self.reader.take(self.number, self._claim_row(identity, appeared or page, checker))
        if self.reader.holds(identity) and self.node:
            self._take_verdict(identity, link, checker, page, lost=appeared is not None)

    def _take_verdict(
        self, claim: str, link: str, checker: _Speaker, page: Plain, *, lost: bool
    ) -> None:
        """The checker's statement.

        Args:
            claim: the id of the statement that it is about.
            link: of the check; empty where none is given.
            checker: who says it.
            page: the article of the check.
            lost: whether nothing else leads to the check.
        """
        rating = self._rating()
        words, relation = self._verdict(rating)
        if not rating and not page.get("title") and not (lost and link):
            return
        identity = f"{slug(_bare(link))}-{digest(link, self.claim)}-verdict"
        if self.reader.holds(identity):
            said = Wording('The check of "{claim}" stands here already.', claim=self.claim[:100])
            self.reader.skip(self.number, said)
            return
        row = {
            "id": identity,
            "claim": words,
            "language": self._own_language(),
            "kind": Kind.ASSESSMENT.value,
            "said": self._date(self.node, "datePublished", "dateCreated"),
            "relations": [{"kind": relation.value, "to": claim}],
            "article": page or None,
            **_speaking(checker),
        }
        self.reader.take(self.number, {key: one for key, one in row.items() if one is not None})

    def _claim_row(self, identity: str, article: Plain, checker: _Speaker) -> Plain:
        row = {
            "id": identity,
            "claim": self.claim or None,
            "language": self.language,
            "said": next(
                (one for item in self.items if (one := self._date(item, "datePublished", "dateCreated"))),
                None,
            ),
            "article": article or None,
            **_speaking(self._author(checker)),
        }  # fmt: skip
        return {key: one for key, one in row.items() if one is not None}

    def _identity(self, link: str) -> str:
        """Of the link and the claim; of the claim alone where no link is given, as its own id."""
        if not self.node:
            for name in ("identifier", "@id"):
                given = self.graph.values(self.items[0], name)
                if given and isinstance(given[0], str) and _is_id(given[0]):
                    return given[0]
            link = self.graph.link(self.items[0], "@id", "url")
        link = self.node.get(CLAIM) or link
        if not link:
            return f"claim-{digest(self.claim, *(one.name for one in self._authors()))}"
        return f"{slug(_bare(link))}-{digest(link, self.claim)}"

    def _authors(self) -> list[_Speaker]:
        found = []
        for item in self.items:
            if {"Person", "Organization"} & set(types_of(item)):
                found.append(self._speaker(item))
            found += [self._speaker(one) for one in self.graph.nodes(item, "author", "creator")]
        names = {one.name.casefold(): one for one in reversed(found) if one.name}
        return list(reversed(names.values()))

    def _author(self, checker: _Speaker) -> _Speaker:
        """Who made the claim; nobody where the checker is named as its author by mistake."""
        authors = [one for one in self._authors() if one.name.casefold() != checker.name.casefold()]
        if len(authors) <= 1 or not self.node:
            return next(iter(authors), _Speaker())
        named = [one for one in authors if one.is_named]
        if len(named) == 1:
            return named[0]
        name = " & ".join(one.name for one in named or authors)[:_LONGEST_NAME]
        return _Speaker(name, "", SpeakerKind.GROUP, is_named=bool(named))

    def _checker(self, link: str) -> _Speaker:
        for name in ("author", "publisher", "sourceOrganization", "provider", "creator"):
            for one in self.graph.nodes(self.node, name):
                speaker = self._speaker(one, otherwise=SpeakerKind.ORGANISATION)
                if speaker.is_named:
                    return speaker
        host = urlsplit(link).hostname or ""
        return _Speaker(
            host.removeprefix("www."), "", SpeakerKind.ORGANISATION, is_named=bool(host)
        )

    def _speaker(self, node: Node, otherwise: SpeakerKind = SpeakerKind.PERSON) -> _Speaker:
        inner = self.graph.nodes(node, "author")  # schema.org's Role around a person
        if "name" not in node and inner:
            return self._speaker(inner[0], otherwise)
        parts = (self.graph.text(node, "givenName"), self.graph.text(node, "familyName"))
        name = (
            self.graph.text(node, "name", "legalName", "alternateName") or " ".join(parts).strip()
        )
        name = name[:_LONGEST_NAME]
        if not name or is_link(name) or name.casefold() in _names("unknown"):
            return _Speaker()
        role = self.graph.text(node, "jobTitle")
        if name.casefold() in _names("several"):
            return _Speaker(name, role, SpeakerKind.GROUP)
        kind = next((_KINDS[one] for one in types_of(node) if one in _KINDS), otherwise)
        return _Speaker(name, role, kind, is_named=True)

    def _appeared(self) -> Plain | None:
        """The article in which the claim was made, if the check leads to one."""
        for item in self.items:
            works = self.graph.nodes(item, "firstAppearance") + self.graph.nodes(item, "appearance")
            if not {_CLAIM, "Person", "Organization"} & set(types_of(item)):
                works.append(item)
            for work in works:
                link = self.graph.link(work, "url", "@id", "mainEntityOfPage", "sameAs")
                if article := self._article(work, link, without_link=False):
                    return article
        return None

    def _page(self, link: str, checker: _Speaker) -> Plain:
        """The article that is the check itself."""
        if not self.node:
            return self._article(self.items[0], self.graph.link(self.items[0], "url")) or {}
        page = self._article(self.node, link) or {}
        if not page.get("publisher") and checker.is_named and page:
            page["publisher"] = checker.name
        if page:
            page["language"] = self._own_language()
        return page

    def _article(self, node: Node, link: str, *, without_link: bool = True) -> Plain | None:
        title = self.graph.text(node, "headline", "name")
        if not link and not (title and without_link):
            return None
        who = [self._speaker(one, SpeakerKind.ORGANISATION) for name in ("publisher", "author")
               for one in self.graph.nodes(node, name)]  # fmt: skip
        article = {
            "title": title,
            "url": link,
            "publisher": next((one.name for one in who if one.is_named), ""),
            "published": self._date(node, "datePublished"),
            "language": self._named_language(node),
        }
        return {key: value for key, value in article.items() if value}

    def _rating(self) -> str:
        """The verdict in the checker's words, or its number on its scale; empty where there is none."""
        for rating in self.graph.nodes(self.node, "reviewRating", "rating"):
            if words := self.graph.text(rating, "alternateName", "name", "ratingExplanation"):
                return words
            value = self.graph.text(rating, "ratingValue")
            if value and not _is_number(value):
                return value
            if value:
                best = self.graph.text(rating, "bestRating") or "5"
                worst = self.graph.text(rating, "worstRating") or "1"
                return f"{value} ({worst}–{best})"
        return ""

    def _verdict(self, rating: str) -> tuple[str, RelationKind]:
        """The checker's statement and how it bears on the claim."""
        words = words_in(self._own_language())
        if not rating:
            headline = self.graph.text(self.node, "headline", "name")
            if headline and "?" not in headline and headline != self.claim:
                rejects = headline.casefold().startswith(tuple(_names("rejecting")))
                return headline, RelationKind.DISPUTES if rejects else RelationKind.COMMENTS_ON
            # The words of the claim are its own speaker's: who asks for them is to find that.
            said = words.say("A check of this claim was published, without a rating")
            return said, RelationKind.COMMENTS_ON
        said = words.say("The claim “{claim}” is rated “{rating}”", claim=self.claim, rating=rating)
        agrees = rating.casefold().strip(' .!"“”«»') in _names("agreeing") or self._is_best()
        return said, RelationKind.SUPPORTS if agrees else RelationKind.DISPUTES

    def _is_best(self) -> bool:
        """Whether the verdict is a number only, and the best one of a scale that is given."""
        for rating in self.graph.nodes(self.node, "reviewRating", "rating"):
            if self.graph.text(rating, "alternateName", "name", "ratingExplanation"):
                return False
            value, best = (self.graph.text(rating, name) for name in ("ratingValue", "bestRating"))
            worst = self.graph.text(rating, "worstRating") or "1"
            if all(map(_is_number, (value, best, worst))):
                return float(value) == float(best) > float(worst)
        return False

    def _own_language(self) -> str:
        """The language of the check itself."""
        named = self._named_language(self.node)
        title = self.graph.text(self.node, "headline", "name")
        return language_in(title or self._rating() or self.claim, named or self.language)

    def _named_language(self, node: Node) -> str | None:
        for one in self.graph.values(node, "inLanguage", "language"):
            names = [one] if isinstance(one, str) else []
            if isinstance(one, dict):
                names = self.graph.texts(one, "alternateName") + self.graph.texts(one, "name")
            for name in names:
                if code := language_named(name):
                    return code
        return None

    def _date(self, node: Node, *names: str) -> str | None:
        for one in self.graph.texts(node, *names):
            if (date := foreign_date(one)) is not None:
                return date
            said = Wording('"{text}" is no date that can be told; it was left out.', text=one[:100])
            self.reader.note(self.number, said, once=f"{self.number} {one}")
        return None


def _speaking(speaker: _Speaker) -> Plain:
    """The keys of a row that say who speaks; nobody who is known is never the article itself."""
    attribution = Attribution.NAMED if speaker.is_named else Attribution.UNNAMED
    said: Plain = {"attribution": attribution.value}
    if speaker.name:
        said |= {"speaker": speaker.name, "speaker_kind": speaker.kind.value}
    if speaker.name and speaker.role:
        said["role"] = speaker.role
    return said


def _names(kind: str) -> frozenset[str]:
    """The names of one kind in `unnamed_speakers.yaml`, of every language."""
    return listed("unnamed_speakers", kind)


def _is_id(text: str) -> bool:
    """Whether a node's own id is one outside its document as well."""
    return not (text.startswith(("#", "_:")) or "/" in text)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _bare(link: str) -> str:
    return link.removeprefix("https://").removeprefix("http://").removeprefix("www.")
