"""A question made ready to be compared: its terms, how rare each is, its numbers and names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from knowledge.search.everyday import FUNCTION_WORDS
from knowledge.search.lexicon import Lexicon
from knowledge.search.text import (
    LONGEST_QUESTION,
    fold,
    hashes,
    is_cyrillic,
    readable,
    sound,
    stem,
    words,
)

_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-ZА-ЯЁІЇЄҐ][\w'’-]+")


@dataclass(frozen=True)
class Asked:
    """What a question says.

    Args:
        plain: without links and signature, with capitals.
        content: the words of it that are not function words, in order.
        terms: stems and concepts, in order.
        distinct: the different terms.
        codes: their hashes.
        light: which of them are function words.
        pairs: hashes of neighbouring terms.
    """

    plain: str
    author: str
    folded: str
    content: tuple[str, ...]
    terms: tuple[str, ...]
    distinct: tuple[str, ...]
    codes: NDArray[np.uint32]
    light: NDArray[np.bool_]
    pairs: NDArray[np.uint32]
    numbers: frozenset[str]
    names: frozenset[str]
    sounds: tuple[str, ...]
    cyrillic: bool
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)


def terms_of(text: str, lexicon: Lexicon) -> list[str]:
    """Give the terms under which a text is indexed, in order."""
    plain, _ = readable(text)
    return lexicon.terms([stem(word) for word in words(fold(plain))])


def pairs_of(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Give hashes of neighbouring terms."""
    return (codes[:-1] * np.uint32(31)) ^ codes[1:]


def understood(
    text: str,
    lexicon: Lexicon,
    marks: Mapping[str, frozenset[str]],
    repaired: Mapping[str, str],
) -> Asked:
    """Analyse a question, with these words taken for others."""
    plain, author = readable(text[: LONGEST_QUESTION * 2])
    plain = plain[:LONGEST_QUESTION]
    folded = fold(plain)
    cut = words(folded)
    cut = [part for word in cut for part in repaired.get(word, word).split()]
    terms = lexicon.terms([stem(word) for word in cut])
    distinct = tuple(dict.fromkeys(terms))
    codes = hashes(distinct)
    light_stems = _light_stems()
    light = np.array([term in light_stems for term in distinct], dtype=np.bool_)
    content = tuple(dict.fromkeys(w for w in cut if w not in FUNCTION_WORDS))
    names = frozenset(stem(w) for found in _NAME.findall(plain) for w in words(fold(found)))
    return Asked(
        plain=plain,
        author=author,
        folded=folded,
        content=content,
        terms=tuple(terms),
        distinct=distinct,
        codes=codes,
        light=light,
        pairs=pairs_of(hashes(terms)),
        numbers=frozenset(w for w in cut if w[0].isdigit()),
        names=names,
        sounds=tuple(dict.fromkeys(sound(w) for w in content if len(w) > 2)),
        cyrillic=is_cyrillic(plain),
        marks=marks,
    )


_LIGHT: set[str] = set()


def _light_stems() -> Sequence[str] | set[str]:
    if not _LIGHT:
        _LIGHT.update(stem(word) for word in FUNCTION_WORDS)
    return _LIGHT
