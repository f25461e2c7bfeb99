"""The words of the store as they are spelt, kept so that those a slip or two away are soon found."""

import mmap
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search.slots import Tape

_LONGEST = 60
"""Letters of a word that somebody may have meant."""
_REMEMBERED = 200_000
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
                opened.enter_context(closing(Tape(folder / name, counts.get(name, 0))))
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
        if len(self._seen) > _REMEMBERED:
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
