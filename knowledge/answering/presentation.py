"""What is shown: statements with what may contradict them, lists of them, the reply that carries them.

They are found to be asked of a curator. Until one has looked, nobody is told that nothing disputes
a statement which another one may contradict.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from knowledge.answering import listings
from knowledge.answering.compose import outcome_messages, record_pages
from knowledge.answering.compose.context_lines import (
    article_list,
    heading,
    nobody_against,
    other_side,
)
from knowledge.answering.snapshot import LOOKED_THROUGH, RecordCache, StoreSnapshot
from knowledge.answering.statement_facts import StatementFacts, facts_of
from knowledge.domain import (
    AGAINST,
    Answer,
    Aspect,
    Language,
    Listing,
    Message,
    NoAnswer,
    Outcome,
    Part,
    Question,
    Record,
    Relation,
    RelationKind,
    Reply,
    ShownStatement,
    State,
    caveats,
    section,
)
from knowledge.domain.dates import Edtf
from knowledge.questions.conversation import Subject
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.question_type import (
    ListingFilter,
    ListingSubject,
    QuestionType,
    asks_whence,
    doubted,
    is_of_saying,
)
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    folded as fold,
    stem as key,
    words as words_of,
)
from knowledge.storage import Store
from knowledge.storage.record_reading import StatementFilter

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


class ListingPages:
    """Tells lists by facet.

    Args:
        store: read from.
        showcase: makes statements ready.
    """

    def __init__(self, store: Store, showcase: Presenter) -> None:
        self._store = store
        self._showcase = showcase

    def told(
        self, facet: ListingFilter, library: StoreSnapshot, language: Language
    ) -> tuple[Listing, Message]:
        """What a facet takes in, each by the statement that stands for it, and how it is told."""
        store, of = self._store, heading(facet, library, language)
        match facet.of:
            case ListingSubject.SPEAKERS:
                speakers, more = listings.listed(listings.by_speaker(store, library.speakers))
                ids = (listings.of_speaker(store, each.id) for each, _ in speakers)
                outcome = self._leading(of, ids, language, more=more)
                return outcome, record_pages.speaker_list(speakers, language, more=more)
            case ListingSubject.ARTICLES:
                articles, more = listings.listed(listings.by_article(store))
                ids = (listings.of_article(store, each.id) for each, _ in articles)
                outcome = self._leading(of, ids, language, more=more)
                return outcome, article_list(articles, language, more=more)
            case ListingSubject.STATEMENTS:
                found, more = listings.listed(listings.statements(store, facet, library.incidents))
                outcome = Listing(of, self._showcase.by_ids(found, language), more=more)
            case ListingSubject.INCIDENTS | ListingSubject.TIMELINE:
                records, more = listings.listed(
                    listings.incidents_listed(store, library.incidents, facet)
                )
                items = self._showcase.shown(records, language)
                outcome = Listing(of, items, library.incidents, more=more)
        return outcome, outcome_messages.listing(outcome, language)

    def overview(
        self, facet: ListingFilter, library: StoreSnapshot, language: Language
    ) -> tuple[Listing, Message]:
        """The incidents that a facet takes in, with what a reader has to know of each.

        A store in which nobody set up an incident is told by its articles, the latest first.
        """
        records = listings.overview(self._store, library.incidents, facet)
        if not records:
            articles = listings.by_article(self._store)[: listings.OVERVIEW]
            ids = (listings.of_article(self._store, each.id) for each, _ in articles)
            records = listings.leading_of_each(self._store, ids)
        of = heading(facet, library, language)
        items = self._showcase.shown(records, language)
        outcome = Listing(of, items, library.incidents)
        return outcome, outcome_messages.listing(outcome, language)

    def _leading(
        self, of: str, several: Iterable[Sequence[str]], language: Language, *, more: bool
    ) -> Listing:
        records = listings.leading_of_each(self._store, several)
        return Listing(of, self._showcase.shown(records, language), more=more)


BESIDE = 5
"""Statements of the same incident under "other accounts"."""


def how_sure(shown: ShownStatement, showcase: Presenter, language: Language) -> Message:
    """What is against it, or that nothing is, and every caution; never a verdict."""
    page_of_cautions = record_pages.cautions(shown, language)
    against = showcase.against(shown.record, language)
    lines = [other_side(shown.record, each, language) for each in against]
    if not lines and showcase.undisputed(shown.record):
        lines = [nobody_against(language)]
    beside = section(Part.OTHER_SIDE, *lines)
    first, *rest = page_of_cautions.sections
    return replace(page_of_cautions, sections=(first, *beside, *rest))


def other_accounts(
    shown: ShownStatement, store: Store, showcase: Presenter, language: Language
) -> Message:
    """What bears on a statement, then what else its incident has."""
    related = showcase.related(shown.record, language)
    told = {each.record.statement.id for each in related} | {shown.record.statement.id}
    incident = shown.record.statement.incident
    ids = store.statements.select(StatementFilter(incidents=[incident])) if incident else []
    rest = [each for each in ids if each not in told][:BESIDE]
    beside = showcase.by_ids(rest, language)
    against = bool(showcase.against(shown.record, language))
    said = against or not showcase.undisputed(shown.record)
    return record_pages.others(shown, related, beside, language, against=said)


@dataclass(frozen=True, slots=True)
class QuestionContext:
    """A question on its way: what was understood, and in which language it is answered.

    Args:
        asked: the question in the message.
        language: of the answer.
        library: of the store.
        subject: what the conversation is about.
        message: all of it, as it was meant; empty where the question is all there is.
    """

    asked: ParsedQuestion
    language: Language
    library: StoreSnapshot
    subject: Subject = field(default_factory=Subject)
    message: str = ""

    @property
    def want(self) -> QuestionType:
        """What the first line has to give.

        Who said what is doubted does not tell who doubts it. The place of a statement does not
        tell where something came from or was said, nor the date of an incident when something
        was said of it.
        """
        question = fold(self.asked.text)
        if doubted(self.asked.text):
            return QuestionType.IS_IT_TRUE
        match self.asked.want:
            case QuestionType.WHERE if asks_whence(question) or is_of_saying(question):
                return QuestionType.WHAT
            case QuestionType.WHEN if is_of_saying(question):
                return QuestionType.WHEN_SAID
        return self.asked.want


@dataclass(frozen=True, slots=True)
class ComposedOutcome:
    """An outcome with its message.

    Args:
        ahead: ids that rank before all that was found.
        asks: what the message gives, so that it can be told again: a code of `Want`, `FollowUp`
            or `Of`.
    """

    outcome: Outcome
    message: Message
    ahead: tuple[str, ...] = ()
    asks: str = ""

    @property
    def first(self) -> tuple[str, ...]:
        """The id of the statement that answers, if one does."""
        outcome = self.outcome
        return (outcome.shown.record.statement.id,) if isinstance(outcome, Answer) else ()


def reply_of(
    question: Question,
    language: Language,
    told: ComposedOutcome,
    ranked: Sequence[tuple[str, float]],
) -> Reply:
    """The reply to a question, with the caveats of what it shows, before it is timed."""
    reply = Reply(question, language, told.outcome, told.message, tuple(ranked), (), 0.0, told.asks)
    # A refusal states nothing that needs a caveat; what is near is only offered.
    refused = isinstance(told.outcome, NoAnswer)
    codes = () if refused else caveats.union(each.caveats for each in reply.shown)
    return replace(reply, caveats=codes)


def timed(reply: Reply, began: float) -> Reply:
    """The reply with the milliseconds since `began`, as `time.perf_counter` gave it."""
    return replace(reply, elapsed=(time.perf_counter() - began) * 1000)
