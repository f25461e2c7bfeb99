"""PDF to text."""

import re
from io import BytesIO
from pathlib import PurePath
from typing import Any

from pypdf import PdfReader

from knowledge.articles.document import CHARACTERS, ReadArticle, article, noted, paragraphs_of
from knowledge.articles.markdown import plain_of
from knowledge.articles.metadata import signature, split_head
from knowledge.articles.web_page import read_html
from knowledge.characters import cleaned, decoded
from knowledge.domain import RefusedInput
from knowledge.languages.letters import LOWER
from knowledge.translations import Wording

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
