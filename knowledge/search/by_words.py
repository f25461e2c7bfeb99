"""Passages found by their words: BM25, in which function words of large stores only order."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.search.bm25 import MOST_OFTEN, saturated
from knowledge.search.counting import Codes, occurrences
from knowledge.search.features import TYPICAL
from knowledge.search.index import Snapshot
from knowledge.search.lexical import Found
from knowledge.search.question import LIGHT, Asked

RECALLED = 100
"""Passages that each way of finding gives at most."""
_ASKED_TERMS = 24
_BOTH = ("words", "whole")
_MANY = 50_000
"""Passages from which function words are not searched for: their lists are by far the longest."""
_ORDERED = 300
"""Passages that function words then put in order."""

Terms = Sequence[tuple[str, float]]


def by_words(asked: Asked, now: Snapshot) -> dict[str, Found]:
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
