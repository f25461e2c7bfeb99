"""Named features of candidates: how each agrees with the question, all computed together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from knowledge.search.frequencies import Frequencies
from knowledge.search.question import Asked
from knowledge.search.shelf import Holdings

_SATURATION = 1.2
_LENGTH = 0.6
_TYPICAL = 18.0
"""Terms of a passage of ordinary length."""
_FUZZY = 256
"""Characters that RapidFuzz compares; its cost grows with the square."""


@dataclass(frozen=True)
class Pool:
    """Candidates and those of their passages that are looked at.

    Args:
        firsts: first slot of each candidate.
        slots: of the passages, candidate by candidate.
        begins: where each candidate's passages begin in `slots`.
        cosines: of each passage with the question.
        recall: name → a number a candidate, from the recall.
    """

    firsts: NDArray[np.int64]
    slots: NDArray[np.int64]
    begins: NDArray[np.int64]
    cosines: NDArray[np.float64]
    recall: dict[str, NDArray[np.float64]]


def measure(
    asked: Asked, pool: Pool, holdings: Holdings, frequencies: Frequencies
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.int64]]:
    """Give name → one number a candidate, and the slot of each candidate's best passage."""
    flat, counts = holdings.terms(pool.slots)
    owner = np.repeat(np.arange(len(counts)), counts)
    passages, asks = len(counts), len(asked.codes)
    tf = _occurrences(flat, owner, passages, asked.codes)
    idf = frequencies.rarity(asked.codes)
    heavy = np.where(asked.light, 0.15, 1.0) * idf
    total = max(float(heavy.sum()), 1e-9)

    length = _SATURATION * (1 - _LENGTH + _LENGTH * counts / _TYPICAL)
    bm25 = (tf * (_SATURATION + 1) / (tf + length[:, None])) @ heavy / total
    has = tf > 0
    covered = has @ heavy / total
    rare = frequencies.rarity(flat)
    shared = np.isin(flat, asked.codes)
    told = np.bincount(owner, rare * shared, passages) / np.maximum(
        np.bincount(owner, rare, passages), 1e-9
    )
    paired = _pairs_shared(flat, owner, asked)

    def best(values: NDArray[np.float64]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = np.maximum.reduceat(values, pool.begins)
        return found

    liking = bm25 + covered + pool.cosines
    chosen = _argmax_by_group(liking, pool.begins, passages)
    whole = np.maximum.reduceat(has, pool.begins, axis=0) @ heavy / total
    main = pool.begins
    texts = [holdings.text(slot)[:_FUZZY].lower() for slot in pool.slots[chosen].tolist()]
    features = {
        "words": best(bm25),
        "words_main": bm25[main],
        "covered": best(covered),
        "covered_whole": whole,
        "told": best(told),
        "told_best": told[chosen],
        "pairs": best(paired),
        "meaning": best(pool.cosines),
        "meaning_main": pool.cosines[main],
        "token_set": _fuzzy(fuzz.token_set_ratio, asked, texts),
        "partial": _fuzzy(fuzz.partial_ratio, asked, texts),
        **pool.recall,
    }
    return features, pool.slots[chosen]


def _occurrences(
    flat: NDArray[np.uint32], owner: NDArray[np.int64], passages: int, codes: NDArray[np.uint32]
) -> NDArray[np.float64]:
    """Count each of the codes in each passage."""
    if not len(codes):
        return np.zeros((passages, 0))
    order = np.argsort(codes)
    place = np.searchsorted(codes, flat, sorter=order)
    column = order[np.minimum(place, len(codes) - 1)]
    known = codes[column] == flat
    cells = owner[known] * len(codes) + column[known]
    counted = np.bincount(cells, minlength=passages * len(codes)).reshape(passages, len(codes))
    return counted.astype(np.float64)


def _pairs_shared(
    flat: NDArray[np.uint32], owner: NDArray[np.int64], asked: Asked
) -> NDArray[np.float64]:
    """Give the share of the question's neighbouring terms that a passage has side by side."""
    passages = int(owner[-1]) + 1 if len(owner) else 0
    if not len(asked.pairs) or len(flat) < 2:
        return np.zeros(passages)
    pairs = (flat[:-1] * np.uint32(31)) ^ flat[1:]
    hit = np.isin(pairs, asked.pairs) & (owner[:-1] == owner[1:])
    return np.bincount(owner[:-1], hit, passages) / len(asked.pairs)


def _argmax_by_group(
    values: NDArray[np.float64], begins: NDArray[np.int64], size: int
) -> NDArray[np.int64]:
    """Give the place of the greatest value in each run."""
    ends = [*begins[1:].tolist(), size]
    return np.array(
        [b + int(values[b:e].argmax()) for b, e in zip(begins.tolist(), ends, strict=True)], dtype=np.int64
    )


def _fuzzy(scorer: object, asked: Asked, texts: Sequence[str]) -> NDArray[np.float64]:
    query = asked.folded[:_FUZZY]
    scores = process.cdist([query], texts, scorer=scorer, dtype=np.float32)[0]
    return np.asarray(scores, dtype=np.float64) / 100
