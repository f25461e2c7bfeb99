"""Documents cut into passages and words, hashed and encoded, ready to be written into the index."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from numpy.typing import NDArray

from knowledge.languages.letters import UPPER
from knowledge.search.documents import Document, Passage
from knowledge.search.index import Entry
from knowledge.search.query_analysis import kind_of
from knowledge.search.stored_vectors import Vectors
from knowledge.search.synonyms import Lexicon
from knowledge.search.text_analysis import SOUNDLESS, fold, hashes, readable, sound, stem, words

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
