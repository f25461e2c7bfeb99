"""The tantivy index: BM25 over terms that this package made, and the one record of what is committed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from knowledge.search.fresh import Fresh, Step

Found = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Slots of passages and how well each matches, best first."""
FIELDS = ("words", "whole", "sounds")
"""What is searched: a passage's terms, all terms of its document, its names by sound."""

_STATE = "\x00state"
_HEAP = 64_000_000
_SHOULD = tantivy.Occur.Should


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("slot", indexed=True, fast=True)
    builder.add_text_field("surface", tokenizer_name="terms", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="terms", index_option="freq")
    return builder.build()


class IndexBusy(OSError):
    """Another process writes to the index."""


class View:
    """The index as it was at one commit, and what came since; safe in any thread.

    Args:
        searcher: of the commit.
        fresh: what the commit does not have.
    """

    def __init__(
        self, schema: tantivy.Schema, searcher: tantivy.Searcher, fresh: Fresh | None = None
    ) -> None:
        self._schema = schema
        self._searcher = searcher
        self._fresh = fresh or Fresh()

    def with_fresh(self, fresh: Fresh) -> "View":
        """Give the same commit with what came since."""
        return View(self._schema, self._searcher, fresh)

    def find(
        self,
        field: str,
        terms: Iterable[tuple[str, float]],
        limit: int,
        also: Iterable[tuple[str, float]] = (),
    ) -> Found:
        """Give the best passages for weighted terms.

        Those that were taken off since the commit are among them.

        Args:
            field: that is searched.
            terms: of which a passage has at least one.
            limit: passages at most.
            also: terms that count where they are but by themselves find nothing.
        """
        terms, also = list(terms), list(also)
        clauses = self._clauses(field, terms)
        if not clauses:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        query = tantivy.Query.boolean_query(clauses)
        # One after the other: each is looked up for what was found, not all merged beforehand.
        for clause in self._clauses(field, also):
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), clause])
        hits = self._searcher.search(query, limit, count=False).hits
        slots = self._searcher.fast_field_values("slot", [address for _, address in hits])
        found = np.array(slots, dtype=np.int64), np.array([score for score, _ in hits], dtype=float)
        if not self._fresh.postings:
            return found
        count = partial(self._searcher.doc_freq, field)
        more = self._fresh.find(field, terms, also, self._searcher.num_docs, count)
        places = np.concatenate([found[0], np.array([slot for _, slot in more], dtype=np.int64)])
        scores = np.concatenate([found[1], np.array([score for score, _ in more], dtype=float)])
        best = np.argsort(-scores, kind="stable")[:limit]
        return places[best], scores[best]

    def _clauses(
        self, field: str, terms: Iterable[tuple[str, float]]
    ) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        return [
            (_SHOULD, tantivy.Query.boost_query(self._term(field, term), weight))
            for term, weight in terms
            if weight > 0
        ]

    def slots_of(self, key: str) -> list[int]:
        """Give the slots of a document's passages."""
        if key in self._fresh.slots:
            return list(self._fresh.slots[key])
        hits = self._searcher.search(self._term("key", key), 10_000, count=False).hits
        return [int(s or 0) for s in self._searcher.fast_field_values("slot", [a for _, a in hits])]

    def frequency(self, field: str, term: str) -> int:
        """Count the passages that have the term."""
        return self._searcher.doc_freq(field, term) + self._fresh.frequency(field, term)

    def beginning_with(self, letters: str) -> list[str]:
        """Give the words, unstemmed, that begin so."""
        words = [word for word, _ in self._searcher.terms_with_prefix("surface", letters)]
        return list(dict.fromkeys([*words, *self._fresh.beginning_with("surface", letters)]))

    def state(self) -> dict[str, Any] | None:
        """Give what was written down with the commit, or None before the first."""
        hits = self._searcher.search(self._term("key", _STATE), 1, count=False).hits
        if not hits:
            return None
        state: dict[str, Any] = json.loads(self._searcher.doc(hits[0][1])["state"][0])
        return state

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, "freq")


class LexicalIndex:
    """The writing side; one writer, used under the engine's lock.

    Raises:
        ValueError: tantivy cannot open the folder.
        OSError: it cannot write there.
        IndexBusy: another process writes there.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, str(folder))
        analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("terms", analyser)
        self._index.config_reader("manual")
        try:
            self._writer = self._index.writer(_HEAP, 1)
        except ValueError as problem:
            if "LockBusy" in str(problem):
                raise IndexBusy("another process has it open") from None
            raise
        # What a killed process wrote without committing has the names that this one will use.
        self._writer.garbage_collect_files()

    def add(self, key: str, slot: int, terms: Mapping[str, Sequence[str]]) -> None:
        """Add a passage: per field its terms, none of which has a space."""
        document = tantivy.Document()
        document.add_text("key", key)
        document.add_unsigned("slot", slot)
        for field, values in terms.items():
            if values:
                document.add_text(field, " ".join(values))
        self._writer.add_document(document)

    def write(self, steps: Iterable[Step]) -> None:
        """Take some steps, in their order."""
        for step in steps:
            if step.slot < 0:
                self.delete(step.key)
            else:
                self.add(step.key, step.slot, step.fields)

    def delete(self, key: str) -> None:
        """Delete all passages of a document that were added before."""
        self._writer.delete_documents_by_term("key", key)

    def delete_from(self, slot: int) -> None:
        """Delete passages that a commit of the state never confirmed."""
        query = tantivy.Query.range_query(
            self._schema, "slot", tantivy.FieldType.Unsigned, slot, 2**63 - 1
        )
        self._writer.delete_documents_by_query(query)

    def clear(self) -> None:
        """Delete everything."""
        self._writer.delete_all_documents()

    def commit(self, state: dict[str, Any]) -> None:
        """Make everything since the last commit durable together with `state`."""
        self.delete(_STATE)
        document = tantivy.Document()
        document.add_text("key", _STATE)
        document.add_text("state", json.dumps(state))
        self._writer.add_document(document)
        self._writer.commit()

    def view(self) -> View:
        """Give the newest committed state to search in."""
        self._index.reload()
        return View(self._schema, self._index.searcher())

    def close(self) -> None:
        """Let the folder go."""
        self._writer.wait_merging_threads()
