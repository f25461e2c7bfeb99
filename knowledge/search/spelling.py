"""The words of the store as they are spelt, and unknown words of a question taken for words that it uses."""

import mmap
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.languages.scripts import letters_like
from knowledge.search.passage_store import AppendOnlyFile
from knowledge.search.text_analysis import fold, frequent

_LONGEST = 60
"""Letters of a word that somebody may have meant."""
REMEMBERED = 200_000
"""Words that need not be looked up to know that they are there."""
_SPELT = np.dtype(
    [
        ("at", "<u4"),  # where it begins in the file of words
        ("bytes", "u1"),  # UTF-8
        ("length", "u1"),  # letters
        ("first", "<u4"),  # the first letter
        ("letters", "<u4"),  # a bit a letter, as `_letters` gives them
    ]
)
_KINDS_OF_LETTERS = 31
"""In these bits every letter of the Latin, and every one of the Russian alphabet has its own."""


class Spellings:
    """The words as they were at one commit; safe in any thread.

    Args:
        words: all of them, one after the other.
        rows: where each is, and what tells at a glance that it is another.
    """

    def __init__(self, words: bytes | mmap.mmap, rows: NDArray[Any]) -> None:
        self._words = words
        self._rows = rows
        self._known: dict[str, NDArray[Any]] = {}

    def about(self, word: str, slips: int) -> list[str]:
        """Give all words with its first letter that may be so many slips away, and some others."""
        rows = self._beginning_with(word[0])
        rows = rows[np.abs(rows["length"].astype(np.int16) - len(word)) <= slips]
        # A slip takes one letter away, brings one in, or both: of more, two bits cannot tell.
        differing = np.bitwise_count(rows["letters"] ^ np.uint32(_letters(word)))
        near = rows[differing <= 2 * slips]
        pieces = zip(near["at"].tolist(), near["bytes"].tolist(), strict=True)
        return [self._words[at : at + size].decode() for at, size in pieces]

    def _beginning_with(self, letter: str) -> NDArray[Any]:
        known = self._known.get(letter)
        if known is None:
            known = self._rows[self._rows["first"] == ord(letter)]
            if len(known):
                self._known[letter] = known
        return known


class SpellingBook:
    """The writing side: two files that only grow; used under the engine's lock.

    Args:
        counts: as `counts` gave them at the commit to go on from.

    Raises:
        OSError: the folder cannot be written.
        EOFError: a file has lost its end.
    """

    def __init__(self, folder: Path, counts: Mapping[str, int]) -> None:
        with ExitStack() as opened:  # lets go of the first where the other is damaged
            tapes = [
                opened.enter_context(closing(AppendOnlyFile(folder / name, counts.get(name, 0))))
                for name in ("spellings.log", "spellings.bin")
            ]
            opened.pop_all()
        self._words, self._rows = tapes
        self._seen: set[str] = set()

    def learn(self, words: Iterable[str], is_known: Callable[[str], bool]) -> None:
        """Write down those words that are not yet there.

        Args:
            words: of a passage.
            is_known: whether a word was there at the last commit.
        """
        for word in words:
            if word in self._seen or len(word) > _LONGEST:
                continue
            self._seen.add(word)
            if not is_known(word):
                spelt = word.encode(errors="replace")
                row = (self._words.size, len(spelt), len(word), ord(word[0]), _letters(word))
                self._rows.append(np.array([row], dtype=_SPELT).tobytes())
                self._words.append(spelt)

    def show(self) -> None:
        """Let `spellings` give everything."""
        self._words.show()
        self._rows.show()

    def settle(self) -> None:
        """Make everything durable, to be confirmed by a commit of the index."""
        self._words.settle()
        self._rows.settle()
        if len(self._seen) > REMEMBERED:
            self._seen.clear()

    def counts(self) -> dict[str, int]:
        """Give what a commit has to write down."""
        return {"spellings.log": self._words.size, "spellings.bin": self._rows.size}

    def spellings(self) -> Spellings:
        """Give everything shown so far."""
        return Spellings(self._words.view(), self._rows.rows(_SPELT))

    def close(self) -> None:
        """Let the files go."""
        self._words.close()
        self._rows.close()


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & _KINDS_OF_LETTERS)
    return bits


_SHORTEST = 4
_LONG = 7
"""Letters from which a word may have two slips."""
_BEGUN = 3
"""Letters from which the end of a word is guessed while it is being typed."""
_COMPLETED_AMONG = 200


class Used(Protocol):
    """How often the store uses its words, unstemmed."""

    def frequencies(self, field: str, terms: Sequence[str]) -> Sequence[int]:
        """Count the passages with each word."""
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
    often = used.frequencies("surface", [other for other, _, _ in found])
    near = [(other, slips) for (other, slips, _), times in zip(found, often, strict=True) if times]
    closest = min((slips for _, slips in near), default=_LONG)
    choices = [other for other, slips in near if slips == closest]
    if closest > 1:
        choices = _other_beginnings(word, used) or choices
    return _most_used(choices, used)


def _most_used(words: Sequence[str], used: Used) -> str | None:
    often = zip(used.frequencies("surface", words), words, strict=True)
    return max(often, key=lambda each: each[0], default=(0, None))[1]


def _other_beginnings(word: str, used: Used) -> list[str]:
    letters = letters_like(word[0])
    tried = {word[1] + word[0] + word[2:], word[1:]}
    tried |= {letter + rest for letter in letters for rest in (word, word[1:])}
    others = sorted(tried)
    often = used.frequencies("surface", others)
    return [other for other, times in zip(others, often, strict=True) if times]


def completed(letters: str, used: Ordered) -> str | None:
    """The word itself where it is one, else the one used most of those that begin so, or None.

    Args:
        letters: the beginning of a word; fewer than three tell nothing.
        used: words of the store.
    """
    typed = fold(letters).strip()
    if len(typed) < _BEGUN or not typed.isalpha() or used.frequencies("surface", [typed])[0]:
        return typed or None
    return _most_used(used.beginning_with(typed)[:_COMPLETED_AMONG], used)
