"""Words of a question, folded so that case, script marks and inflection do not matter."""

import re
from functools import lru_cache

from anyascii import anyascii

from knowledge.search.text import fold as folded
from knowledge.search.text import stem as key
from knowledge.search.text import words as words_of

__all__ = ["fold", "key", "spelling", "wording", "words_of"]

_NOT_PLAIN = re.compile(r"[^a-z0-9]")
_DOUBLED = re.compile(r"(.)\1+")
_DASHES = str.maketrans("–—‑−‐", "-----")
# Spellings of the same sound in the Latin names of Slavic people and places.
_SOUNDS = (
    ("shch", "sh"), ("tsch", "ch"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("y", "i"), ("j", "i"),
)  # fmt: skip


def fold(text: str) -> str:
    """Casefold, ё as е, one apostrophe and one dash, nothing invisible, at most 1,000 letters."""
    return folded(text).translate(_DASHES)


def wording(text: str) -> tuple[str, ...]:
    """The keys of a text's words: the same for two that differ in inflection, case and marks."""
    return tuple(key(word) for word in words_of(fold(text)))


@lru_cache(maxsize=65536)
def spelling(word: str) -> str:
    """The word in Latin letters, different transliterations of one name alike."""
    latin = _NOT_PLAIN.sub("", anyascii(word).casefold())
    for written, heard in _SOUNDS:
        latin = latin.replace(written, heard)
    return _DOUBLED.sub(r"\1", latin)
