"""The vector index: how the vectors of texts are kept, written down, read back and searched."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from usearch.index import Index

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
        profile = profile_of(encoder)
        self._encoder = profile.encoder
        self.prepared = profile.prepare
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


_COMMON = 3
"""Directions that all sentences of a store share and that say nothing, taken off with the mean.

Measured on hard paraphrases of a store's own questions: right first 0.59 without, 0.69 with.
"""
_TRUSTED = 60
"""Vectors from which the store's own mean is half believed."""
_SMALLEST = 1e-6
"""Of a squared length: shorter vectors have no direction."""


class Centring:
    """Mean and common directions of a store's vectors.

    Args:
        mean: what is taken off each vector.
        common: rows of length 1, at right angles, whose share is taken off as well.
    """

    def __init__(self, mean: NDArray[np.float32], common: NDArray[np.float32]) -> None:
        self.mean = mean
        self.common = common

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> "Centring":
        """Learn from vectors, less from few; rows of zeros are no vectors."""
        vectors = vectors[vectors.any(axis=1)]
        count, dimensions = vectors.shape
        common = np.zeros((0, dimensions), dtype=np.float32)
        if not count:
            return cls(np.zeros(dimensions, np.float32), common)
        mean = (vectors.mean(axis=0) * (count / (count + _TRUSTED))).astype(np.float32)
        if count >= 2 * _TRUSTED:
            spread = vectors - mean
            _, turned = np.linalg.eigh(spread.T @ spread)
            common = turned[:, -_COMMON:].T.astype(np.float32)
        return cls(mean, common)

    def __call__(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Centre rows and give them length 1; rows of zeros stay."""
        empty = ~vectors.any(axis=1)
        centred = vectors - self.mean
        centred -= (centred @ self.common.T) @ self.common
        centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), _SMALLEST)
        centred[empty] = 0.0
        return centred

    def cosines(
        self, vectors: NDArray[np.float32], question: NDArray[np.float32]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the cosines of unit vectors with a question's, centred and not.

        The length of a centred vector comes from products alone, |v - m|² less what is taken off,
        so no vector has to be centred for it.
        """
        centred = self(question[None, :])[0]
        products = vectors @ np.vstack([question, centred, self.mean, self.common]).T
        raw, along, onto_mean = products[:, 0], products[:, 1], products[:, 2]
        squared = 1 - 2 * onto_mean + self.mean @ self.mean
        squared = squared - ((products[:, 3:] - self.common @ self.mean) ** 2).sum(axis=1)
        cosines = (along - self.mean @ centred) / np.sqrt(np.maximum(squared, _SMALLEST))
        cosines[~vectors.any(axis=1)] = 0.0
        return cosines.astype(np.float64), raw.astype(np.float64)


Rows = NDArray[Any]

EXACT = 5_000
"""Vectors that are compared one by one, at about 0.2 ms a thousand; more get a graph."""
_SAMPLE = 20_000
"""Vectors that the centring of a graph is learned from."""
_AT_ONCE = 16_384
_GROWN = 2
"""Times as many vectors as the graph had: then it is made anew, with a centring of its own."""
_RELEARNED = 1.1
"""Times as many vectors as an exact comparison had: then its centring is learned anew."""
_SOME = 20


@dataclass(frozen=True)
class VectorIndex:
    """The vectors of one commit, ready to be compared; safe in any thread.

    Args:
        rows: all vectors as they are written down.
        graph: over the slots below `since`, or None.
        recent: centred vectors of the slots from `since` on.
        learned_from: vectors that the centring was learned from.
    """

    centring: Centring
    rows: Rows
    graph: Index | None
    since: int
    recent: NDArray[np.float32]
    learned_from: int

    def near(
        self, question: NDArray[np.float32], alive: NDArray[np.bool_], limit: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Give slots and centred cosines of the passages nearest to a question's unit vector."""
        centred = self.centring(question[None, :])[0]
        cosines = self.recent @ centred
        cosines[~alive[self.since : self.since + len(cosines)]] = -1.0
        if len(cosines) > limit:
            best = np.argpartition(cosines, -limit)[-limit:]
        else:
            best = np.arange(len(cosines))
        slots, found = best + self.since, cosines[best]
        if self.graph is not None:
            matches = self.graph.search(centred, limit, threads=1)
            slots = np.concatenate([slots, matches.keys.astype(np.int64)])
            found = np.concatenate([found, 1.0 - matches.distances])
        order = np.argsort(-found)[:limit]
        return slots[order].astype(np.int64), found[order].astype(np.float32)

    def compared(
        self, question: NDArray[np.float32], slots: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the cosines of these passages with a question's unit vector, centred and not.

        Both are 0 where a passage has no vector.
        """
        return self.centring.cosines(from_rows(self.rows[slots]), question)


def following(before: VectorIndex | None, rows: Rows, folder: Path) -> VectorIndex:
    """Give the neighbours of the newest commit, with as little work as the one before allows."""
    covered = len(rows) - uncovered(rows, folder)
    if before is None or before.since < covered or len(before.rows) > len(rows):
        before = _opened(rows, folder)
    if before is None or (
        before.graph is None and len(rows) > _RELEARNED * before.learned_from + _SOME
    ):
        return _exact(rows)
    fresh = before.centring(from_rows(rows[before.since + len(before.recent) :]))
    return replace(before, rows=rows, recent=np.concatenate([before.recent, fresh]))


def uncovered(rows: Rows, folder: Path) -> int:
    """Count the vectors that no graph of the folder holds."""
    return len(rows) - max((_slots(path) for path in graphs(folder)), default=0)


def grow(rows: Rows, alive: NDArray[np.bool_], folder: Path) -> None:
    """Write a graph over these vectors into the folder, whole or not at all, and drop older ones."""
    older = sorted(graphs(folder), key=_slots)
    covered = _slots(older[-1]) if older else 0
    kept = _read(older[-1], rows) if older and len(rows) < _GROWN * covered else None
    if kept is None:
        sample = np.random.default_rng(0).choice(len(rows), min(_SAMPLE, len(rows)), replace=False)
        kept = Centring.of(from_rows(rows[np.sort(sample)])), _empty(rows)
        covered = 0
    else:
        kept[1].load(older[-1])
    centring, graph = kept
    for start in range(covered, len(rows), _AT_ONCE):
        centred = centring(from_rows(rows[start : start + _AT_ONCE]))
        wanted = alive[start : start + _AT_ONCE] & centred.any(axis=1)
        graph.add(np.flatnonzero(wanted) + start, centred[wanted], threads=1)
    path = folder / f"graph-{len(rows)}.usearch"
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, mean=centring.mean, common=centring.common)
    partial.replace(path.with_suffix(".npz"))
    graph.save(path.with_suffix(".partial"))
    path.with_suffix(".partial").replace(path)
    for old in older:
        old.unlink()
        old.with_suffix(".npz").unlink()


def graphs(folder: Path) -> list[Path]:
    """Give the graphs in the folder."""
    return [path for path in folder.glob("graph-*.usearch") if path.stem[6:].isdigit()]


def _exact(rows: Rows) -> VectorIndex:
    vectors = from_rows(rows)
    centring = Centring.of(vectors)
    return VectorIndex(centring, rows, None, 0, centring(vectors), len(rows))


def _opened(rows: Rows, folder: Path) -> VectorIndex | None:
    """Give the newest good graph of the folder with what came after it, or None."""
    for path in sorted(graphs(folder), key=_slots, reverse=True):
        kept = _read(path, rows)
        if kept is None:
            continue
        centring, graph = kept
        try:
            graph.view(path)
        except RuntimeError:  # usearch raises it for any damage
            continue
        since = _slots(path)
        return VectorIndex(centring, rows, graph, since, centring(from_rows(rows[since:])), since)
    return None


def _read(path: Path, rows: Rows) -> tuple[Centring, Index] | None:
    """Give the centring of a graph and an index to open it with; None if it is not of these rows."""
    if _slots(path) > len(rows):
        return None
    try:
        with np.load(path.with_suffix(".npz"), allow_pickle=False) as kept:
            return Centring(kept["mean"], kept["common"]), _empty(rows)
    except (OSError, ValueError, KeyError):
        return None


def _empty(rows: Rows) -> Index:
    return Index(
        ndim=rows.dtype["numbers"].shape[0],
        metric="cos",
        dtype="i8",
        connectivity=16,
        expansion_add=64,
        expansion_search=96,
    )


def _slots(path: Path) -> int:
    return int(path.stem.removeprefix("graph-"))
