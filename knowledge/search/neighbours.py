"""Passages near a question by meaning: exact for few, a usearch graph for many, and what came since."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from usearch.index import Index

from knowledge.search.semantic import from_rows

EXACT = 6_000
"""Passages that are compared one by one, at about 0.2 ms a thousand."""
_SAMPLE = 20_000
_COMMON = 3
"""Directions that all sentences of a store share and that say nothing (measured; see FITTING)."""
_TRUSTED = 60
"""Vectors from which the store's own mean is half believed."""
_AT_ONCE = 16_384


class Centring:
    """Takes off what all vectors of a store have in common, so that what differs counts."""

    def __init__(self, mean: NDArray[np.float32], common: NDArray[np.float32]) -> None:
        self.mean = mean
        self.common = common

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> "Centring":
        """Learn from vectors, less from few."""
        count, dimensions = vectors.shape
        if not count:
            return cls(np.zeros(dimensions, np.float32), np.zeros((0, dimensions), np.float32))
        mean = vectors.mean(axis=0) * (count / (count + _TRUSTED))
        common = np.zeros((0, dimensions), dtype=np.float32)
        if count >= 2 * _TRUSTED:
            spread = vectors - mean
            _, turned = np.linalg.eigh(spread.T @ spread)
            common = turned[:, -_COMMON:].T.astype(np.float32)
        return cls(mean.astype(np.float32), common)

    def __call__(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Centre rows and give them length 1; rows of zeros stay."""
        empty = ~vectors.any(axis=1)
        centred = vectors - self.mean
        centred -= (centred @ self.common.T) @ self.common
        centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
        centred[empty] = 0.0
        return centred


@dataclass(frozen=True)
class Neighbours:
    """The vectors of one commit, ready to be compared; safe in any thread.

    Args:
        graph: over the slots below `since`, or None.
        recent: centred vectors of the slots from `since` on.
        learned_from: vectors that the centring was learned from.
    """

    centring: Centring
    rows: NDArray[Any]
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
            keys = matches.keys.astype(np.int64)
            slots = np.concatenate([slots, keys])
            found = np.concatenate([found, 1.0 - matches.distances])
        order = np.argsort(-found)[:limit]
        return slots[order].astype(np.int64), found[order].astype(np.float32)

    def compared(
        self, question: NDArray[np.float32], slots: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the cosines of these passages with a question's unit vector, centred and not.

        Both are 0 where a passage has no vector.
        """
        centring = self.centring
        centred = centring(question[None, :])[0]
        probes = np.vstack([question, centred, centring.mean, centring.common])
        products = from_rows(self.rows[slots]) @ probes.T
        raw, along, onto_mean = products[:, 0], products[:, 1], products[:, 2]
        # The length of a centred vector, from products alone: |v - m|² less what is taken off.
        mean = centring.mean
        squared = 1 - 2 * onto_mean + mean @ mean
        squared = squared - ((products[:, 3:] - centring.common @ mean) ** 2).sum(axis=1)
        cosines = (along - mean @ centred) / np.sqrt(np.maximum(squared, 1e-6))
        cosines[raw == 0.0] = 0.0
        return cosines.astype(np.float64), raw.astype(np.float64)


def following(before: Neighbours | None, rows: NDArray[Any], folder: Path) -> Neighbours:
    """Give the neighbours of the newest commit, with as little work as the one before allows."""
    if before is None or len(before.rows) > len(rows):
        before = opened(rows, folder)
        if before is None:
            return exact(rows)
    if before.graph is None and len(rows) > 1.1 * before.learned_from + 20:
        return exact(rows)
    fresh = before.centring(from_rows(rows[before.since + len(before.recent) :]))
    return replace(before, rows=rows, recent=np.concatenate([before.recent, fresh]))


def exact(rows: NDArray[Any]) -> Neighbours:
    """Compare with every vector, for small stores."""
    vectors = from_rows(rows)
    centring = Centring.of(vectors[vectors.any(axis=1)])
    return Neighbours(centring, rows, None, 0, centring(vectors), len(rows))


def build(rows: NDArray[Any], alive: NDArray[np.bool_], folder: Path) -> None:
    """Write a graph over these vectors into the folder, whole or not at all."""
    sample = np.random.default_rng(0).choice(len(rows), min(_SAMPLE, len(rows)), replace=False)
    vectors = from_rows(rows[np.sort(sample)])
    centring = Centring.of(vectors[vectors.any(axis=1)])
    graph = _empty(rows["numbers"].shape[1])
    for start in range(0, len(rows), _AT_ONCE):
        centred = centring(from_rows(rows[start : start + _AT_ONCE]))
        wanted = alive[start : start + _AT_ONCE] & centred.any(axis=1)
        graph.add(np.flatnonzero(wanted) + start, centred[wanted], threads=1)
    stem = f"graph-{len(rows)}"
    np.savez(folder / f"{stem}.partial.npz", mean=centring.mean, common=centring.common)
    (folder / f"{stem}.partial.npz").replace(folder / f"{stem}.npz")
    graph.save(folder / f"{stem}.partial")
    (folder / f"{stem}.partial").replace(folder / f"{stem}.usearch")


def _empty(dimensions: int) -> Index:
    return Index(
        ndim=dimensions,
        metric="cos",
        dtype="i8",
        connectivity=16,
        expansion_add=64,
        expansion_search=96,
    )


def opened(rows: NDArray[Any], folder: Path) -> Neighbours | None:
    """Give the newest good graph of the folder with what came after it, or None."""
    for path in sorted(folder.glob("graph-*.usearch"), key=_slots, reverse=True):
        if _slots(path) > len(rows):
            continue
        try:
            with np.load(path.with_suffix(".npz"), allow_pickle=False) as kept:
                centring = Centring(kept["mean"], kept["common"])
            graph = _empty(rows["numbers"].shape[1])
            graph.view(path)
        except (OSError, ValueError, KeyError, RuntimeError):
            continue
        since = _slots(path)
        return Neighbours(centring, rows, graph, since, centring(from_rows(rows[since:])), since)
    return None


def _slots(path: Path) -> int:
    return int(path.stem.removeprefix("graph-"))
