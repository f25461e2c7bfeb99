"""Quotations and paragraphs of curated statements, checked against the articles' texts."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.domain import Appearance, Bundle, Fault, InvalidFile, Statement
from knowledge.interchange.bounded_yaml import MAX_BYTES

_GAP = re.compile(r"\n[ \t\r]*\n\s*")
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans(
    dict.fromkeys("‘’‚‛′`´ʼ", "'") | dict.fromkeys("“”„‟″«»", '"') | {"…": "..."}
)


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article's text in blocks: the title, then paragraphs that count from 1."""

    blocks: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "ArticleText":
        """Blocks are parted by empty lines."""
        text = text.replace("\r\n", "\n").removeprefix("\ufeff").strip()
        return cls(tuple(_folded(block) for block in _GAP.split(text)))

    @property
    def count(self) -> int:
        """How many paragraphs there are after the title."""
        return len(self.blocks) - 1

    def holding(self, quote: str) -> list[int]:
        """The paragraphs that hold these words, whatever the form of quotation marks and spaces."""
        words = _folded(quote)
        return [number for number, block in enumerate(self.blocks[1:], start=1) if words in block]


def check_quotations(bundle: Bundle, folder: Path) -> list[Fault]:
    """Every article by its SHA-256, every paragraph number, every quotation in its paragraph.

    Args:
        bundle: curated records; articles without SHA-256 were never at hand and are passed over.
        folder: holds the articles' texts in files of any name.

    Raises:
        InvalidFile: the folder cannot be read.
    """
    texts = _texts(folder)
    faults: list[Fault] = []
    for article in bundle.articles:
        if article.sha256 and article.sha256 not in texts:
            reason = (
                f'No file in {folder} has the SHA-256 of the article "{article.id}"; '
                "put its text there or correct the SHA-256."
            )
            faults.append(_fault(bundle, ("article", article.id), reason))
    hashes = {article.id: article.sha256 for article in bundle.articles}
    for statement in bundle.statements:
        for index, appearance in enumerate(statement.appearances):
            text = texts.get(hashes.get(appearance.article) or "")
            if text is not None:
                faults += _appearance_faults(bundle, statement, index, appearance, text)
    return faults


def _appearance_faults(
    bundle: Bundle, statement: Statement, index: int, appearance: Appearance, text: ArticleText
) -> Iterator[Fault]:
    for number in appearance.paragraphs:
        if number > text.count:
            reason = (
                f"There is no paragraph {number}; the article has {text.count} after its title."
            )
            yield _fault(bundle, ("paragraphs", f"{statement.id} {index}"), reason)
    for place, quote in enumerate(appearance.quotes):
        found = text.holding(quote)
        if not found:
            reason = f"The words “{quote}” do not stand in the article; quote it exactly."
        elif appearance.paragraphs and not set(found) & set(appearance.paragraphs):
            stands = ", ".join(str(number) for number in found)
            given = ", ".join(str(number) for number in appearance.paragraphs)
            reason = f"The words “{quote}” stand in paragraph {stands}, not {given}."
        else:
            continue
        yield _fault(bundle, ("quote", f"{statement.id} {index} {place}"), reason)


def _fault(bundle: Bundle, key: tuple[str, str], reason: str) -> Fault:
    owner = ("statement", key[1].split(" ")[0])
    where = bundle.lines.get(key) or bundle.lines.get(owner) or "the store"
    path, _, line = where.rpartition(":")
    return Fault(path, int(line), reason) if line.isdigit() else Fault(where, None, reason)


def _texts(folder: Path) -> dict[str, ArticleText]:
    if not folder.is_dir():
        raise InvalidFile([Fault(str(folder), None, "There is no such folder of articles.")])
    texts = {}
    try:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.stat().st_size <= MAX_BYTES:
                content = path.read_bytes()
                text = content.decode("utf-8", "replace")
                texts[hashlib.sha256(content).hexdigest()] = ArticleText.of(text)
    except OSError as error:
        reason = f"The folder of articles cannot be read ({error.strerror})."
        raise InvalidFile([Fault(str(error.filename or folder), None, reason)]) from error
    return texts


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_QUOTES))
    return _SPACE.sub(" ", text).strip()
