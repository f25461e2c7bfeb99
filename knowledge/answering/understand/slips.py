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
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST, _LONGEST = 3, 8


def mended(text: str, is_known: Callable[[str], bool]) -> str:
    """The text with its question words as they are spelled.

    Only a word in lower case that means nothing by itself is taken for one, and only if it is
    one slip from a single question word.

    Args:
        text: a question as typed.
        is_known: tells of a folded word whether the store uses it.
    """

    def put_right(found: re.Match[str]) -> str:
        word = found[0]
        folded = fold(word)
        if (
            not word.islower()
            or not _SHORTEST <= len(word) <= _LONGEST
            or folded in frequent()
            or is_known(folded)
        ):
            return word
        near = process.extract(folded, _ASKING, scorer=OSA.distance, score_cutoff=1, limit=2)
        return near[0][0] if len(near) == 1 else word

    return _WORD.sub(put_right, text)
