"""The engine: documents in, ranked documents out."""

import shutil
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search import rank, recall, repair
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
from knowledge.search.features import measure
from knowledge.search.index import Entry, Index, Snapshot
from knowledge.search.kinds import kind_of
from knowledge.search.lexicon import Lexicon
from knowledge.search.pieces import pieces_of
from knowledge.search.question import Asked, understood
from knowledge.search.semantic import Vectors
from knowledge.search.text import SOUNDLESS, fold, hashes, readable, sound, stem, words
from knowledge.search.ukrainian import for_encoder

FORMAT = 3
"""Changes whenever an index of an older kind must be made anew."""
NAMES_ONLY = frozenset({"speaker", "incident", "synonym", "place"})
"""Roles whose texts are too short to have a meaning of their own."""
_PREPARED_TOGETHER = 256
_SAVED_EVERY = 20_000


class Engine:
    """Finds documents for questions.

    Args:
        folder: where the index is kept; None: in a folder of its own that goes with `close`.
        encoder: None switches the search by meaning off.
        keeper: keeps vectors between runs; None encodes anew.
        lexicon: concepts; an index made with others is made anew.
        weights: of the re-ranker.

    Attributes:
        revision: of the store that the index reflects; 0 where everything must be put again.
        mended: why the index had to be made anew, or the empty string.

    Raises:
        IndexUnusable: the folder cannot be used; the sentence says why and what to do.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        encoder: Encoder | None,
        keeper: VectorKeeper | None,
        lexicon: Lexicon,
        weights: rank.Weights | None = None,
    ) -> None:
        self._own = folder is None
        self._folder = folder or Path(tempfile.mkdtemp(prefix="accordingto-index-"))
        self._vectors = Vectors(encoder, keeper) if encoder else None
        self._lexicon = lexicon
        self._weights = weights or rank.shipped()
        self._lock = threading.RLock()
        made_for = {
            "format": FORMAT,
            "lexicon": lexicon.fingerprint,
            "encoder": encoder.name if encoder else "",
        }
        try:
            self._index = Index(self._folder, made_for, encoder.dimensions if encoder else 0)
        except OSError as problem:
            raise IndexUnusable(
                f"The index folder {self._folder} cannot be used ({problem})."
                " Make it writable, name another folder, or keep the index in memory."
            ) from problem
        self.mended = self._index.mended
        self.revision = self._index.revision
        self._now = self._index.snapshot(None)

    def __len__(self) -> int:
        return self._now.frequencies.documents

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents, each in place of the one with its id; found after `commit`."""
        waiting = iter(documents)
        while batch := list(islice(waiting, _PREPARED_TOGETHER)):
            entries = self._prepared(batch)
            with self._lock:
                self._index.write(entries)
                if self._index.waiting >= _SAVED_EVERY:
                    self._index.save(self.revision)

    def drop(self, ids: Iterable[str]) -> None:
        """Take documents out; still found until `commit`."""
        with self._lock:
            for key in ids:
                self._index.remove(key)

    def commit(self, revision: int) -> None:
        """Let searches see what was put and dropped, durably, as of this revision of the store."""
        with self._lock:
            self._index.save(revision)
            self._now = self._index.snapshot(self._now)
            self.revision = revision

    def clear(self) -> None:
        """Forget everything; the revision is 0 again."""
        with self._lock:
            self._index.clear()
            self.revision = 0
            self._now = self._index.snapshot(None)

    def close(self) -> None:
        """Let the folder go."""
        with self._lock:
            self._index.close()
            if self._own:
                shutil.rmtree(self._folder, ignore_errors=True)

    def search(self, query: Query, limit: int = recall.POOL) -> Ranking:
        """Rank the documents that may answer; never raises, whatever the text."""
        now = self._now
        asked, unknown, repairs = self._understood(query, now)
        meaning = None
        if self._vectors is not None and asked.terms and len(now.holdings):
            meaning = self._vectors.of_question(for_encoder(asked.plain, query.language))
        pool = recall.candidates(asked, meaning, now)
        size = len(pool.firsts)
        if not size:
            return Ranking((), unknown, repairs)
        features, best = measure(asked, pool, now.holdings, now.frequencies)
        features["rank"] = rank.weighted(features, self._weights.rank, size)
        features["lead"] = rank.lead(features["rank"])
        chances = rank.chance(rank.weighted(features, self._weights.chance, size))
        hits = tuple(
            Hit(
                now.holdings.document(int(pool.firsts[i]))[0],
                float(chances[i]),
                {name: float(values[i]) for name, values in features.items()},
                now.holdings.passage(int(best[i])),
            )
            for i in np.lexsort((pool.firsts, -features["rank"]))[:limit].tolist()
        )
        margin = hits[0].score - (hits[1].score if len(hits) > 1 else 0.0)
        return Ranking(hits, unknown, repairs, hits[0].features["covered_whole"], margin)

    def _understood(
        self, query: Query, now: Snapshot
    ) -> tuple[Asked, tuple[str, ...], dict[str, str]]:
        asked = self._read(query, {})
        strange = [word for word in asked.content if not self._known(word, now)]
        repairs = repair.repaired(strange, now.view) if strange else {}
        if repairs:
            asked = self._read(query, repairs)
        return asked, tuple(w for w in strange if w not in repairs and len(w) > 1), repairs

    def _read(self, query: Query, repairs: Mapping[str, str]) -> Asked:
        return understood(
            query.text, self._lexicon, marks=query.marks, context=query.context, repaired=repairs
        )

    def _known(self, word: str, now: Snapshot) -> bool:
        stemmed = stem(word)
        return self._lexicon.knows(stemmed) or now.view.frequency("words", stemmed) > 0

    def _prepared(self, batch: list[Document]) -> list[Entry]:
        """Analyse and encode; the slow part of a load, so done while others search and write."""
        latest = [
            replace(document, passages=(*document.passages, *pieces_of(document.passages)))
            for document in {each.id: each for each in batch if each.passages}.values()
        ]
        texts: list[str] = []
        entries: list[Entry] = []
        at = 0
        for document in latest:
            texts.extend(_to_encode(passage) for passage in document.passages)
        rows = self._vectors.rows(texts) if self._vectors else None
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


def _to_encode(passage: Passage) -> str:
    if passage.role in NAMES_ONLY:
        return ""
    return for_encoder(readable(passage.text)[0], passage.language)


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(item for item in items if item))
