"""Unknown words of a question taken for words that the store uses."""

from collections.abc import Sequence
from string import ascii_lowercase
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.search.everyday import frequent
from knowledge.search.text import fold

_SHORTEST = 4
_LONG = 7
"""Letters from which a word may have two slips."""
_BEGUN = 3
"""Letters from which the end of a word is guessed while it is being typed."""
_COMPLETED_AMONG = 200
_LETTERS = {"a": ascii_lowercase, "а": "абвгдежзийклмнопрстуфхцчшщыьэюяіїєґ"}
"""Letters of the Latin and the Cyrillic alphabet, by the first of each."""


class Used(Protocol):
    """How often the store uses its words, unstemmed."""

    def frequency(self, field: str, term: str) -> int:
        """Count the passages with the word."""
        ...


class Ordered(Used, Protocol):
    """The same, and in the order of the alphabet."""

    def beginning_with(self, letters: str) -> Sequence[str]:
        """Give the words that begin so."""
        ...


class Spelt(Protocol):
    """The words that the store uses or has used, unstemmed."""

    def about(self, word: str, slips: int) -> Sequence[str]:
        """Give all words with its first letter that may be so many slips away, and some others."""
        ...


def repaired(unknown: Sequence[str], used: Used, spelt: Spelt) -> dict[str, str]:
    """Give the nearest word of the store for those unknown words that have one near enough.

    One slip is allowed in words of 4 to 6 letters, two in longer ones; a wrong, missing or
    doubled first letter is looked for only as the one slip. Everyday words stay as they are.
    """
    found = {}
    for word in unknown:
        if len(word) < _SHORTEST or not word.isalpha() or word in frequent():
            continue
        nearest = _nearest(word, used, spelt)
        if nearest:
            found[word] = nearest
    return found


def _nearest(word: str, used: Used, spelt: Spelt) -> str | None:
    slips = 2 if len(word) >= _LONG else 1
    found = process.extract(
        word, spelt.about(word, slips), scorer=OSA.distance, score_cutoff=slips, limit=None
    )
    near = [(other, slips) for other, slips, _ in found if used.frequency("surface", other)]
    closest = min((slips for _, slips in near), default=_LONG)
    choices = [other for other, slips in near if slips == closest]
    if closest > 1:
        choices = _other_beginnings(word, used) or choices
    return max(choices, key=lambda other: used.frequency("surface", other), default=None)


def _other_beginnings(word: str, used: Used) -> list[str]:
    letters = _LETTERS["a" if word.isascii() else "а"]
    tried = {word[1] + word[0] + word[2:], word[1:]}
    tried |= {letter + rest for letter in letters for rest in (word, word[1:])}
    return [other for other in sorted(tried) if used.frequency("surface", other)]


def completed(letters: str, used: Ordered) -> str | None:
    """The word itself where it is one, else the one used most of those that begin so, or None.

    Args:
        letters: the beginning of a word; fewer than three tell nothing.
        used: words of the store.
    """
    typed = fold(letters).strip()
    if len(typed) < _BEGUN or not typed.isalpha() or used.frequency("surface", typed):
        return typed or None
    words_begun = used.beginning_with(typed)[:_COMPLETED_AMONG]
    return max(words_begun, key=lambda word: used.frequency("surface", word), default=None)
