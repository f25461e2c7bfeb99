"""Unknown words of a question taken for words that the store uses."""

from collections.abc import Sequence
from string import ascii_lowercase
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.search.everyday import frequent

_SHORTEST = 4
_LONG = 7
"""Letters from which a word may have two slips."""
_LETTERS = {"a": ascii_lowercase, "а": "абвгдежзийклмнопрстуфхцчшщыьэюяіїєґ"}
"""Letters of the Latin and the Cyrillic alphabet, by the first of each."""


class Vocabulary(Protocol):
    """The words that the store uses, unstemmed."""

    def beginning_with(self, letters: str) -> Sequence[str]:
        """Give the words with these first letters."""
        ...

    def frequency(self, field: str, term: str) -> int:
        """Count the passages with the word."""
        ...


def repaired(unknown: Sequence[str], vocabulary: Vocabulary) -> dict[str, str]:
    """Give the nearest word of the store for those unknown words that have one near enough.

    One slip is allowed in words of 4 to 6 letters, two in longer ones; a wrong, missing or
    doubled first letter is looked for only as the one slip. Everyday words stay as they are.
    """
    found = {}
    for word in unknown:
        if len(word) < _SHORTEST or not word.isalpha() or word in frequent():
            continue
        nearest = _nearest(word, vocabulary)
        if nearest:
            found[word] = nearest
    return found


def _nearest(word: str, vocabulary: Vocabulary) -> str | None:
    slips = 2 if len(word) >= _LONG else 1
    near = process.extract(
        word, vocabulary.beginning_with(word[0]), scorer=OSA.distance, score_cutoff=slips, limit=5
    )
    closest = min((distance for _, distance, _ in near), default=_LONG)
    choices = [other for other, distance, _ in near if distance == closest]
    if closest > 1:
        choices = _other_beginnings(word, vocabulary) or choices
    return max(choices, key=lambda other: vocabulary.frequency("surface", other), default=None)


def _other_beginnings(word: str, vocabulary: Vocabulary) -> list[str]:
    letters = _LETTERS["a" if word.isascii() else "а"]
    tried = {word[1] + word[0] + word[2:], word[1:]}
    tried |= {letter + rest for letter in letters for rest in (word, word[1:])}
    return [other for other in sorted(tried) if vocabulary.frequency("surface", other)]
