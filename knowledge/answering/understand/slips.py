"""Question words put right where they are misspelt: without them it is not known what is asked."""

import re
from collections.abc import Callable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.answering.understand.words import fold
from knowledge.search.everyday import frequent

_ASKING = tuple(
    """
    what which when where who whose why how many much does did
    что кто где когда почему зачем сколько какой какая какие
    що хто де коли чому навіщо скільки який яка які
    """.split()
)
_COLLOQUIAL = {
    "скока": "сколько", "скоко": "сколько", "када": "когда", "што": "что", "чо": "что",
    "шо": "що", "скіко": "скільки", "скіки": "скільки",
}  # fmt: skip
"""Spoken forms that are further than a slip from the written ones."""
_GOT = re.compile(
    r"\b(?:got|gets?|getting) (?=(?:\w+ed|shot|hit|struck|hurt|blown|brought|taken|caught)\b)"
)
"""What "were" is called in haste; by itself it is another word."""
_OTHERS = frozenset("такой такая такие такий така такі".split())
"""Words of their own that are one letter from a question word."""
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST, _LONGEST = 3, 8


def mended(text: str, is_known: Callable[[str], bool]) -> str:
    """The text with its question words, and "were", as they are written.

    Only a word in lower case that means nothing by itself is taken for one, and only if it is
    one slip from a single question word.

    Args:
        text: a question as typed.
        is_known: tells of a folded word whether the store uses it.
    """

    def put_right(found: re.Match[str]) -> str:
        word = found[0]
        folded = fold(word)
        if folded in _COLLOQUIAL and not is_known(folded):
            return _COLLOQUIAL[folded]
        if (
            not word.islower()
            or not _SHORTEST <= len(word) <= _LONGEST
            or folded in _OTHERS
            or folded in frequent()
            or is_known(folded)
        ):
            return word
        near = process.extract(folded, _ASKING, scorer=OSA.distance, score_cutoff=1, limit=2)
        return near[0][0] if len(near) == 1 else word

    return _WORD.sub(put_right, _GOT.sub("were ", text))
