"""An article as it was read: its words, and what it says about itself."""

import heapq
import re
from dataclasses import dataclass
from hashlib import blake2b, sha256
from urllib.parse import parse_qsl, urlencode, urlsplit

from knowledge.characters import cleaned
from knowledge.domain import RefusedInput
from knowledge.languages.registry import table
from knowledge.languages.scripts import NAMES, language_among_all
from knowledge.translations import Wording

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
    told = language_among_all(text)
    if told is None:
        raise RefusedInput(
            Wording(
                "This text is in none of the languages that I read: send an article in one of them ({languages}).",
                languages=", ".join(NAMES.values()),
            )
        )
    whole = ReadArticle(
        title=title, paragraphs=tuple(body), language=told.value, sha256="", publisher=publisher,
        author=author, url=url, published=published,
    )  # fmt: skip
    hashed = sha256(whole.text.encode() if content is None else content).hexdigest()
    return ReadArticle(
        title, whole.paragraphs, told.value, hashed, publisher, author, url, published
    )


def _said(text: str | None) -> str | None:
    """What an article says of itself; nothing that can be seen is nothing."""
    return cleaned(text).strip() or None if text else None


def _is_headline(line: str) -> bool:
    return len(line) <= TITLE and not line.endswith((".", ":", ";", "…", ".”", ".’", '."'))


_LABEL = {
    label: field
    for one in table("article_labels").values()
    for field, labels in one.items()
    for label in labels
}
_LINE = re.compile(r"(?P<label>[^\W\d_]{2,14})\s*:\s+(?P<value>\S.{0,300})")
_BYLINE = re.compile(r"By\s+(?P<author>[A-Z][\w.'’-]+(?:\s+(?:and\s+)?[A-Z][\w.'’-]+){1,5})")
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_ADDRESS = re.compile(r"https?://\S+")
_BARE = (("url", _ADDRESS), ("published", _DAY), ("author", _BYLINE))
HEAD = 8
"""Paragraphs in which such lines are looked for."""


def noted(paragraphs: list[str]) -> tuple[dict[str, str], list[str]]:
    """(What the lines say, by field of an article; the paragraphs without those lines).

    Dates are taken as EDTF or not at all: "05/06/2024" could be two days.
    """
    said: dict[str, str] = {}
    left = []
    for number, paragraph in enumerate(paragraphs):
        field, value = _read(paragraph) if number < HEAD else (None, "")
        if field is None or field in said:
            left.append(paragraph)
        else:
            said[field] = value
    return said, left


def _read(paragraph: str) -> tuple[str | None, str]:
    for name, pattern in _BARE:
        if found := pattern.fullmatch(paragraph):
            return name, found[found.lastgroup or 0]
    line = _LINE.fullmatch(paragraph)
    field = _LABEL.get(line["label"].casefold()) if line else None
    if line is None or field is None:
        return None, ""
    wanted = {"published": _DAY, "url": _ADDRESS}.get(field)
    value = line["value"].strip()
    found = wanted.match(value) if wanted else None
    return (None, "") if wanted and not found else (field, found[0] if found else value)


RUN = 5
"""Words in a run: shorter ones are shared by chance, longer ones break at every edit."""

KEPT = 128
"""Smallest hashes of runs that are kept of a text: its likeness to another is then known to
within about 0.04 (Broder 1997, bottom-k sketches)."""

SAME = 0.7
"""Likeness from which two texts are the same article, edited."""

_WORD = re.compile(r"\w+")
_TRACKING = re.compile(r"utm_.*|fbclid|gclid|yclid|ref|cmpid|at_.*|mc_.*", re.IGNORECASE)


def canonical_link(url: str) -> str:
    """The link without what differs between two links to one page: scheme, www, tracking, fragment."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    query = [pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])]
    path = parts.path.rstrip("/").removesuffix("/amp")
    return host + path + (f"?{urlencode(sorted(query))}" if query else "")


def fingerprint(text: str) -> tuple[int, ...]:
    """The smallest hashes of the text's runs of words, in order."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))}
    return tuple(heapq.nsmallest(KEPT, {_hash(run) for run in runs}))


def likeness(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """How much of their runs of words two texts share, 0 to 1, from their fingerprints."""
    union = heapq.nsmallest(KEPT, set(one) | set(other))
    return len(set(one) & set(other) & set(union)) / len(union) if union else 0.0


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=6).digest())
