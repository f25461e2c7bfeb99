"""The search engine: documents in; candidates recalled by words (BM25) and meaning, re-ranked, ranked documents out."""

import re
import threading
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.languages.scripts import UPPER
from knowledge.search import reranker, word_similarity
from knowledge.search.documents import (
    Document,
    Encoder,
    Hit,
    IndexUnusable,
    Passage,
    Query,
    Ranking,
    VectorKeeper,
)
from knowledge.search.encoders.profile import ORDER, profile_of
from knowledge.search.fair_scheduling import check
from knowledge.search.index import Entry, Flusher, GraphGrower, Index, ScratchDirectory, Snapshot
from knowledge.search.lexical_index import MOST_OFTEN, Found, View, saturated
from knowledge.search.reranker import (
    LIGHT,
    TYPICAL,
    AnalysedQuery,
    Pool,
    agreement,
    kind_of,
    measure,
    rows_of,
    understood_with_repairs,
)
from knowledge.search.spelling import completed
from knowledge.search.text_analysis import (
    SOUNDLESS,
    Codes,
    fold,
    hashes,
    occurrences,
    readable,
    sound,
    stem,
    words,
)
from knowledge.search.vector_index import Vectors
from knowledge.search.word_similarity import Lexicon, WordSimilarity

RECALLED = 100
"""Passages that each way of finding gives at most."""
_ASKED_TERMS = 24
_BOTH = ("words", "whole")
MANY = 50_000
"""Passages from which function words are not searched for: their lists are by far the longest."""
ORDERED = 300
"""Passages that function words then put in order."""

Terms = Sequence[tuple[str, float]]


def by_words(asked: AnalysedQuery, now: Snapshot) -> dict[str, Found]:
    """Give what the terms of a question find in each field that is searched for it."""
    weight = np.where(asked.light, LIGHT, 1.0)
    strongest = np.argsort(-now.frequencies.rarity(asked.codes) * weight)[:_ASKED_TERMS]
    terms = [(asked.distinct[i], float(weight[i])) for i in strongest.tolist()]
    found: dict[str, Found] = {}
    if len(now.holdings) > MANY:
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
    found = {name: now.view.find(name, telling, ORDERED) for name in _BOTH}
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


MOST_PASSAGES = 5_000
"""Of one document; what is more is not indexed."""
_LONG = 320
"""Characters from which a text is also looked at sentence by sentence."""
_SHORT = 60
"""Characters below which a sentence goes with the next."""
_MOST = 40
"""Sentences of one text."""
_END = re.compile(rf"(?<=[.!?…])[\"'”’»)]*\s+(?=[\"'“«(]*[{UPPER}0-9])")


def with_pieces(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Give passages, and after them the sentences of those that are long."""
    pieces = (
        Passage(passage.role, passage.language, piece)
        for passage in passages
        if len(passage.text) >= _LONG
        for piece in _sentences(passage.text)
    )
    return tuple(islice(chain(passages, pieces), MOST_PASSAGES))


def _sentences(text: str) -> list[str]:
    pieces: list[str] = []
    for sentence in _END.split(text):
        if pieces and len(pieces[-1]) < _SHORT:
            pieces[-1] += " " + sentence
        else:
            pieces.append(sentence)
    return pieces[:_MOST] if len(pieces) > 1 else []


NAMES_ONLY = frozenset({"speaker", "incident", "synonym", "place"})
"""Roles whose texts are too short to have a meaning of their own."""


class DocumentPreparation:
    """Makes entries of documents.

    Args:
        lexicon: concepts, which stand in the index in the place of words.
        vectors: of passages; None: without.
    """

    def __init__(self, lexicon: Lexicon, vectors: Vectors | None) -> None:
        self._lexicon = lexicon
        self._vectors = vectors

    def entries(self, batch: list[Document]) -> list[Entry]:
        """Analyse and encode; the slow part of a load, so done while others search and write."""
        latest = [
            replace(document, passages=with_pieces(document.passages))
            for document in {each.id: each for each in batch if each.passages}.values()
        ]
        entries: list[Entry] = []
        at = 0
        rows = _encoded(latest, self._vectors) if self._vectors else None
        for document in latest:
            end = at + len(document.passages)
            entries.append(self._entry(document, None if rows is None else rows[at:end]))
            at = end
        return entries

    def _entry(self, document: Document, rows: NDArray[Any] | None) -> Entry:
        fields: list[dict[str, Sequence[str]]] = []
        asks, codes = [], []
        for passage in document.passages:
            plain = words(fold(readable(passage.text)[0]))
            terms = self._lexicon.terms([stem(word) for word in plain])
            asks.append(kind_of(plain))
            codes.append(hashes(terms))
            sounds = _once(sound(word) for word in plain if len(word) > SOUNDLESS)
            fields.append({"words": terms, "surface": _once(plain), "sounds": sounds})
        fields[0]["whole"] = [term for each in fields for term in each["words"]]
        return Entry(document, fields, codes, asks, rows)


def _encoded(documents: Iterable[Document], vectors: Vectors) -> NDArray[Any]:
    passages = [passage for document in documents for passage in document.passages]
    return vectors.rows([_to_encode(passage, vectors) for passage in passages])


def _to_encode(passage: Passage, vectors: Vectors) -> str:
    if passage.role in NAMES_ONLY:
        return ""
    return vectors.prepared(readable(passage.text)[0], passage.language)


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(item for item in items if item))


FORMAT = 7
"""Changes whenever an index of an older kind must be made anew."""
FEW = 5_000
"""Documents up to which single words are compared by meaning: in more, rare words tell enough."""
_TELLING = 1
"""Decimals of the sum that order candidates; smaller differences say nothing."""
_PREPARED_TOGETHER = 256
SAVED_EVERY = 20_000


@dataclass(frozen=True, slots=True)
class _Measured:
    """What the words of a query find, before its marks are compared.

    Args:
        now: what was searched.
        pool: what was found.
        features: of it, but for how the marks agree.
        best: the slot of the best passage of each.
        unknown, repairs: as `understood_with_repairs` gives them.
    """

    now: Snapshot
    pool: Pool
    features: Mapping[str, NDArray[np.float64]]
    best: NDArray[np.int64]
    unknown: tuple[str, ...]
    repairs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Searched:
    """What was searched for one question: by the query, what was found, in which snapshot."""

    measured: dict[tuple[str, str, str], _Measured] = field(default_factory=dict)
    rankings: dict[Hashable, tuple[Ranking, Snapshot]] = field(default_factory=dict)


_ONE_QUESTION: ContextVar[_Searched | None] = ContextVar("one question", default=None)


@contextmanager
def one_question() -> Iterator[None]:
    """While inside, all searches are for one question: what they have in common is found once."""
    before = _ONE_QUESTION.set(_Searched())
    try:
        yield
    finally:
        _ONE_QUESTION.reset(before)


class Engine:
    """Finds documents for questions.

    Args:
        folder: where the index is kept; None, and where it cannot be used: in a temporary one
            that goes with `close`.
        encoder: None switches the search by meaning off.
        keeper: keeps vectors between runs; None encodes anew.
        lexicon: concepts; an index made with others is made anew.
        weights: of the re-ranker.

    Attributes:
        profile: of the encoder; None without one.
        revision: of the store that the index reflects; 0 where everything must be put again.
        mended: why the index had to be made anew or elsewhere, a sentence or the empty string.

    Raises:
        IndexUnusable: no folder can be used; the sentence says why and what to do.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        encoder: Encoder | None,
        keeper: VectorKeeper | None,
        lexicon: Lexicon,
        weights: reranker.RerankerWeights | None = None,
    ) -> None:
        self._own: ScratchDirectory | None = None
        if folder is None:
            self._own = ScratchDirectory()
            folder = self._own.path
        self.folder = folder
        self._vectors = Vectors(encoder, keeper) if encoder else None
        self._words = WordSimilarity(encoder, lexicon, word_similarity.shipped) if encoder else None
        self._lexicon = lexicon
        self._preparing = DocumentPreparation(lexicon, self._vectors)
        self.profile = profile_of(encoder) if encoder else None
        self._weights = weights or reranker.fitted(self.profile.order if self.profile else ORDER)
        self.lock = threading.Condition()
        self._closed = False
        made_for = {
            "format": FORMAT,
            "lexicon": lexicon.fingerprint,
            "encoder": encoder.name if encoder else "",
        }
        dimensions = encoder.dimensions if encoder else 0
        try:
            self.index = Index(self.folder, made_for, dimensions)
            self.mended = self.index.mended
        except OSError as problem:
            reason = f"The index folder {self.folder} cannot be used ({problem})"
            if self._own:
                raise IndexUnusable(
                    f"{reason}. Make room in the folder for temporary files."
                ) from None
            self._own = ScratchDirectory()
            self.folder = self._own.path
            self.index = Index(self.folder, made_for, dimensions)
            self.mended = f"{reason}; until the next start the index is kept in a temporary folder."
        self.revision = self.index.revision
        self.now = self.index.snapshot(None)
        self.flusher = Flusher(self.index, self.lock, self._saved)
        self.grower = GraphGrower(self.index, self.grown)

    def __len__(self) -> int:
        return self.now.frequencies.documents

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents, each in place of the one with its id; found after `commit`."""
        waiting = iter(documents)
        while batch := list(islice(waiting, _PREPARED_TOGETHER)):
            entries = self._preparing.entries(batch)
            with self.lock:
                self.index.write(entries)
                if self.index.waiting >= SAVED_EVERY:
                    self.flusher.wait()
                    self.index.save(self.revision)
                elif len(batch) == _PREPARED_TOGETHER:
                    self.flusher.wait()
                    self.index.spill()

    def drop(self, ids: Iterable[str]) -> None:
        """Take documents out; still found until `commit`."""
        with self.lock:
            for key in ids:
                self.index.remove(key)

    def commit(self, revision: int) -> None:
        """Let searches see what was put and dropped, as of this revision of the store.

        Much is durable then, a few changes a second later; a crash takes their revision as well.
        """
        with self.lock:
            if self.index.show(revision):
                self.flusher.soon()
            else:
                self.flusher.wait()
                self.index.save(revision)
            self.now = self.index.snapshot(self.now)
            self.revision = revision
            self.grower.where_due(self.now)

    def clear(self) -> None:
        """Forget everything; the revision is 0 again."""
        self.grower.wait()
        with self.lock:
            self.flusher.wait()
            self.index.clear()
            self.revision = 0
            self.now = self.index.snapshot(None)

    def close(self) -> None:
        """Make everything durable and let the folder go; a second time does nothing."""
        self.flusher.close()
        self.grower.wait()
        with self.lock:
            if self._closed:
                return
            self._closed = True
            self.index.close()
            if self._own:
                self._own.close()

    def search(self, query: Query, limit: int = POOL) -> Ranking:
        """Rank the documents that may answer; no text makes it raise.

        Raises:
            TimeoutError: the question is beyond its deadline.
        """
        now = self.now
        held = _ONE_QUESTION.get()
        if held is None:
            return self._ranked(query, limit, now)
        marks = tuple(sorted((aspect, tuple(sorted(of))) for aspect, of in query.marks.items()))
        key = (query.text, query.language, query.context, marks, limit)
        ranking, at = held.rankings.get(key, (None, None))
        if ranking is None or at is not now:
            ranking = self._ranked(query, limit, now)
            held.rankings[key] = ranking, now
        return ranking

    def _ranked(self, query: Query, limit: int, now: Snapshot) -> Ranking:
        found = self._measured(query, now)
        pool, unknown, repairs, best = found.pool, found.unknown, found.repairs, found.best
        size = len(pool.firsts)
        if not size:
            return Ranking((), unknown, repairs)
        features = {**found.features, **agreement(query.marks, now.holdings, pool.firsts)}
        features["rank"] = reranker.weighted(features, self._weights.rank, size)
        features["lead"] = reranker.lead(features["rank"])
        chances = reranker.chance(reranker.weighted(features, self._weights.chance, size))
        # Of equals, and of texts that differ in a comma, the one that was put first.
        order = np.lexsort((pool.firsts, -features["rank"].round(_TELLING)))[:limit]
        hits = tuple(
            map(
                Hit,
                now.holdings.keys(pool.firsts[order]),
                chances[order].tolist(),
                rows_of(features, order.tolist()),
                now.holdings.passages(best[order]),
            )
        )
        margin = hits[0].score - (hits[1].score if len(hits) > 1 else 0.0)
        return Ranking(hits, unknown, repairs, hits[0].features["covered_whole"], margin)

    def _measured(self, query: Query, now: Snapshot) -> _Measured:
        """What a search finds by the words of a query, whatever its marks."""
        held, key = _ONE_QUESTION.get(), (query.text, query.language, query.context)
        if held is not None and key in held.measured and held.measured[key].now is now:
            return held.measured[key]
        asked, unknown, repairs = understood_with_repairs(
            query, self._lexicon, now.view, now.spellings
        )
        check()
        meaning = None
        if self._vectors is not None and asked.terms and len(now.holdings):
            meaning = self._vectors.of_question(self._vectors.prepared(asked.plain, query.language))
        check()
        pool = candidates(asked, meaning, now)
        check()
        features, best = (
            measure(asked, pool, now.holdings, now.frequencies)
            if len(pool.firsts)
            else ({}, pool.slots)
        )
        found = _Measured(now, pool, features, best, unknown, repairs)
        if held is not None:
            held.measured[key] = found
        return found

    @property
    def compares_words(self) -> bool:
        """Whether `closeness` compares: the store is small enough, and there is an encoder."""
        return self._words is not None and len(self) <= FEW

    def closeness(
        self, asked: Sequence[str], texts: Sequence[str], within: Sequence[str] = ()
    ) -> tuple[NDArray[np.float64], list[NDArray[np.float32]]] | None:
        """Compare single words by meaning; None where the store is too large or has no encoder.

        Args:
            asked: folded content words of a question.
            texts: what each candidate says.
            within: all words of the question in their order, in which phrases are found.

        Returns:
            The rarity (idf) of each asked word, and for each text how near its nearest word
            comes to each asked word: 1 for the same stem or concept, less for a synonym, else a
            cosine.
        """
        if self._words is None or not asked or not self.compares_words:
            return None
        terms = hashes([self._lexicon.terms([stem(word)])[0] for word in asked])
        return self.now.frequencies.rarity(terms), self._words.greatest(asked, texts, within)

    def completed(self, letters: str) -> str | None:
        """The word itself where it is one, else the one used most of those that begin so, or None.

        Args:
            letters: the beginning of a word; fewer than three tell nothing.
        """
        return completed(letters, self.now.view)

    def meaning(self, text: str, language: str) -> NDArray[np.float32] | None:
        """The unit vector of a short text, to be compared with others; None without an encoder."""
        if self._vectors is None:
            return None
        return self._vectors.of_question(self._vectors.prepared(readable(text)[0], language))

    def _saved(self, view: View) -> None:
        self.now = replace(self.now, view=view)
        self.grower.where_due(self.now)

    def grown(self) -> None:
        """Search by the graph of vectors as it has grown."""
        with self.lock:
            self.now = self.index.grown(self.now)
