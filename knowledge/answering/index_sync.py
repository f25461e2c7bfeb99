"""The search kept in step with the store: records as documents, up to the store's last revision."""

import threading
from collections.abc import Iterable, Iterator

from knowledge.answering.snapshot import StoreSnapshot
from knowledge.domain import (
    Attribution,
    Changes,
    GapQuestion,
    MultilingualText,
    Polarity,
    Record,
    Statement,
)
from knowledge.domain.dates import Edtf
from knowledge.questions.entities import EntityKind
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.question_type import QuestionType
from knowledge.search.documents import Document, Passage
from knowledge.search.engine import Engine
from knowledge.storage import Store

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

    def catch_up(self) -> int:
        """What a question does first: take up a few changes, leave many to a thread beside it.

        A question never waits for a load that another one is taking up.

        Returns:
            The store's revision.
        """
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
