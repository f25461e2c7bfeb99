"""ClaimReview JSON-LD (schema.org): claims with their author and where they appeared.

Nothing is rated: this store says who said it, never whether it is true.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from knowledge.domain import Bundle, Fault, InvalidFile
from knowledge.interchange.bounded_yaml import text_of
from knowledge.interchange.identifiers import slug
from knowledge.interchange.rows import RowReader, lines_of
from knowledge.translations import Wording

MAX_BYTES = 200_000_000
_RECORD = "accordingto:record"
_CONTEXT = ["https://schema.org", {"accordingto": "urn:accordingto:"}]
_TYPES = ("ClaimReview", "Claim")


def read_claimreview(path: Path, reader: RowReader, size: int) -> Iterator[Bundle]:
    """Bundles of `size` claims; refusals count them from 1, as they stand in the file.

    Raises:
        InvalidFile: the file cannot be read or is no JSON.
    """
    text = text_of(path, MAX_BYTES)
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise InvalidFile(
            [Fault(str(path), None, Wording("The file is nested too deeply."))]
        ) from error
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise InvalidFile(
            [Fault(str(path), line, Wording("This is not JSON ({why}).", why=str(error)))]
        ) from error
    number = 0
    for number, node in enumerate(_nodes(document), start=1):
        reader.take(number, _line(node))
        if number % size == 0:
            yield reader.bundle()
    if number == 0:
        reason = Wording("The file holds no ClaimReview and no Claim.")
        raise InvalidFile([Fault(str(path), None, reason)])
    yield reader.last()


def write_claimreview(bundles: Iterable[Bundle], stream: TextIO) -> None:
    """One document with a node for every record."""
    graph = [_node(line) for line in lines_of(bundles)]
    document = {"@context": _CONTEXT, "@graph": graph}
    json.dump(document, stream, ensure_ascii=False, indent=1)
    stream.write("\n")


def _nodes(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever the file holds
    """Claims wherever publishers put them: alone, in a list, a graph or a data feed."""
    if isinstance(value, list):
        for one in value:
            yield from _nodes(one)
    elif isinstance(value, dict):
        if _is(value, *_TYPES) or _RECORD in value:
            yield value
        else:
            for key in ("@graph", "dataFeedElement", "item", "itemListElement"):
                yield from _nodes(value.get(key))


def _line(node: dict[str, Any]) -> dict[str, Any]:
    claim = _first(node.get("itemReviewed")) or (node if _is(node, "Claim") else {})
    author = _first(claim.get("author"))
    appeared = _first(claim.get("firstAppearance")) or _first(claim.get("appearance"))
    article = _article(appeared) if appeared else _article(node) if node.get("url") else None
    line: dict[str, Any] = {
        "id": _identity(node),
        "claim": node.get("claimReviewed") or claim.get("text") or claim.get("name"),
        "speaker": _speaker(author),
        "said": _day(claim.get("datePublished")),
        "article": article,
        "record": node.get(_RECORD),
    }
    for key in ("attribution", "kind", "quote", "incident", "phrasings"):
        line[key] = node.get(f"accordingto:{key}")
    return {key: value for key, value in line.items() if value is not None}


def _identity(node: dict[str, Any]) -> str | None:
    for key in ("identifier", "@id", "url"):
        value = node.get(key)
        if isinstance(value, str) and value:
            return (
                slug(value.removeprefix("https://").removeprefix("http://"))
                if "/" in value
                else value
            )
    return None


def _speaker(author: dict[str, Any] | None) -> str | None:
    if not author or not author.get("name"):
        return None
    role = author.get("jobTitle")
    return f"{author['name']}, {role}" if role else str(author["name"])


def _article(node: dict[str, Any]) -> dict[str, Any] | None:
    publisher = _first(node.get("publisher")) or _first(node.get("author"))
    article = {
        "id": node.get("identifier") if not _is(node, "ClaimReview") else None,
        "title": node.get("headline") or node.get("name"),
        "url": node.get("url"),
        "publisher": publisher.get("name") if publisher else None,
        "published": _day(node.get("datePublished")),
    }
    return {key: value for key, value in article.items() if value is not None} or None


def _day(value: object) -> str | None:
    """A date of schema.org may carry a time; EDTF as it is kept here does not."""
    return value.partition("T")[0] if isinstance(value, str) and value else None


def _node(line: dict[str, Any]) -> dict[str, Any]:
    if "claim" not in line:
        return {"@type": "accordingto:Record", _RECORD: line["record"]}
    claim: dict[str, Any] = {"@type": "Claim"}
    if line.get("speaker"):
        claim["author"] = {"@type": "Thing", "name": line["speaker"]}
    if line.get("said"):
        claim["datePublished"] = line["said"]
    article = line["article"]
    appearance: dict[str, Any] = {"@type": "Article", "identifier": article["id"]}
    for key, name in (("title", "headline"), ("url", "url"), ("published", "datePublished")):
        if article.get(key):
            appearance[name] = article[key]
    if article.get("publisher"):
        appearance["publisher"] = {"@type": "Organization", "name": article["publisher"]}
    claim |= {"firstAppearance": appearance, "appearance": [appearance]}
    node = {
        "@type": "ClaimReview",
        "identifier": line["id"],
        "claimReviewed": line["claim"],
        "itemReviewed": claim,
    }
    for key in ("attribution", "kind", "quote", "incident", "phrasings"):
        if key in line:
            node[f"accordingto:{key}"] = line[key]
    if "record" in line:
        node[_RECORD] = line["record"]
    return node


def _is(node: dict[str, Any], *types: str) -> bool:
    return any(one == type_ for one in _listed(node.get("@type")) for type_ in types)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _first(value: object) -> dict[str, Any] | None:
    """The first mapping of a value that may be one, a list, a bare name or nothing."""
    for one in _listed(value):
        if isinstance(one, dict):
            return one
        if isinstance(one, str) and one:
            return {"name": one}
    return None
