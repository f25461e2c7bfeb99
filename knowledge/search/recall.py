"""About fifty documents worth a closer look, from every way of finding them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.search.by_words import RECALLED, by_words
from knowledge.search.features import Pool
from knowledge.search.index import Snapshot
from knowledge.search.lexical import Found
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
        found["meaning"] = slots, cosines.astype(np.float64)
    living = {name: _living(each, now.holdings.alive) for name, each in found.items()}
    seen = np.concatenate([slots for slots, _ in living.values()])
    documents, owner = np.unique(now.holdings.slots["first"][seen], return_inverse=True)
    places = np.zeros(len(documents))
    recall: dict[str, NDArray[np.float64]] = {}
    begin = 0
    for name, (slots, scores) in living.items():
        # A document is found by the best of its passages, which comes first.
        its, at = np.unique(owner[begin : begin + len(slots)], return_index=True)
        places[its[np.argsort(at)]] += 1 / (_RANK_OFFSET + 1 + np.arange(len(its)))
        column = recall[f"recall_{name}"] = np.zeros(len(documents))
        column[its] = scores[at] / ((scores[0] if len(scores) else 0.0) or 1.0)
        begin += len(slots)
    recall["recall"] = places * _RANK_OFFSET
    best = np.argsort(-places, kind="stable")[:POOL]
    recall = {name: column[best] for name, column in recall.items()}
    grouped = seen[np.argsort(owner, kind="stable")].tolist()
    counts = np.bincount(owner, minlength=len(documents))
    ends = np.cumsum(counts)
    ranges = zip((ends - counts)[best].tolist(), ends[best].tolist(), strict=True)
    return _pool(documents[best], [grouped[b:e] for b, e in ranges], recall, meaning, now)


def _living(found: Found, alive: NDArray[np.bool_]) -> Found:
    slots, scores = found
    kept = alive[slots]
    return slots[kept], scores[kept]


def _pool(
    firsts: NDArray[np.int64],
    seen: Sequence[Sequence[int]],
    recall: dict[str, NDArray[np.float64]],
    meaning: NDArray[np.float32] | None,
    now: Snapshot,
) -> Pool:
    slots: list[int] = []
    begins: list[int] = []
    counts = now.holdings.slots["count"][firsts].tolist()
    for first, count, those in zip(firsts.tolist(), counts, seen, strict=True):
        begins.append(len(slots))
        usual = range(first, first + min(count, _LOOKED_AT))
        found = list(dict.fromkeys(those))[: _MOST_LOOKED_AT - len(usual)]
        slots.extend(sorted({*found, *usual}))
    chosen = np.array(slots, dtype=np.int64)
    cosines = raw = np.zeros(len(slots))
    if meaning is not None and now.near is not None:
        cosines, raw = now.near.compared(meaning, chosen)
    return Pool(
        firsts.astype(np.int64),
        chosen,
        np.array(begins, dtype=np.int64),
        cosines,
        raw,
        recall,
    )
