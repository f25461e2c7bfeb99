"""Counting over many short texts at once; every function is one pass of numpy."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge.search.function_words import FUNCTION_WORDS
from knowledge.search.text_analysis import hashes, stem

Column = NDArray[np.float64]
Codes = NDArray[np.uint32]
Owners = NDArray[np.int64]

_GRAM_BUCKETS = 1 << 16
_PAIR, _TRIGRAM = 2, 3
_SEVERAL = 3
_A, _B = np.uint32(1_000_003), np.uint32(31)


@cache
def light_codes() -> Codes:
    """Give the hashes of the stems of function words."""
    return np.sort(hashes(sorted({stem(word) for word in FUNCTION_WORDS})))


def occurrences(
    flat: Codes, owner: Owners, texts: int, codes: Codes
) -> tuple[Column, NDArray[np.bool_]]:
    """Count each code in each text (texts × codes), and say which terms are among the codes.

    Args:
        flat: the terms of all texts, one text after the other.
        owner: for each term, its text.
        texts: how many texts there are.
        codes: that are counted, each once.
    """
    if not len(codes):
        return np.zeros((texts, 0)), np.zeros(len(flat), dtype=np.bool_)
    order = np.argsort(codes)
    place = np.searchsorted(codes, flat, sorter=order)
    column = order[np.minimum(place, len(codes) - 1)]
    known = codes[column] == flat
    cells = owner[known] * len(codes) + column[known]
    counted = np.bincount(cells, minlength=texts * len(codes)).reshape(texts, len(codes))
    return counted.astype(np.float64), known


def among(codes: Codes, known: Codes) -> NDArray[np.bool_]:
    """Say which codes are among the known ones, which are in ascending order and at least one."""
    place = np.searchsorted(known, codes)
    found: NDArray[np.bool_] = known[np.minimum(place, len(known) - 1)] == codes
    return found


def sums(owner: Owners, values: NDArray[np.generic], texts: int) -> Column:
    """Add up the values of each text's terms."""
    summed: Column = np.bincount(owner, values, texts).astype(np.float64)
    return summed


def share_of(flat: Codes, owner: Owners, texts: int, wanted: Codes) -> Column:
    """Give which share of the wanted codes each text has; 0 where nothing is wanted."""
    if not len(wanted):
        return np.zeros(texts)
    share: Column = (occurrences(flat, owner, texts, wanted)[0] > 0).mean(axis=1)
    return share


def pairs_of(codes: Codes) -> Codes:
    """Give hashes of neighbouring terms."""
    return (codes[:-1] * _B) ^ codes[1:]


def pairs_shared(flat: Codes, owner: Owners, texts: int, pairs: Codes) -> Column:
    """Give the share of the question's neighbouring terms that each text has side by side.

    `pairs` are in ascending order.
    """
    if not len(pairs) or len(flat) < _PAIR:
        return np.zeros(texts)
    hit = among(pairs_of(flat), pairs) & (owner[:-1] == owner[1:])
    return np.minimum(np.bincount(owner[:-1], hit, texts) / len(pairs), 1.0)


def best_places(values: Column, begins: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the place of the greatest value in each run; of equals the first."""
    ends = [*begins[1:].tolist(), len(values)]
    found = [b + int(values[b:e].argmax()) for b, e in zip(begins.tolist(), ends, strict=True)]
    return np.array(found, dtype=np.int64)


def several(cosines: Column, begins: NDArray[np.int64]) -> Column:
    """Give how far the mean of the three greatest cosines of each run lies below the greatest.

    The nearest passages vote together (nearest neighbours: Cover and Hart, 1967): one of hundred
    phrasings comes near by chance, three seldom do. 0 where fewer than three have a vector; one
    that has none has a cosine of exactly 0.
    """
    lengths = np.diff(begins, append=len(cosines))
    if lengths.max(initial=0) < _SEVERAL:
        return np.zeros(len(begins))
    owner = np.repeat(np.arange(len(begins)), lengths)
    known = np.where(cosines == 0.0, -np.inf, cosines)
    falling = known[np.lexsort((-known, owner))]
    long = np.flatnonzero(lengths >= _SEVERAL)
    below = np.zeros(len(begins))
    greatest = falling[begins[long, None] + np.arange(_SEVERAL)]
    enough = np.isfinite(greatest[:, -1])
    below[long[enough]] = greatest[enough].mean(axis=1) - greatest[enough, 0]
    return below


def places(values: Column) -> Column:
    """Give 1 for the greatest value, 1/2 for the next, and so on; equals share their place."""
    ascending = np.sort(values)
    greater = len(values) - np.searchsorted(ascending, values, side="right")
    reciprocal: Column = 1.0 / (1 + greater)
    return reciprocal


def trigrams_shared(question: str, texts: Sequence[str]) -> Column:
    """Give the share of the question's runs of three letters that each text has."""
    wanted = np.unique(_trigrams(question))
    if not len(wanted):
        return np.zeros(len(texts))
    column = np.full(_GRAM_BUCKETS, -1, dtype=np.int16)
    column[wanted] = np.arange(len(wanted))
    found = column[_trigrams("\n".join(texts))]
    known = np.flatnonzero(found >= 0)
    ends = np.cumsum([len(text) + 1 for text in texts])
    has = np.zeros((len(texts), len(wanted)), dtype=np.bool_)
    has[np.searchsorted(ends, known, side="right"), found[known]] = True
    share: Column = has.mean(axis=1)
    return share


def _trigrams(text: str) -> NDArray[np.uint32]:
    letters = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    if len(letters) < _TRIGRAM:
        return np.zeros(0, dtype=np.uint32)
    mixed = (letters[:-2] * _A + letters[1:-1]) * _A + letters[2:]
    return (mixed ^ (mixed >> np.uint32(16))) & np.uint32(_GRAM_BUCKETS - 1)
