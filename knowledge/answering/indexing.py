"""Statements and gap questions as documents of the search, with marks that a question can meet."""

from collections.abc import Iterable

from knowledge.answering.understand.asking import Want
from knowledge.answering.understand.names import Named
from knowledge.answering.understand.reading import Understood
from knowledge.dates import Edtf
from knowledge.model import GapQuestion, Polarity, Record, Texts
from knowledge.search.documents import Document, Passage

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
    dates = [record.incident.when if record.incident else None, statement.said]
    known = [Edtf.parse(date) for date in dates if date]
    marks = {
        "speaker": [statement.speaker or "narrator"],
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


def marks_of_question(understood: Understood) -> Marks:
    """The same of a question."""
    whens = understood.whens
    marks: dict[str, Iterable[str]] = {
        "speaker": understood.named(Named.SPEAKER),
        "incident": understood.named(Named.INCIDENT),
        "place": understood.named(Named.PLACE),
        "year": [str(when.year) for when in whens if when.year],
        "month": [str(month) for when in whens for month in when.months],
        "day": [str(day) for when in whens for day in when.days],
        "number": [f"{number:g}" for number in understood.numbers],
        "negation": ["negated"] if understood.negated else [],
        "asks": [want.value for want in understood.wants if want is not Want.WHAT],
    }
    return _marked(marks.items())


def _marked(marks: Iterable[tuple[str, Iterable[str]]]) -> Marks:
    return {aspect: frozenset(values) for aspect, values in marks if values}


def _passages(role: str, texts: Texts, without: str | None = None) -> list[Passage]:
    return [
        Passage(role, code, text) for code, text in texts.by_language.items() if code != without
    ]
