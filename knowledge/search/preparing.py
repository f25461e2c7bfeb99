"""Documents cut into words, hashed and encoded, ready to be written into the index."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from numpy.typing import NDArray

from knowledge.search.documents import Document, Passage
from knowledge.search.index import Entry
from knowledge.search.kinds import kind_of
from knowledge.search.lexicon import Lexicon
from knowledge.search.pieces import with_pieces
from knowledge.search.semantic import Vectors
from knowledge.search.text import SOUNDLESS, fold, hashes, readable, sound, stem, words
from knowledge.search.ukrainian import for_encoder

NAMES_ONLY = frozenset({"speaker", "incident", "synonym", "place"})
"""Roles whose texts are too short to have a meaning of their own."""


class Preparing:
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
