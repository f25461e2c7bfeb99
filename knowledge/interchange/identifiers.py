"""Ids for what a line only names: the same name gives the same id, in every file."""

import hashlib
import re

from anyascii import anyascii

LONGEST = 60
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NO_WORD = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """Lower-case Latin letters, digits and hyphens; a hash where nothing of that is left."""
    if _SLUG.fullmatch(text):
        return text
    return plain(text)[:LONGEST].rstrip("-") or digest(text)


def plain(text: str) -> str:
    """The words of a text in lower-case Latin letters and digits, with hyphens between them."""
    return _NO_WORD.sub("-", anyascii(text).lower()).strip("-")


def article_id(*marks: str | None) -> str:
    """The id of an article that is known by title, address, publisher, date only."""
    title = next((mark for mark in marks if mark), "article")
    return f"{slug(title)}-{digest(*marks)}"


def digest(*parts: str | None) -> str:
    """Eight hexadecimal characters that stand for these texts."""
    joined = "\x1f".join(part or "" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:8]
