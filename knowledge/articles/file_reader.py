"""A file to its article, whatever its kind: a web page without what stands around the text, Markdown, PDF, text.

Imported by the reading process alone: a parser of foreign text has no place in the bot's own.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pypdf import PdfReader
from trafilatura import bare_extraction

from knowledge.articles.document import CHARACTERS, ReadArticle, article, noted, paragraphs_of
from knowledge.articles.metadata import date_line, head_of, plausible_author, signature, split_head
from knowledge.characters import cleaned, decoded
from knowledge.domain import RefusedInput
from knowledge.languages.scripts import LOWER
from knowledge.translations import Wording

_FRONT = re.compile(r"\A---\n(?P<lines>.{0,4000}?)\n---\n", re.DOTALL)
"""Front matter, as site generators write it; CommonMark has none."""

_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_COMMENT = "<!--", "-->"
_CELLS = {"th_close", "td_close"}


def plain_of(text: str) -> str:
    """The words of a Markdown text; front matter becomes lines of its own, code is left out.

    Args:
        text: with line feeds alone at the ends of its lines.
    """
    front = _FRONT.match(text)
    lines = front["lines"].split("\n") if front else []
    said = [line.strip().replace('"', "") for line in lines]
    parsed = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    return "\n\n".join(filter(None, [*said, *_blocks(parsed)]))


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """The words of each block; the cells of a table's row are one."""
    row: list[str] = []
    words = ""
    for token in tokens:
        if token.type == "inline":
            words = "".join(map(_words, token.children or ())).strip()
        elif token.type in _CELLS:
            row.append(words)
        elif token.type == "tr_close":
            yield " | ".join(row)
            row.clear()
        elif token.type == "html_block":
            yield _seen(token.content)
        elif token.type.endswith("_close") and words and not row:
            yield words
        if token.type not in {"inline", *_CELLS}:
            words = ""


def _seen(block: str) -> str:
    """The words between the tags of a block of HTML; a comment at its beginning is none."""
    opening, closing = _COMMENT
    text = block.lstrip()
    if text.startswith(opening):
        text = text.partition(closing)[2]
    return _TAG.sub("", text).strip()


def _words(token: Token) -> str:
    match token.type:
        case "text" | "code_inline":
            return token.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "html_inline" if _BREAK.match(token.content):
            return "\n"
    return ""


PAGE_CHARACTERS = 5_000_000
"""Of markup that a page may have."""

DEEPEST = 200
"""Elements within elements; pages of newspapers stay below 60."""

# Every alternative is possessive and takes what it looked at: a page is read once, however made.
_TAG_WEB_PAGE = re.compile(
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
    while tag := _TAG_WEB_PAGE.search(markup, at):
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


PAGES = 60
"""That a PDF may have."""

_HYPHEN = re.compile(rf"(?<=[^\W\d_])-\n(?=[{LOWER}])")
_SOFT_BREAK = re.compile(r"(?<![.!?…:”\"’»])\n(?=\S)")
_REFUSALS = {
    "encrypted": Wording("This PDF is locked with a password: send the article's text."),
    "long": Wording("This PDF has more than {number} pages: send the article alone.", number=PAGES),
    "broken": Wording("This PDF cannot be read: send the article's text."),
}


def read_pdf(content: bytes, url: str | None = None) -> ReadArticle:
    """The article of a PDF.

    Raises:
        RefusedInput: it is locked, too long, broken, or holds no text.
    """
    said = pages_of(content)
    if "refused" in said:
        raise RefusedInput(_REFUSALS[said["refused"]])
    text = _HYPHEN.sub("", cleaned("\n\n".join(said["pages"])))
    headed = split_head(text, wrapped=True)
    title, mark, below = headed.body.partition("\n\n") if headed.said else ("", "", headed.body)
    told, paragraphs = noted(paragraphs_of(title + mark + _SOFT_BREAK.sub(" ", below)))
    known = {"title": said["title"], "author": said["author"], "url": url} | headed.said | told
    return article(paragraphs, content=content, **{k: v for k, v in known.items() if v})


def pages_of(content: bytes) -> dict[str, Any]:
    """The texts of the pages, or under `refused` why not."""
    try:
        return _pages(PdfReader(BytesIO(content)))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a hostile file finds errors that no list foresees
        return {"refused": "broken"}


def _pages(reader: PdfReader) -> dict[str, Any]:
    if reader.is_encrypted and not reader.decrypt(""):
        return {"refused": "encrypted"}
    if len(reader.pages) > PAGES:
        return {"refused": "long"}
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > CHARACTERS:
            return {"refused": "long"}
    about = reader.metadata
    return {
        "pages": pages,
        "title": (about and about.title) or None,
        "author": (about and about.author) or None,
    }


def decode(content: bytes, declared: str | None = None) -> str:
    """The text in these bytes; `declared` is the encoding that the sender named, if any.

    Raises:
        RefusedInput: the bytes are no text.
    """
    found = decoded(content, declared)
    if found is None:
        raise RefusedInput(_BINARY)
    return found.text


_BINARY = Wording(
    "This is not text but something else: send the article as text or as a .txt, .md, .html or .pdf file."
)


FILE_BYTES = 10_000_000
"""That a file may have."""

_PACKED = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
)
_MARKUP = re.compile(
    rb"\A\s*+(?:<\?xml[^>]*+>\s*+)?"
    rb"(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+"
    rb"<(?:!doctype\s++html|html|head|body)\b",
    re.IGNORECASE,
)
"""How a page begins; possessive, so that no beginning is read twice."""
_ELEMENT = re.compile(r"<(?:html|body|p|div|article)\b", re.IGNORECASE)
_NAMES = {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ""}


def read_pasted(text: str) -> ReadArticle:
    """An article that was pasted as text.

    Raises:
        RefusedInput: it is no article, or not one that can be read.
    """
    return _plain(cleaned(text), None)


def read_file(content: bytes, name: str = "") -> ReadArticle:
    """An article from a file.

    Args:
        content: its bytes.
        name: of the file; its ending tells Markdown from plain text.

    Raises:
        RefusedInput: it is empty, too big, packed, encrypted, binary, or no article.
    """
    _refuse_odd(content)
    ending = PurePath(name).suffix.casefold()
    if content.startswith(b"%PDF-"):
        return read_pdf(content)
    if ending == ".pdf":
        raise RefusedInput(Wording("This is named .pdf and is no PDF: send the article's text."))
    if ending not in _NAMES:
        raise RefusedInput(
            Wording(
                'I cannot read "{ending}" files: send the article as text or as a .txt, .md, .html or .pdf file.',
                ending=ending,
            )
        )
    if ending in {".html", ".htm", ".xhtml"} or _MARKUP.match(content[:4_000]):
        return read_html(decode(content))
    text = cleaned(decode(content))
    if ending in {".md", ".markdown"}:
        text = plain_of(text)
    return _plain(text, content)


def read_page(content: bytes, url: str, declared: str | None = None) -> ReadArticle:
    """An article from what a link led to.

    Args:
        content: its bytes.
        url: where it was found in the end.
        declared: the encoding that the server named.

    Raises:
        RefusedInput: as `read_file`.
    """
    _refuse_odd(content)
    if content.startswith(b"%PDF-"):
        return read_pdf(content, url)
    text = decode(content, declared)
    if _ELEMENT.search(text, 0, 100_000):
        return read_html(text, url)
    return _plain(cleaned(text), content, url)


def _refuse_odd(content: bytes) -> None:
    if not content.strip():
        raise RefusedInput(Wording("This is empty: send the article's text."))
    if len(content) > FILE_BYTES:
        raise RefusedInput(
            Wording(
                "This has {number} MB, and I read at most {most} MB: send the article's text alone.",
                number=f"{len(content) / 1e6:.0f}",
                most=f"{FILE_BYTES / 1e6:.0f}",
            )
        )
    if content.startswith(_PACKED):
        raise RefusedInput(
            Wording("This is packed, and I open no archives: send the article itself.")
        )


def _plain(text: str, content: bytes | None, url: str | None = None) -> ReadArticle:
    headed = split_head(text)
    noted_there, paragraphs = noted(paragraphs_of(headed.body))
    said = headed.said | noted_there
    if "author" not in said and (signed := signature(text)):
        said["author"] = signed
    return article(paragraphs, content=content, **({"url": url} if url else {}) | said)
