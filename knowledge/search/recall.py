"""About fifty documents worth a closer look, from every way of finding them."""

import numpy as np
from numpy.typing import NDArray

from knowledge.search.by_words import RECALLED, by_words
from knowledge.search.features import Pool
from knowledge.search.index import Snapshot
from knowledge.search.question import Asked

POOL = 50
_LOOKED_AT = 6
"""Passages of a candidate that are looked at beside those that were recalled."""
_MOST_LOOKED_AT = 16
_RANK_OFFSET = 10


def candidates(asked: Asked, meaning: NDArray[np.float32] | None, now: Snapshot) -> Pool:
    """Give the candidates for a question whose unit vector is `meaning` (None: without)."""
    found = by_words(asked, now)
    if meaning is not None and now.near is not None:
        slots, cosines = now.near.near(meaning, now.holdings.alive, RECALLED)
        found["meaning"] = list(zip(cosines.tolist(), slots.tolist(), strict=True))
    first_of, alive = now.holdings.slots["first"], now.holdings.alive
    seen: dict[int, list[int]] = {}
    best: dict[str, dict[int, float]] = {name: {} for name in found}
    places: dict[int, float] = {}
    for name, hits in found.items():
        scores = best[name]
        slots = np.array([slot for _, slot in hits], dtype=np.int64)
        living = zip(hits, first_of[slots].tolist(), alive[slots].tolist(), strict=True)
        for (score, slot), first, is_alive in living:
            if not is_alive:
                continue
            seen.setdefault(first, []).append(slot)
            if first not in scores:
                scores[first] = score
                places[first] = places.get(first, 0.0) + 1 / (_RANK_OFFSET + len(scores))
    firsts = sorted(places, key=lambda first: (-places[first], first))[:POOL]
    recall = {}
    for name, scores in best.items():
        top = max(scores.values(), default=0.0) or 1.0
        recall[f"recall_{name}"] = np.array([scores.get(first, 0.0) / top for first in firsts])
    recall["recall"] = np.array([places[first] * _RANK_OFFSET for first in firsts])
    return _pool(firsts, seen, recall, meaning, now)


def _pool(
    firsts: list[int],
    seen: dict[int, list[int]],
    recall: dict[str, NDArray[np.float64]],
    meaning: NDArray[np.float32] | None,
    now: Snapshot,
) -> Pool:
    slots: list[int] = []
    begins: list[int] = []
    counts = now.holdings.slots["count"][firsts].tolist() if firsts else []
    for first, count in zip(firsts, counts, strict=True):
        begins.append(len(slots))
        usual = range(first, first + min(count, _LOOKED_AT))
        found = list(dict.fromkeys(seen[first]))[: _MOST_LOOKED_AT - len(usual)]
        slots.extend(sorted({*found, *usual}))
    chosen = np.array(slots, dtype=np.int64)
    cosines = raw = np.zeros(len(slots))
    if meaning is not None and now.near is not None:
        cosines, raw = now.near.compared(meaning, chosen)
    return Pool(
        np.array(firsts, dtype=np.int64),
        chosen,
        np.array(begins, dtype=np.int64),
        cosines,
        raw,
        recall,
    )
