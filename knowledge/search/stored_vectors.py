"""How the vectors of texts are kept, written down and read back."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search.documents import Encoder, VectorKeeper
from knowledge.search.encoders.profile import profile_of

_ENCODED_TOGETHER = 64
"""Texts between two chances for a waiting question to be encoded."""


def text_key(text: str) -> str:
    """Give the key under which the vector of a text is kept."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def row_type(dimensions: int) -> np.dtype[Any]:
    """How a vector is written down: 8-bit numbers and what to multiply them by."""
    return np.dtype([("scale", "<f4"), ("numbers", "i1", (dimensions,))])


def to_rows(vectors: NDArray[np.float32]) -> NDArray[Any]:
    """Write vectors down with 8 bits a number; a unit vector keeps its direction to 0.99998."""
    scale = np.maximum(np.abs(vectors).max(axis=1, initial=0.0), 1e-9) / 127
    rows = np.zeros(len(vectors), dtype=row_type(vectors.shape[1]))
    rows["scale"] = scale
    rows["numbers"] = np.rint(vectors / scale[:, None])
    return rows


def from_rows(rows: NDArray[Any]) -> NDArray[np.float32]:
    """Read vectors back."""
    vectors: NDArray[np.float32] = rows["numbers"].astype(np.float32)
    vectors *= np.asarray(rows["scale"])[:, None]
    return vectors


class Vectors:
    """The encoder with its keeper: what was encoded once is not encoded again."""

    def __init__(self, encoder: Encoder, keeper: VectorKeeper | None) -> None:
        self._encoder = encoder
        self.prepared = profile_of(encoder).prepare
        self._keeper = keeper
        self.dimensions = encoder.dimensions

    def of_question(self, text: str) -> NDArray[np.float32]:
        """Give the unit vector of one text, never kept."""
        vector: NDArray[np.float32] = self._encoder.encode([text])[0]
        return vector

    def rows(self, texts: Sequence[str]) -> NDArray[Any]:
        """Give the vectors of texts as they are written down; the empty text has a row of zeros."""
        kind = row_type(self.dimensions)
        rows = np.zeros(len(texts), dtype=kind)
        places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            if text:
                places.setdefault(text_key(text), []).append(place)
        kept = self._keeper.load(self._encoder.name, list(places)) if self._keeper else {}
        found = {key: row for key, row in kept.items() if len(row) == kind.itemsize}
        missing = [key for key in places if key not in found]
        fresh: dict[str, bytes] = {}
        for start in range(0, len(missing), _ENCODED_TOGETHER):
            batch = missing[start : start + _ENCODED_TOGETHER]
            encoded = to_rows(self._encoder.encode([texts[places[key][0]] for key in batch]))
            fresh.update(zip(batch, (row.tobytes() for row in encoded), strict=True))
        if fresh and self._keeper:
            self._keeper.keep(self._encoder.name, fresh)
        for key, row in (found | fresh).items():
            rows[places[key]] = np.frombuffer(row, dtype=kind)[0]
        return rows
