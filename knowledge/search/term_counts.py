"""How often terms stand where: over many short texts at once, and in how many documents of the store."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.search.text_analysis import FUNCTION_WORDS, hashes, stem

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
