"""How near single words are in meaning: what a statement does not speak of shows word by word."""

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.search.documents import Encoder
from knowledge.search.everyday import FUNCTION_WORDS

_MOST = 40_000
"""Words that are remembered (80 MB); then all are forgotten and encoded anew when met."""
_ORDINARY = 300
"""Function words whose mean is taken off: what all words share says nothing of any."""


class WordMeaning:
    """Vectors of single words, encoded when first met and remembered.

    Args:
        encoder: of sentences; a word is a short one.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()
        self._mean: NDArray[np.float32] | None = None
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def greatest(
        self, asked: Sequence[str], texts: Sequence[Sequence[str]]
    ) -> list[NDArray[np.float32]]:
        """Give, for each text, the greatest cosine (0 to 1) of each asked word with its words.

        The idea is that of late interaction (Khattab and Zaharia, ColBERT, 2020), with words
        that do not know their neighbours.
        """
        known = self._of({*asked, *(word for text in texts for word in text)})
        if not asked:
            return [np.zeros(0, dtype=np.float32) for _ in texts]
        rows = np.stack([known[word] for word in asked])
        nothing = np.zeros(len(asked), dtype=np.float32)
        return [
            np.clip(rows @ np.stack([known[word] for word in text]).T, 0.0, 1.0).max(axis=1)
            if text
            else nothing.copy()
            for text in texts
        ]

    def _of(self, words: set[str]) -> dict[str, NDArray[np.float32]]:
        with self._lock:
            if self._mean is None:
                ordinary = sorted(FUNCTION_WORDS)[:_ORDINARY]
                self._mean = self._encoder.encode(ordinary).mean(axis=0)
            if len(self._vectors) + len(words) > _MOST:
                self._vectors.clear()
            missing = sorted(words - self._vectors.keys())
            if missing:
                vectors = self._encoder.encode(missing) - self._mean
                vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
                self._vectors.update(zip(missing, vectors, strict=True))
            return {word: self._vectors[word] for word in words}
