"""What others would use for the same job, each as it comes, over claim and title of a statement."""

import sqlite3
from collections.abc import Callable, Sequence

import bm25s
import numpy as np
import Stemmer
from rapidfuzz import fuzz, process

from knowledge.search import Document, Encoder
from knowledge.search.text_analysis import fold, words

Search = Callable[[str], list[str]]
"""A question in, ids out, best first, as many as `DEPTH` at most."""

DEPTH = 5
_CUT = 256
"""Characters that RapidFuzz is given; whole tweets against whole paragraphs would take hours."""


def texts_of(documents: Sequence[Document]) -> list[str]:
    """One text a document."""
    return [" ".join(passage.text for passage in each.passages) for each in documents]


def rapidfuzz_by(scorer: Callable[..., float]) -> Callable[[Sequence[Document]], Search]:
    """Compare the question with every text."""

    def of(documents: Sequence[Document]) -> Search:
        ids = [document.id for document in documents]
        texts = [fold(text)[:_CUT] for text in texts_of(documents)]

        def search(question: str) -> list[str]:
            asked = fold(question)[:_CUT]
            return [
                ids[at] for _, _, at in process.extract(asked, texts, scorer=scorer, limit=DEPTH)
            ]

        return search

    return of


def fts5(documents: Sequence[Document]) -> Search:
    """SQLite's full text search with its stemmer, any of the words."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(
        "create virtual table t using fts5(id unindexed, x, tokenize='porter unicode61')"
    )
    rows = zip([document.id for document in documents], texts_of(documents), strict=True)
    connection.executemany("insert into t values (?, ?)", rows)

    def search(question: str) -> list[str]:
        asked = " OR ".join(f'"{word}"' for word in words(fold(question)))
        if not asked:
            return []
        found = connection.execute(
            "select id from t where x match ? order by rank limit ?", (asked, DEPTH)
        )
        return [key for (key,) in found]

    return search


def bm25s_stemmed(documents: Sequence[Document]) -> Search:
    """The bm25s package, English stems and stop words as in its manual."""
    ids = [document.id for document in documents]
    stemmer = Stemmer.Stemmer("english")
    cut = bm25s.tokenize(texts_of(documents), stopwords="en", stemmer=stemmer, show_progress=False)
    index = bm25s.BM25()
    index.index(cut, show_progress=False)

    def search(question: str) -> list[str]:
        asked = bm25s.tokenize([question], stopwords="en", stemmer=stemmer, show_progress=False)
        found, _ = index.retrieve(asked, k=min(DEPTH, len(ids)), show_progress=False)
        return [ids[int(at)] for at in found[0]]

    return search


def nearest_by(encoder: Encoder) -> Callable[[Sequence[Document]], Search]:
    """The bare encoder: the nearest passage, nothing taken off."""

    def of(documents: Sequence[Document]) -> Search:
        passages = [
            (each.id, p.text) for each in documents for p in each.passages if p.role != "speaker"
        ]
        vectors = encoder.encode([text for _, text in passages])

        def search(question: str) -> list[str]:
            order = np.argsort(-(vectors @ encoder.encode([question])[0]))[: DEPTH * 40]
            return list(dict.fromkeys(passages[at][0] for at in order.tolist()))[:DEPTH]

        return search

    return of


def peers(encoder: Encoder) -> dict[str, Callable[[Sequence[Document]], Search]]:
    """All of them by name."""
    return {
        "WRatio": rapidfuzz_by(fuzz.WRatio),
        "token_set": rapidfuzz_by(fuzz.token_set_ratio),
        "FTS5": fts5,
        "bm25s": bm25s_stemmed,
        "USE": nearest_by(encoder),
    }
