"""Statements of one incident that may contradict each other, found by rule and never by likeness.

They are found to be asked of a curator. Until one has looked, nobody is told that nothing disputes
a statement which another one may contradict.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from knowledge.answering.snapshot import LOOKED_THROUGH, RecordCache
from knowledge.answering.statement_facts import StatementFacts, facts_of
from knowledge.domain import (
    AGAINST,
    Aspect,
    Language,
    Record,
    Relation,
    RelationKind,
    ShownStatement,
    State,
    caveats,
)
from knowledge.domain.dates import Edtf
from knowledge.questions.spelling_correction import key, words_of
from knowledge.search.text_analysis import FUNCTION_WORDS

_COUNTED_ALIKE = 2
"""Words beside two numbers that both have, from which they count the same thing."""
_OF_THE_SAME = 0.4
"""Share of the words of the shorter of two claims that the other one has, from which both are of
the same matter."""


def contradiction(one: StatementFacts, other: StatementFacts) -> Aspect | None:
    """In what two statements of one incident may contradict each other; None where in nothing.

    Args:
        one: a statement.
        other: another one.
    """
    if one.numbers and other.numbers and one.numbers.isdisjoint(other.numbers):
        shared = _keys(words_of(one.counted)) & _keys(words_of(other.counted))
        if len(shared) >= _COUNTED_ALIKE:
            return Aspect.NUMBER
    if not _same_matter(one, other):
        return None
    if one.denied != other.denied:
        return Aspect.NEGATION
    if any(one.sides[pair] != other.sides[pair] for pair in one.sides.keys() & other.sides.keys()):
        return Aspect.NEGATION
    return None


def _same_matter(one: StatementFacts, other: StatementFacts) -> bool:
    shorter, longer = sorted((_keys(one.claimed), _keys(other.claimed)), key=len)
    return bool(shorter) and len(shorter & longer) >= _OF_THE_SAME * len(shorter)


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(
        key(word) for word in words if word not in FUNCTION_WORDS and not word.isdigit()
    )


class Presenter:
    """Reads statements for showing.

    Args:
        shelf: of the records.
        today: gives the day of reading.
    """

    def __init__(self, shelf: RecordCache, today: Callable[[], date]) -> None:
        self._shelf = shelf
        self._today = today

    @property
    def today(self) -> date:
        """The day of reading."""
        return self._today()

    def shown(
        self, records: Sequence[Record], language: Language, scores: Iterable[float] = ()
    ) -> tuple[ShownStatement, ...]:
        """Each with exactly its caveats; a statement withdrawn since disputes nothing any more."""
        ends = {each.source for one in records for each in one.incoming}
        ends |= {each.target for one in records for each in one.outgoing}
        standing = self._published(ends)
        chances = [*scores, *(1.0 for _ in records)]
        today = self._today()
        ready = []
        for record, chance in zip(records, chances, strict=False):
            seen = _between(record, standing)
            ready.append(ShownStatement(seen, chance, caveats.of(seen, today, language)))
        return tuple(ready)

    def records(self, ids: Sequence[str]) -> list[Record]:
        """The published ones of these ids, in this order."""
        return [
            each for each in self._shelf.records(ids) if each.statement.state is State.PUBLISHED
        ]

    def by_ids(
        self, ids: Sequence[str], language: Language, scores: Iterable[float] = ()
    ) -> tuple[ShownStatement, ...]:
        """The published ones of these ids, in this order, made ready."""
        return self.shown(self.records(ids), language, scores)

    def standing(self, ids: Sequence[str]) -> list[Record]:
        """These statements in whatever state, each with only such relations as stand."""
        records = self._shelf.records(ids)
        ends = {each.source for one in records for each in one.incoming}
        ends |= {each.target for one in records for each in one.outgoing}
        published = self._published(ends)
        return [_between(each, published) for each in records]

    def against(self, record: Record, language: Language) -> tuple[ShownStatement, ...]:
        """What contradicts, disputes or denies a statement, then what it stands against."""
        return self.by_ids(_others(record, AGAINST), language)

    def beside(self, record: Record, language: Language) -> tuple[ShownStatement, ...]:
        """What stands beside an answer: what updates it, then what is against it."""
        newer = [each.source for each in record.incoming if each.kind is RelationKind.UPDATES]
        latest = sorted(self.by_ids(newer, language), key=lambda each: _spoken(each.record))[-1:]
        against = self.against(record, language)
        there = {each.record.statement.id for each in latest}
        return (*latest, *(each for each in against if each.record.statement.id not in there))

    def undisputed(self, record: Record) -> bool:
        """Whether the store was looked through for what disputes a statement, and has nothing.

        Not where nothing else of the matter is in the store, nor where another statement may
        contradict it by the rules of `contradictions`, whether or not a curator said so.
        """
        return self._shelf.undisputed(record, lambda: self._looked_through(record))

    def _looked_through(self, record: Record) -> bool:
        siblings = self._shelf.siblings(record)
        if not siblings or len(siblings) + 1 >= LOOKED_THROUGH:
            return False
        told = facts_of(record, {})
        return not any(contradiction(told, facts_of(each, {})) for each in siblings)

    def related(self, record: Record, language: Language) -> tuple[ShownStatement, ...]:
        """Everything that bears on a statement, against it first."""
        kinds = [AGAINST, frozenset(RelationKind) - AGAINST]
        ids = [each for kind in kinds for each in _others(record, kind)]
        return self.by_ids(list(dict.fromkeys(ids)), language)

    def _published(self, ids: Iterable[str]) -> set[str]:
        found = self._shelf.records(sorted(ids)) if ids else []
        return {each.statement.id for each in found if each.statement.state is State.PUBLISHED}


def _spoken(record: Record) -> tuple[int, int, int, int]:
    """When a statement was made or else reported, for ordering."""
    published = next((one.published for one in record.articles if one.published), None)
    date = record.statement.said or published
    return Edtf.parse(date).sort_key if date else (0, 0, 0, 0)


def _between(record: Record, published: set[str]) -> Record:
    """The record with its relations to and from what is published."""
    incoming = tuple(each for each in record.incoming if each.source in published)
    outgoing = tuple(each for each in record.outgoing if each.target in published)
    if (incoming, outgoing) == (record.incoming, record.outgoing):
        return record
    return replace(record, incoming=incoming, outgoing=outgoing)


def _others(record: Record, kinds: frozenset[RelationKind]) -> list[str]:
    def of(relations: Iterable[Relation]) -> Iterable[Relation]:
        return (each for each in relations if each.kind in kinds)

    ids = [each.source for each in of(record.incoming)]
    ids += [each.target for each in of(record.outgoing)]
    return list(dict.fromkeys(ids))
