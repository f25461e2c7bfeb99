"""The store as answers read it: one state of it in memory, its records, and the search kept in step with it."""

import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Generic, TypeVar

from knowledge.answering.statement_facts import StatementFacts, facts_of
from knowledge.domain import (
    Attribution,
    Changes,
    GapQuestion,
    Incident,
    Language,
    MultilingualText,
    Place,
    Polarity,
    Question,
    Record,
    Reply,
    Speaker,
    SpeakerKind,
    Statement,
)
from knowledge.domain.dates import Edtf
from knowledge.languages.registry import CODES, pattern
from knowledge.languages.scripts import UPPER
from knowledge.questions.entities import EntityIndex, EntityKind, address
from knowledge.questions.parser import ParsedQuestion, QuestionParser
from knowledge.questions.question_type import QuestionType
from knowledge.search.documents import Document, Passage
from knowledge.search.engine import Engine
from knowledge.search.fair_scheduling import check
from knowledge.search.text_analysis import frequent, stem as key, wording
from knowledge.storage import Store
from knowledge.storage.record_reading import StatementFilter
from knowledge.translations import words_in

_PROPER = re.compile(rf"\b[{UPPER}][\w'’]{{2,}}(?: [{UPPER}][\w'’]+)*")
_OF = re.compile(rf",| (?:{pattern('determiners', 'role_ends')}) ")
_COMMON = 0.3
"""Share of the statements from which a word says nothing about which one is meant."""
_FEW = 8
"""Statements below which no word counts as common: everything is there by chance."""


@dataclass
class WordCount:
    """In how many statements each word, by its key, is used; kept in step one by one."""

    statements: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, texts: Iterable[str], times: int = 1) -> None:
        """Count the words of one statement's texts once each; `times` -1 takes them off."""
        words = {word for text in texts for word in wording(text)}
        self.statements += times
        for word in words:
            self.counts[word] += times

    def knows(self, word: str) -> bool:
        """Whether any statement uses a form of this folded word."""
        return self.counts[key(word)] > 0

    def is_common(self, word: str) -> bool:
        """Whether so many statements use it that it tells none of them from the others."""
        return self.statements >= _FEW and self.counts[key(word)] >= _COMMON * self.statements


def names_of(
    speakers: Iterable[Speaker],
    places: Iterable[Place],
    incidents: Iterable[Incident],
    counts: WordCount,
) -> EntityIndex:
    """The index of every name of a store."""

    def entries() -> Iterable[tuple[EntityKind, str, Iterable[str]]]:
        for speaker in speakers:
            names = (*speaker.name.all(), *speaker.role.all(), *speaker.aliases)
            # Where nobody listed other names, parts of the name and role have to do.
            parts = () if speaker.aliases else parts_of_names(speaker)
            yield EntityKind.SPEAKER, speaker.id, (*names, *parts)
        for place in places:
            yield EntityKind.PLACE, place.id, (*place.name.all(), *place.aliases)
        for incident in incidents:
            yield EntityKind.INCIDENT, incident.id, (*incident.name.all(), *incident.aliases)

    return EntityIndex(entries(), lambda word: word in frequent() or counts.knows(word))


def told_by(incident: Incident) -> frozenset[str]:
    """The keys of the words in all names of an incident."""
    names = (*incident.name.all(), *incident.aliases)
    return frozenset(word for name in names for word in wording(name))


def parts_of_names(speaker: Speaker) -> Iterable[str]:
    """How a speaker is called for short: the surname, the proper name, the office."""
    for name in speaker.name.all():
        proper = _PROPER.findall(name)
        yield from proper
        if speaker.kind is SpeakerKind.PERSON or len(proper) == 1:
            yield from (each.split()[-1] for each in proper if len(each.split()) > 1)
    for role in speaker.role.all():
        yield _OF.split(role, maxsplit=1)[0]


_SAMPLED = 2000
"""Statements whose words are counted: enough to tell which words are everywhere."""


@dataclass(frozen=True, slots=True)
class StoreSnapshot:
    """One state of a store's small tables; replaced as a whole when they change.

    Args:
        gap_wordings: the id of the gap question that is asked in these words, by `wording`.
        links: the id of the article at a link, by `links.address`.
    """

    reader: QuestionParser
    places: dict[str, Place]
    incidents: tuple[Incident, ...]
    speakers: tuple[Speaker, ...]
    gaps: dict[str, GapQuestion]
    examples: tuple[tuple[str, str], ...]
    gap_wordings: dict[tuple[str, ...], str]
    links: dict[str, str]

    @classmethod
    def of(cls, store: Store) -> "StoreSnapshot":
        """Read it."""
        counts, sampled = WordCount(), list(islice(store.records.documents(), _SAMPLED))
        for record in sampled:
            counts.add(record.statement.claim.all())
        places, incidents = store.records.places(), store.records.incidents()
        speakers, gaps = store.records.speakers(), {gap.id: gap for gap in store.records.gaps()}
        names = names_of(speakers, places, incidents, counts)
        return cls(
            reader=QuestionParser(
                names, counts.is_common, {each.id: told_by(each) for each in incidents}
            ),
            places={place.id: place for place in places},
            incidents=tuple(incidents),
            speakers=tuple(speakers),
            gaps=gaps,
            examples=(*newest_questions(sampled), *store.records.examples()),
            links={address(each.url): each.id for each in store.records.articles() if each.url},
            gap_wordings={
                wording(text): gap.id for gap in gaps.values() for _, text in gap.phrasings
            },
        )

    def place_names(self, language: Language) -> list[str]:
        """Names of the places, in the store's order."""
        return [place.name.in_language(language) for place in self.places.values()]

    def examples_in(self, language: Language) -> tuple[str, ...]:
        """Questions to try."""
        told: list[tuple[str, set[str]]] = []
        for code, question in self.examples:
            words = set(wording(question))
            if code == language and not any(_alike(words, other) for _, other in told):
                told.append((question, words))
        return tuple(question for question, _ in told)


def _alike(some: set[str], others: set[str]) -> bool:
    """Whether two questions are made of nearly the same words."""
    return len(some & others) > 0.8 * min(len(some), len(others))  # four of five


_NEWEST = 3
"""Incidents of which a question is offered, before those that curators chose."""


def newest_questions(records: Iterable[Record]) -> list[tuple[str, str]]:
    """(language, question): one about each of the incidents that are the latest by date.

    Args:
        records: in which their statements are looked for.
    """
    by_incident: dict[str, tuple[tuple[int, int, int, int], dict[str, str], Incident]] = {}
    for record in records:
        incident = record.incident
        if incident is None or not incident.when:
            continue
        date = Edtf.parse(incident.when).sort_key
        asked = by_incident.setdefault(incident.id, (date, {}, incident))[1]
        for language, question in record.statement.phrasings:
            if question.endswith("?"):
                asked.setdefault(language, question)
    latest = sorted(by_incident.values(), key=lambda each: each[0], reverse=True)[:_NEWEST]
    found = []
    for _, asked, incident in latest:
        for code in CODES:
            if code in asked:
                found.append((code, asked[code]))
            elif code in incident.name.by_language:  # nobody has taught a question of it yet
                found.append((code, _what_happened(incident, code)))
    return found


def _what_happened(incident: Incident, language: str) -> str:
    name = incident.name.in_language(language)
    return words_in(language).say("What happened: {incident}?", incident=name)


_RECORDS_KEPT = 20_000
"""Records that are kept; then all are forgotten, which is simpler than choosing and as quick."""

_READ_AHEAD = 200
"""Statements that are read before anybody asks; in a small store that is all of them."""


LOOKED_THROUGH = 60
"""Statements of one incident that are compared with each other."""


class RecordCache:
    """Reads records through a memory that a new revision of the store empties.

    Args:
        store: of the records.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._revision = -1
        self._records: dict[str, Record] = {}
        self._facts: dict[str, StatementFacts] = {}
        self._undisputed: dict[str, bool] = {}

    @property
    def revision(self) -> int:
        """The revision of the store that is remembered."""
        return self._revision

    def as_of(self, revision: int) -> None:
        """Forget everything that was read before this revision of the store."""
        if revision != self._revision:
            with self._lock:
                self._revision, self._records, self._facts = revision, {}, {}
                self._undisputed = {}

    def records(self, ids: Sequence[str]) -> list[Record]:
        """As the store's `records`: in the order asked, redirected where merged, each once."""
        held = self._records
        wanted = dict.fromkeys(ids)
        lacking = [each for each in wanted if each not in held]
        if lacking:
            read = {each.statement.id: each for each in self._store.records.complete(lacking)}
            if len(held) + len(read) > _RECORDS_KEPT:
                held.clear()
            held.update(read)
        if all(each in held for each in wanted):
            return [held[each] for each in wanted]
        # Merged or unknown ids: rare, and the store's own business.
        return self._store.records.complete(ids)

    def read_ahead(self, places: dict[str, Place]) -> None:
        """Read, with what each says, the statements that the first questions would wait for."""
        first = islice(self._store.records.documents(), _READ_AHEAD)
        self.facts(self.records([each.statement.id for each in first]), places)

    def siblings(self, record: Record) -> list[Record]:
        """The other published statements of its incident, or of its article where it has none.

        Returns:
            As many as are looked through at most, where there are more.
        """
        statement = record.statement
        articles = [each.article for each in statement.appearances]
        beside = (
            StatementFilter(incidents=[statement.incident])
            if statement.incident
            else StatementFilter(articles=articles)
        )
        ids = self._store.statements.select(beside, limit=LOOKED_THROUGH)
        return self.records([each for each in ids if each != statement.id])

    def undisputed(self, record: Record, look: Callable[[], bool]) -> bool:
        """Whether nothing disputes a statement, as `look` found when it was asked first."""
        held = self._undisputed
        found = held.get(record.statement.id)
        if found is None:
            found = held[record.statement.id] = look()
        return found

    def facts(self, records: Sequence[Record], places: dict[str, Place]) -> list[StatementFacts]:
        """What each of some records says, read from its texts once."""
        held = self._facts
        found = []
        for record in records:
            identity = record.statement.id
            facts = held.get(identity)
            if facts is None:
                check()
                facts = held[identity] = facts_of(record, places)
            found.append(facts)
        return found


ANSWERS_KEPT = 2_000
"""Replies that are kept; the one not asked for the longest goes first."""


K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class StateCache(Generic[K, V]):
    """Keeps what was worked out for as long as everything that it was made from stays as it is.

    Args:
        most: that is kept; what was not asked for the longest goes first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._state: Hashable = None
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, state: Hashable) -> V | None:
        """What was kept by this key in this state of things, if anything."""
        with self._lock:
            if state != self._state:
                self._state, self._kept = state, OrderedDict()
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: K, value: V, state: Hashable) -> None:
        """Keep what was made in this state of things."""
        with self._lock:
            if state != self._state:
                return
            self._kept[key] = value
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)


class AnswerCache:
    """Keeps replies for as long as everything that they were made from stays as it is."""

    def __init__(self) -> None:
        self._replies: StateCache[Hashable, Reply] = StateCache(ANSWERS_KEPT)

    def reply(self, question: Question, state: Hashable) -> Reply | None:
        """What was answered to the same question in this state of things, if anything."""
        return self._replies.get(_key(question), state)

    def keep(self, reply: Reply, state: Hashable) -> None:
        """Keep a reply that was made in this state of things."""
        self._replies.keep(_key(reply.question), reply, state)


def _key(question: Question) -> Hashable:
    return (question.text, question.language, question.usual)


GAP = "gap:"
"""Begins the document id of a gap question."""

Marks = dict[str, frozenset[str]]


def document_of(record: Record) -> Document:
    """A statement as a document: its claim in every language, then all that readers may name."""
    statement = record.statement
    original = statement.claim.original
    passages = [Passage("claim", original, statement.claim.in_language(original))]
    passages += _passages("claim", statement.claim, without=original)
    passages += [Passage("phrasing", code, text) for code, text in statement.phrasings]
    for appearance in statement.appearances:
        passages += [Passage("quote", "", quote) for quote in appearance.quotes]
        if appearance.channel:
            passages += _passages("synonym", appearance.channel.text)
    passages += [Passage("title", each.language, each.title) for each in record.articles]
    if record.speaker is not None:
        passages += _passages("speaker", record.speaker.name)
        passages += _passages("speaker", record.speaker.role)
        if record.speaker.aliases:
            passages.append(Passage("speaker", "", " · ".join(record.speaker.aliases)))
    if record.incident is not None:
        passages += _passages("incident", record.incident.name)
    return Document(statement.id, tuple(passages), marks_of(record), statement.version)


def document_of_gap(gap: GapQuestion) -> Document | None:
    """A gap question as a document, or None where it has nothing to be found by."""
    passages = [Passage("phrasing", code, text) for code, text in gap.phrasings]
    passages += _passages("synonym", gap.missing)
    return Document(f"{GAP}{gap.id}", tuple(passages)) if passages else None


def marks_of(record: Record) -> Marks:
    """What a statement is about, as values that a question's marks meet or miss."""
    statement = record.statement
    dates = [record.incident.when if record.incident else None, statement.about, statement.said]
    known = [Edtf.parse(date) for date in dates if date]
    marks = {
        "speaker": [statement.speaker or _nobody(statement)],
        "incident": [record.incident.id] if record.incident else [],
        "place": [place.id for place in record.places],
        "year": [str(date.year) for date in known if date.year],
        "month": [str(date.month) for date in known if date.month],
        "day": [str(date.day) for date in known if date.day],
        "number": [f"{figure.value:g}" for figure in statement.figures],
        "negation": ["negated"] if statement.polarity is Polarity.NEGATED else [],
        "kind": [statement.kind.value],
    }
    return _marked(marks.items())


def _nobody(statement: Statement) -> str:
    """The mark of a statement that no known speaker made."""
    return "narrator" if statement.attribution is Attribution.NARRATOR else "unknown"


def marks_of_question(understood: ParsedQuestion) -> Marks:
    """The same of a question."""
    whens = understood.whens
    marks: dict[str, Iterable[str]] = {
        "speaker": understood.named(EntityKind.SPEAKER),
        "incident": understood.named(EntityKind.INCIDENT),
        "place": understood.named(EntityKind.PLACE),
        "year": [str(when.year) for when in whens if when.year],
        "month": [str(month) for when in whens for month in when.months],
        "day": [str(day) for when in whens for day in when.days],
        "number": [f"{number:g}" for number in understood.numbers],
        "negation": ["negated"] if understood.negated else [],
        "asks": [want.value for want in understood.wants if want is not QuestionType.WHAT],
    }
    return _marked(marks.items())


def _marked(marks: Iterable[tuple[str, Iterable[str]]]) -> Marks:
    return {aspect: frozenset(values) for aspect, values in marks if values}


def _passages(role: str, texts: MultilingualText, without: str | None = None) -> list[Passage]:
    return [
        Passage(role, code, text) for code, text in texts.by_language.items() if code != without
    ]


_AT_ONCE = 64
"""Changed statements that a question takes up itself; more are taken up beside it."""


class IndexSync:
    """Takes changes of the store up into the search and into the library.

    Args:
        store: where changes are made, by this program or another.
        engine: of the search.
    """

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._engine = engine
        self._lock = threading.Lock()
        self._seen = -1
        self.library = StoreSnapshot.of(store)

    def refresh(self) -> None:
        """Take up everything that changed; everything where the search has no revision."""
        with self._lock:
            self._take_up()

    def catch_up(self, revision: int | None = None) -> int:
        """What a question does first: take up a few changes, leave many to a thread beside it.

        A question never waits for a load that another one is taking up.

        Args:
            revision: the store's, where it was read just now.

        Returns:
            The store's revision.
        """
        if revision is None:
            revision = self._store.revisions.newest()
        if revision != self._seen and self._lock.acquire(blocking=False):
            try:
                few = self._engine.revision > 0 and len(self._changes().statements) <= _AT_ONCE
                if few or self._seen < 0:
                    self._take_up()
            finally:
                self._lock.release()
            if revision > self._seen:
                name = "taking-up-changes"
                threading.Thread(target=self.refresh, name=name, daemon=True).start()
        return revision

    def _changes(self) -> Changes:
        return self._store.revisions.since(self._engine.revision)

    def _take_up(self) -> None:
        last = self._store.revisions.newest()
        if last == self._seen:
            return
        if not 0 < self._engine.revision <= last:
            self._engine.clear()
            self._engine.put(self._everything())
            self._engine.commit(last)
            self.library = StoreSnapshot.of(self._store)
        elif self._engine.revision < last:
            last = self._take_up_some(self._changes())
        self._seen = last

    def _take_up_some(self, changes: Changes) -> int:
        # A statement that is published no more, or a gap that is gone, is dropped and not put again.
        wanted = {gap: f"{GAP}{gap}" for gap in changes.gaps}
        gaps = [gap for gap in self._store.records.gaps() if gap.id in wanted] if wanted else []
        self._engine.drop((*changes.statements, *wanted.values()))
        self._engine.put(
            document_of(each) for each in self._store.records.documents(changes.statements)
        )
        self._engine.put(_gap_documents(gaps))
        self._engine.commit(changes.revision)
        if changes.vocabulary or changes.gaps or len(changes.statements) > _AT_ONCE:
            self.library = StoreSnapshot.of(self._store)
        return changes.revision

    def _everything(self) -> Iterator[Document]:
        for record in self._store.records.documents():
            yield document_of(record)
        yield from _gap_documents(self._store.records.gaps())


def _gap_documents(gaps: Iterable[GapQuestion]) -> Iterator[Document]:
    for gap in gaps:
        document = document_of_gap(gap)
        if document is not None:
            yield document
