"""Everything in the store as one ClaimReview document (schema.org), that reads back as the same."""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from knowledge.domain import Bundle
from knowledge.interchange.rows import lines_of

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
