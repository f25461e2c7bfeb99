"""PDF to text."""

import re
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from knowledge.articles.document import CHARACTERS, ReadArticle, article, noted, paragraphs_of
from knowledge.characters import cleaned
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
    told, paragraphs = noted(paragraphs_of(_SOFT_BREAK.sub(" ", text)))
    known = {"title": said["title"], "author": said["author"], "url": url} | told
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
