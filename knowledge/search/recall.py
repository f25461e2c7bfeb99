"""About fifty documents worth a closer look, from every way of finding them."""

import numpy as np
from numpy.typing import NDArray

from knowledge.search.features import Pool
from knowledge.search.index import Snapshot
from knowledge.search.question import Asked

LIGHT = 0.15
"""What a function word weighs beside another word as rare."""
POOL = 50
_RECALLED = 100
_LOOKED_AT = 8
"""Passages of a candidate that are looked at beside those that were recalled."""
_ASKED_TERMS = 24
_RANK_OFFSET = 10

Found = dict[str, list[tuple[float, int]]]


def candidates(asked: Asked, meaning: NDArray[np.float32] | None, now: Snapshot) -> Pool:
    """Give the candidates for a question whose unit vector is `meaning` (None: without)."""
    found = _by_words(asked, now)
    centred = None
    if meaning is not None and now.near is not None:
        centred = now.near.centring(meaning[None, :])[0]
        slots, cosines = now.near.near(centred, now.holdings.alive, _RECALLED)
        found["meaning"] = list(zip(cosines.tolist(), slots.tolist(), strict=True))
    first_of = now.holdings.slots["first"]
    seen: dict[int, set[int]] = {}
    best: dict[str, dict[int, float]] = {name: {} for name in found}
    places: dict[int, float] = {}
    for name, hits in found.items():
        scores = best[name]
        for score, slot in hits:
            first = int(first_of[slot])
            if not now.holdings.alive[first]:
                continue
            seen.setdefault(first, set()).add(slot)
            if first not in scores:
                scores[first] = score
                places[first] = places.get(first, 0.0) + 1 / (_RANK_OFFSET + len(scores))
    firsts = sorted(places, key=lambda first: (-places[first], first))[:POOL]
    return _pool(firsts, seen, best, centred, now)


def _by_words(asked: Asked, now: Snapshot) -> Found:
    weight = np.where(asked.light, LIGHT, 1.0)
    strongest = np.argsort(-now.frequencies.rarity(asked.codes) * weight)[:_ASKED_TERMS]
    terms = [(asked.distinct[i], float(weight[i])) for i in strongest.tolist()]
    found = {
        "words": now.view.find("words", terms, _RECALLED),
        "whole": now.view.find("whole", terms, _RECALLED),
    }
    if asked.cyrillic:
        found["sounds"] = now.view.find("sounds", [(s, 1.0) for s in asked.sounds], _RECALLED)
    return found


def _pool(
    firsts: list[int],
    seen: dict[int, set[int]],
    best: dict[str, dict[int, float]],
    centred: NDArray[np.float32] | None,
    now: Snapshot,
) -> Pool:
    slots: list[int] = []
    begins: list[int] = []
    counts = now.holdings.slots["count"]
    for first in firsts:
        begins.append(len(slots))
        usual = range(first, first + min(int(counts[first]), _LOOKED_AT))
        slots.extend(sorted(seen[first].union(usual)))
    chosen = np.array(slots, dtype=np.int64)
    cosines = np.zeros(len(slots))
    if centred is not None and now.near is not None:
        cosines = now.near.cosines(centred, chosen).astype(np.float64)
    recall = {}
    for name, scores in best.items():
        top = max(scores.values(), default=0.0) or 1.0
        recall[f"recall_{name}"] = np.array([scores.get(first, 0.0) / top for first in firsts])
    return Pool(
        np.array(firsts, dtype=np.int64), chosen, np.array(begins, dtype=np.int64), cosines, recall
    )
