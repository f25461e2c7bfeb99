"""How many documents have a term, in a table of fixed size."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_BUCKETS = 1 << 20
"""Terms whose hashes share a bucket are counted together; with 300,000 terms few do."""
_SMOOTHING = 0.5
_MANY = 50_000
"""Terms from which going over the whole table is quicker than going to each bucket."""


class DocumentFrequencies:
    """Document frequencies by the hash of a term."""

    def __init__(self) -> None:
        self._table = np.zeros(_BUCKETS, dtype=np.int32)
        self.documents = 0

    def add(self, hashes: NDArray[np.uint32], documents: int, times: int) -> None:
        """Count documents.

        Args:
            hashes: the distinct terms of each document, one document after the other.
            documents: how many documents that are.
            times: 1, or -1 to take them off again.
        """
        buckets = hashes & (_BUCKETS - 1)
        if len(hashes) > _MANY:
            self._table += (times * np.bincount(buckets, minlength=_BUCKETS)).astype(np.int32)
        else:
            np.add.at(self._table, buckets, times)
        self.documents += times * documents

    def rarity(self, hashes: NDArray[np.uint32]) -> NDArray[np.float64]:
        """Give the idf of BM25 (never negative) for each term."""
        found = np.maximum(self._table[hashes & (_BUCKETS - 1)], 0)
        absent = np.maximum(self.documents - found, 0)
        idf: NDArray[np.float64] = np.log1p((absent + _SMOOTHING) / (found + _SMOOTHING))
        return idf

    def save(self, path: Path, slots: int, dropped: int) -> None:
        """Write the table down with how many slots and dropped documents it has counted."""
        partial = path.with_suffix(".partial.npy")
        head = np.array([slots, dropped, self.documents], dtype=np.int32)
        np.save(partial, np.concatenate([head, self._table]))
        partial.replace(path)

    def load(self, path: Path) -> tuple[int, int]:
        """Read a table and give what it has counted; (0, 0) if there is no good one."""
        try:
            whole = np.load(path, allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return 0, 0
        if whole.shape != (_BUCKETS + 3,) or whole.dtype != np.int32:
            return 0, 0
        self.documents, self._table = int(whole[2]), whole[3:].copy()
        return int(whole[0]), int(whole[1])
