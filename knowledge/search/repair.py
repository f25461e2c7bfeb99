"""Unknown words of a question taken for words that the store uses."""

from collections.abc import Callable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.search.everyday import frequent

_SHORTEST = 4


def repaired(
    unknown: Sequence[str], beginning_with: Callable[[str], list[str]]
) -> dict[str, str]:
    """Give the nearest word of the store for those unknown words that have one near enough.

    One slip is allowed in words of 4 to 6 letters, two in longer ones. The first letter must be
    the same: it is rarely mistyped, and it keeps the search small.

    Args:
        unknown: folded words that the store does not use.
        beginning_with: gives the words of the store with these first letters.
    """
    found = {}
    for word in unknown:
        if len(word) < _SHORTEST or not word.isalpha() or word in frequent():
            continue
        slips = 1 if len(word) <= 6 else 2
        near = process.extractOne(
            word, beginning_with(word[0]), scorer=OSA.distance, score_cutoff=slips
        )
        if near:
            found[word] = near[0]
    return found
