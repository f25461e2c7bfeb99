"""Which questions ask for the same: by their words, and by their meaning where it can be had."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from knowledge.curation.names import fold

Vector = NDArray[np.float32]
Meaning = Callable[[str, str], Vector | None]

WORDS = 72.0
"""Likeness of the words of two questions (0 to 100) from which they ask for the same."""

MEANT = 0.81
"""Cosine of two questions from which they do, whatever their words: paraphrases reach 0.82 to
0.88, what else is asked of the same thing up to 0.80."""

KEPT = 4_000
"""Questions whose vectors are remembered."""

_NUMBER = re.compile(r"\d+")


def no_meaning(_text: str, _language: str) -> Vector | None:
    """Where there is no encoder."""
    return None


class Likeness:
    """Remembers what questions mean between two looks at them.

    Args:
        meaning: the unit vector of a text in a language, or None.
    """

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._known: dict[tuple[str, str], Vector | None] = {}

    def heads(self) -> "Heads":
        """Groups to be begun."""
        return Heads(self._vector)

    def _vector(self, text: str, language: str) -> Vector | None:
        key = (text, language)
        if key not in self._known:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[key] = self._meaning(text, language)
        return self._known[key]


@dataclass
class Heads:
    """The first question of each group.

    Args:
        vector: of a text in a language.
    """

    vector: Meaning
    _texts: list[str] = field(default_factory=list)
    _numbers: list[set[str]] = field(default_factory=list)
    _vectors: list[Vector] = field(default_factory=list)

    def like(self, text: str, language: str) -> int:
        """The place of the group that a question belongs to; the next one if it begins a group.

        Questions with other numbers are never the same: no likeness tells 12 from 15.
        """
        folded, numbers = fold(text), set(_NUMBER.findall(text))
        vector = self.vector(text, language)
        scores = process.cdist([folded], self._texts, scorer=fuzz.token_sort_ratio)[0] / WORDS
        if vector is not None and self._vectors:
            scores = np.maximum(scores, np.stack(self._vectors) @ vector / MEANT)
        for place in np.argsort(-scores, kind="stable"):
            if scores[place] < 1:
                break
            if self._numbers[place] == numbers:
                return int(place)
        self._texts.append(folded)
        self._numbers.append(numbers)
        if vector is not None:
            self._vectors.append(vector)
        return len(self._texts) - 1
