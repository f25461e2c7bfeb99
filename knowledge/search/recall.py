"""About fifty documents worth a closer look, from every way of finding them: words (BM25) and meaning."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.search.index import Snapshot
from knowledge.search.lexical_index import MOST_OFTEN, Found, saturated
from knowledge.search.query_analysis import LIGHT, AnalysedQuery
from knowledge.search.reranker import TYPICAL, Pool
from knowledge.search.term_counts import Codes, occurrences

RECALLED = 100
"""Passages that each way of finding gives at most."""
_ASKED_TERMS = 24
_BOTH = ("words", "whole")
_MANY = 50_000
"""Passages from which function words are not searched for: their lists are by far the longest."""
_ORDERED = 300
"""Passages that function words then put in order."""

Terms = Sequence[tuple[str, float]]


def by_words(asked: AnalysedQuery, now: Snapshot) -> dict[str, Found]:
    """Give what the terms of a question find in each field that is searched for it."""
    weight = np.where(asked.light, LIGHT, 1.0)
    strongest = np.argsort(-now.frequencies.rarity(asked.codes) * weight)[:_ASKED_TERMS]
    terms = [(asked.distinct[i], float(weight[i])) for i in strongest.tolist()]
    found: dict[str, Found] = {}
    if len(now.holdings) > _MANY:
        found = _by_telling(terms, asked.codes[strongest[asked.light[strongest]]], now)
    if not any(len(slots) for slots, _ in found.values()):
        found = {name: now.view.find(name, terms, RECALLED) for name in _BOTH}
    if asked.cyrillic:
        found["sounds"] = now.view.find("sounds", [(s, 1.0) for s in asked.sounds], RECALLED)
    return found


def _by_telling(terms: Terms, light: Codes, now: Snapshot) -> dict[str, Found]:
    """Find by the words that are not function words, and let those order what was found.

    Args:
        terms: of the question, with their weights.
        light: the hashes of its function words.
        now: what is searched.
    """
    telling = [term for term in terms if term[1] > LIGHT]
    found = {name: now.view.find(name, telling, _ORDERED) for name in _BOTH}
    rarity = LIGHT * now.frequencies.rarity(light)
    if not any(len(slots) for slots, _ in found.values()):
        return found
    worth = _worth([slots for slots, _ in found.values()], light, rarity, now)
    for (name, (slots, scores)), more in zip(found.items(), worth, strict=True):
        if len(slots) and scores[0] - scores[-1] < MOST_OFTEN * rarity.sum():
            # So near to each other that function words would bring in others.
            also = [term for term in terms if term[1] == LIGHT]
            found[name] = now.view.find(name, telling, RECALLED, also)
        else:
            order = np.argsort(-(scores + more), kind="stable")[:RECALLED]
            found[name] = slots[order], (scores + more)[order]
    return found


def _worth(
    found: Sequence[NDArray[np.int64]], light: Codes, rarity: NDArray[np.float64], now: Snapshot
) -> list[NDArray[np.float64]]:
    """Give what BM25 adds for function words to each of the passages found.

    For a whole document it is that of its first passage: what stands in the others says nothing.
    """
    slots, places = np.unique(np.concatenate(found), return_inverse=True)
    flat, counts = now.holdings.terms(slots)
    owner = np.repeat(np.arange(len(counts)), counts)
    times, _ = occurrences(flat, owner, len(counts), light)
    added = saturated(times, counts[:, None].astype(np.float64), TYPICAL) @ rarity
    return np.split(added[places], np.cumsum([len(each) for each in found])[:-1])


POOL = 50
_LOOKED_AT = 6
"""Passages of a candidate that are looked at beside those that were recalled."""
_MOST_LOOKED_AT = 16
_RANK_OFFSET = 10


def candidates(asked: AnalysedQuery, meaning: NDArray[np.float32] | None, now: Snapshot) -> Pool:
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
