"""A web page to its article: what stands around the text is left out, scripts never run."""

import re
from typing import Any
from urllib.parse import urlsplit

from trafilatura import bare_extraction

from knowledge.articles.document import ReadArticle, article
from knowledge.articles.metadata import date_line, head_of, plausible_author
from knowledge.characters import cleaned
from knowledge.domain import RefusedInput
from knowledge.translations import Wording

PAGE_CHARACTERS = 5_000_000
"""Of markup that a page may have."""

DEEPEST = 200
"""Elements within elements; pages of newspapers stay below 60."""

# Every alternative is possessive and takes what it looked at: a page is read once, however made.
_TAG = re.compile(
    r"<(?:(?P<comment>!--)|(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)(?P<rest>[^<>]*+)(?P<end>>)?)"
)
# Elements whose content is no markup (HTML, 13.1.2: raw text and escapable raw text).
_RAW = {
    name: re.compile(f"</{name}(?![a-z0-9])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "p",
        "li",
        "source",
        "track",
        "wbr",
    ]
)
_FURNITURE = 5  # paragraphs before the text that only repeat the head
_SHORT = 160  # characters
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
# Guessing a date from the text would invent one; only what the page itself declares counts.
_DECLARED_DATES = {"extensive_search": False, "original_date": True}


def read_html(markup: str, url: str | None = None) -> ReadArticle:
    """The article of a page.

    Raises:
        RefusedInput: the page is too big, nested too deep, or holds no article.
    """
    if len(markup) > PAGE_CHARACTERS or _depth(markup) > DEEPEST:
        raise RefusedInput(
            Wording("This page is too big to be an article: send the article's text.")
        )
    try:
        found = bare_extraction(
            markup,
            url=url,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params=_DECLARED_DATES,
        )
    except RecursionError:  # pragma: no cover  # the depth is bounded above; lxml may differ
        found = None
    said: dict[str, Any] = found.as_dict() if found is not None else {}  # type: ignore[union-attr]  # without output_format it is a document
    lines = [line.strip() for line in cleaned(said.get("text") or "").split("\n")]
    published = _DAY.fullmatch(said.get("date") or "")
    head = head_of(markup)
    title = head.title or cleaned(said.get("title") or "").strip() or None
    publisher = head.publisher or _publisher(said)
    paragraphs = [line.removeprefix("- ") for line in lines if line]
    return article(
        without_furniture(paragraphs, title),
        title=title,
        publisher=publisher,
        author=head.author or _author(said, publisher),
        url=url or said.get("url") or None,
        published=head.published or (published[0] if published else None),
    )


def without_furniture(paragraphs: list[str], title: str | None) -> list[str]:
    """The paragraphs without the title said again, the byline, the date and the trail of pages."""
    kept = list(paragraphs)
    for _ in range(_FURNITURE):
        if not kept:
            break
        first = kept[0]
        byline = first.casefold().startswith("by ") and len(first) < _SHORT
        if first == title or byline or date_line(first) or (len(first) < _SHORT and "›" in first):
            kept.pop(0)
    return kept


def _author(said: dict[str, Any], publisher: str | None) -> str | None:
    names = [plausible_author(one, publisher) for one in (said.get("author") or "").split(";")]
    return ", ".join(dict.fromkeys(one for one in names if one)) or None


def _publisher(said: dict[str, Any]) -> str | None:
    """The site's own name; trafilatura falls back on the host, which is no name."""
    name = (said.get("sitename") or "").strip()
    host = urlsplit(said.get("url") or "").hostname or ""
    return name if name and name.casefold() not in {host, host.removeprefix("www.")} else None


def _depth(markup: str) -> int:
    """How deep the elements stand in one another, at most; scripts, styles and comments aside."""
    depth = deepest = at = 0
    while tag := _TAG.search(markup, at):
        at = tag.end()
        if tag["comment"]:
            at = markup.find("-->", tag.start() + 2) + 3  # "<!-->" is one as well
            if at < 3:  # noqa: PLR2004  # none ends it: the rest is a comment
                break
            continue
        name = tag["name"].casefold()
        if not tag["end"] or tag["rest"].endswith("/") or name in _VOID:
            continue
        if not tag["close"] and name in _RAW:
            end = _RAW[name].search(markup, at)
            if end is None:
                break
            at = end.start()
        depth = max(depth - 1, 0) if tag["close"] else depth + 1
        deepest = max(deepest, depth)
    return deepest
