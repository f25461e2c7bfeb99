"""An article as it was read: its words, and what it says about itself."""

import re
from dataclasses import dataclass
from hashlib import sha256

from knowledge.characters import cleaned
from knowledge.intake.reading.language import language_of
from knowledge.model import RefusedInput
from knowledge.wording import Wording

CHARACTERS = 300_000
"""Of text that one article may have; a long magazine piece has 60,000."""

LEAST = 40
"""Characters below which a text is no article."""

TITLE = 250
"""Characters that a title may have; a longer first line is a paragraph."""

_BREAK = re.compile(r"\n[^\S\n]*+\n\s*+")
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """What was found in what a curator gave; None means: the article does not say.

    Args:
        paragraphs: of the body, without the title.
        published: EDTF.
        language: ISO 639-1 code of one of our languages.
        sha256: of the bytes that were read (of a page: of its text), hexadecimal.
    """

    title: str
    paragraphs: tuple[str, ...]
    language: str
    sha256: str
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None

    @property
    def text(self) -> str:
        """Title and paragraphs, an empty line between them."""
        return "\n\n".join(part for part in (self.title, *self.paragraphs) if part)


def paragraphs_of(text: str) -> list[str]:
    """Paragraphs: set apart by empty lines, or where there are none, by line ends."""
    blocks = [block for block in _BREAK.split(text.strip()) if block.strip()]
    if len(blocks) == 1:
        blocks = [line for line in blocks[0].split("\n") if line.strip()]
    return [_SPACES.sub(" ", block.replace("\n", " ")).strip() for block in blocks]


def article(
    paragraphs: list[str],
    *,
    title: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
    url: str | None = None,
    published: str | None = None,
    content: bytes | None = None,
) -> ReadArticle:
    """Put an article together and see that it is one.

    Without a title the first paragraph is one, if it looks like a headline. The hash is that of
    `content`, the bytes that were read, else of the text itself.

    Raises:
        RefusedInput: there is no text, too much of it, or it is in none of our languages.
    """
    publisher, author, url = (_said(each) for each in (publisher, author, url))
    body = list(paragraphs)
    if title is None:
        title = body.pop(0) if len(body) > 1 and _is_headline(body[0]) else ""
    elif body and body[0].casefold() == title.casefold():
        body.pop(0)
    text = "\n\n".join(body)
    if len(text) < LEAST:
        raise RefusedInput(
            Wording("There is no article in this: I found no text. Send the article's text.")
        )
    if len(text) > CHARACTERS:
        raise RefusedInput(
            Wording(
                "This text has {number} characters, an article at most {most}: send the article alone, or in parts.",
                number=f"{len(text):,}",
                most=f"{CHARACTERS:,}",
            )
        )
    language = language_of(text)
    if language is None:
        raise RefusedInput(
            Wording(
                "This text is in none of the languages that I read: send an article in English, Russian or Ukrainian."
            )
        )
    whole = ReadArticle(
        title=title, paragraphs=tuple(body), language=language, sha256="", publisher=publisher,
        author=author, url=url, published=published,
    )  # fmt: skip
    hashed = sha256(whole.text.encode() if content is None else content).hexdigest()
    return ReadArticle(title, whole.paragraphs, language, hashed, publisher, author, url, published)


def _said(text: str | None) -> str | None:
    """What an article says of itself; nothing that can be seen is nothing."""
    return cleaned(text).strip() or None if text else None


def _is_headline(line: str) -> bool:
    return len(line) <= TITLE and not line.endswith((".", ":", ";", "…", ".”", ".’", '."'))
