"""Whatever a curator sends, told by its first bytes and its name, decoded and read as an article."""

import re
from pathlib import PurePath

from knowledge.articles.byline import signature, split_head
from knowledge.articles.document import ReadArticle, article, noted, paragraphs_of
from knowledge.articles.markdown import plain_of
from knowledge.articles.pdf import read_pdf
from knowledge.articles.web_page import read_html
from knowledge.characters import cleaned
from knowledge.domain import RefusedInput
from knowledge.text_encoding import decoded
from knowledge.translations import Wording


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
