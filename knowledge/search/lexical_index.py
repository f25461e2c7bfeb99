"""The lexical index, a log-structured merge (O'Neil): tantivy's segments on disk, a memtable before them, BM25 (Robertson) over both.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
"""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import log1p
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import tantivy
from numpy.typing import NDArray

log = logging.getLogger(__name__)

_SATURATION, _LENGTH = 1.2, 0.75
"""Tantivy's own parameters."""
MOST_OFTEN = _SATURATION + 1
"""What a term counts at most, however often a text has it."""

Numbers = TypeVar("Numbers", float, NDArray[np.float64])


def saturated(times: Numbers, length: Numbers, usual: float) -> Numbers:
    """Give what is made of the times that a term stands in a text, before it is weighed by rarity.

    Args:
        times: that it stands there.
        length: terms of the text.
        usual: terms of one of ordinary length.
    """
    long = _SATURATION * (1 - _LENGTH + _LENGTH * length / usual)
    return times * MOST_OFTEN / (times + long)


Count = Callable[[str], int]
Terms = Iterable[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Step:
    """A passage put, or with a slot of -1 a document taken off."""

    key: str
    slot: int = -1
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Memtable:
    """What some steps leave; a value, so safe in any thread.

    Args:
        slots: of each document that they touched; none where it was taken off.
        postings: by field and term, the slots that have it and how often.
        lengths: by field and slot, the number of terms.
    """

    slots: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    postings: Mapping[tuple[str, str], tuple[tuple[int, int], ...]] = field(default_factory=dict)
    lengths: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def after(self, steps: Iterable[Step]) -> "Memtable":
        """Give what is left after some more steps."""
        slots, postings = dict(self.slots), dict(self.postings)
        lengths = dict(self.lengths)
        for step in steps:
            if step.slot < 0:
                slots[step.key] = ()
                continue
            slots[step.key] = (*slots.get(step.key, ()), step.slot)
            for name, terms in step.fields.items():
                lengths[name, step.slot] = len(terms)
                for term, times in Counter(terms).items():
                    here = (name, term)
                    postings[here] = (*postings.get(here, ()), (step.slot, times))
        return Memtable(slots, postings, lengths)

    def frequencies(self, field_name: str, terms: Sequence[str]) -> list[int]:
        """Count the passages that have each term."""
        return [len(self.postings.get((field_name, term), ())) for term in terms]

    def beginning_with(self, field_name: str, letters: str) -> list[str]:
        """Give the terms that begin so."""
        return [
            term for name, term in self.postings if name == field_name and term.startswith(letters)
        ]

    def find(
        self, field_name: str, terms: Terms, also: Terms, passages: int, count: Count
    ) -> list[tuple[float, int]]:
        """Give (BM25, slot) of every passage that has one of the terms.

        Args:
            field_name: that is searched.
            terms: of which a passage has at least one, with their weights.
            also: terms that count where they are but by themselves find nothing.
            passages: on disk, among which a term is rare or not.
            count: how many of those have a term.
        """
        living = {slot for slots in self.slots.values() for slot in slots}
        lengths = [n for (name, slot), n in self.lengths.items() if name == field_name]
        usual = max(sum(lengths) / len(living), 1.0) if living else 1.0
        scores: dict[int, float] = {}
        for finds, weighted in ((True, terms), (False, also)):
            for term, weight in weighted:
                here = self.postings.get((field_name, term), ())
                have = count(term) + len(here) if here else 0
                rarity = log1p((passages + len(living) - have + 0.5) / (have + 0.5))
                for slot, times in here:
                    if slot not in living or weight <= 0 or not (finds or slot in scores):
                        continue
                    often = saturated(float(times), self.lengths[field_name, slot], usual)
                    scores[slot] = scores.get(slot, 0.0) + weight * rarity * often
        return [(score, slot) for slot, score in scores.items()]


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
        self, schema: tantivy.Schema, searcher: tantivy.Searcher, fresh: Memtable | None = None
    ) -> None:
        self._schema = schema
        self._searcher = searcher
        self._fresh = fresh or Memtable()

    def with_fresh(self, fresh: Memtable) -> "View":
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

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """Count the passages that have each term."""
        fresh = self._fresh.frequencies(field, terms)
        return [
            self._searcher.doc_freq(field, term) + more
            for term, more in zip(terms, fresh, strict=True)
        ]

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
        for name, values in terms.items():
            if values:
                document.add_text(name, " ".join(values))
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
        """Let the folder go; what its threads could not write any more is made anew from the store."""
        try:
            self._writer.wait_merging_threads()
        except ValueError as error:  # as for a folder that is gone, or taken over
            log.warning("the index was not closed well: %s", error)


FEW = 2_000
"""Passages that are shown before they are durable; more are written down first."""


@dataclass(frozen=True)
class Unsaved:
    """What a commit has to write: steps, and the state of everything after them."""

    steps: Sequence[Step] = ()
    state: dict[str, Any] = field(default_factory=dict)


class LexicalWriter:
    """Takes steps, shows them and makes them durable, in this order or both at once.

    Args:
        lexical: the index on disk; nobody else writes to it.

    Attributes:
        view: everything shown so far.
        unsaved: what is shown and not durable.
    """

    def __init__(self, lexical: LexicalIndex) -> None:
        self.lexical = lexical
        self.view: View = lexical.view()
        self.unsaved = Unsaved()
        self._steps: list[Step] = []
        self._fresh = Memtable()
        self._handed = 0
        self._spilt = False

    def add(self, key: str, slot: int, fields: Mapping[str, Sequence[str]]) -> None:
        """Put a passage: per field its terms, none of which has a space."""
        self._steps.append(Step(key, slot, fields))

    def delete(self, key: str) -> None:
        """Take off all passages of a document that were put before."""
        self._steps.append(Step(key))

    @property
    def many(self) -> bool:
        """Whether more was put than can be shown before it is durable."""
        return self._spilt or len(self._steps) > FEW

    def show(self, state: dict[str, Any]) -> None:
        """Let `view` hold all steps; not where they are `many`."""
        self._fresh = self._fresh.after(self._steps[len(self.unsaved.steps) :])
        self.view = self.view.with_fresh(self._fresh)
        self.unsaved = Unsaved(tuple(self._steps), state)

    def save(self, state: dict[str, Any]) -> None:
        """Make all steps durable and show them; not during `write_down`."""
        everything = Unsaved(tuple(self._steps), state)
        self.write_down(everything)
        self.unsaved = everything
        self.written(everything)

    def write_down(self, unsaved: Unsaved) -> None:
        """Make durable what is shown; the slow part, while steps may be added and shown."""
        self.lexical.write(unsaved.steps[self._handed :])
        self._handed = len(unsaved.steps)
        self.lexical.commit(unsaved.state)

    def written(self, unsaved: Unsaved) -> None:
        """Read from the disk what `write_down` has made durable."""
        done = len(unsaved.steps)
        del self._steps[:done]
        self._handed -= done
        self._spilt = False
        self.unsaved = Unsaved(self.unsaved.steps[done:], self.unsaved.state)
        self._fresh = Memtable().after(self.unsaved.steps)
        self.view = self.lexical.view().with_fresh(self._fresh)

    def spill(self) -> None:
        """Hand on what is too much to be kept here until it is saved; not during `write_down`."""
        if not self.many:
            return
        self.lexical.write(self._steps[self._handed :])
        self._steps.clear()
        self.unsaved = Unsaved((), self.unsaved.state)
        self._handed, self._spilt = 0, True

    def close(self) -> None:
        """Let the folder go."""
        self.lexical.close()
