"""Groups of records that travel together: a load, an export, what an answer needs."""

from dataclasses import dataclass, field

from knowledge.domain.statements import (
    Article,
    Concept,
    GapQuestion,
    Incident,
    Place,
    Relation,
    Speaker,
    Statement,
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that a load refused, or did not take as it stood: where it stands and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything that one load brings or one export holds, in an order fit for storing.

    Args:
        examples: example questions, (language, question).
        lines: for messages, where each record stands: (record kind, id) to "file:line".
        implied: (record kind, id) of articles, speakers, incidents and places that a line only names;
            stored where the store has none under that id, never a change of one that it has.
        refused: rows that could not be read.
        cleaned: rows out of which characters were taken that cannot be seen.
        skipped: what was passed over and needs no mending, as the same again.
        whole: whether one refused record refuses all, as it does for curated files.
    """

    articles: tuple[Article, ...] = ()
    places: tuple[Place, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    incidents: tuple[Incident, ...] = ()
    statements: tuple[Statement, ...] = ()
    relations: tuple[Relation, ...] = ()
    gaps: tuple[GapQuestion, ...] = ()
    concepts: tuple[Concept, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()
    lines: dict[tuple[str, str], str] = field(default_factory=dict, compare=False)
    implied: frozenset[tuple[str, str]] = field(default=frozenset(), compare=False)
    refused: tuple[Refusal, ...] = field(default=(), compare=False)
    cleaned: tuple[Refusal, ...] = field(default=(), compare=False)
    skipped: tuple[Refusal, ...] = field(default=(), compare=False)
    whole: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, or with a dry run would do; ids of records of every kind."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    cleaned: tuple[Refusal, ...] = ()
    skipped: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A statement with everything that an answer about it needs.

    Args:
        articles: those of its appearances, in their order.
        places: its own and its incident's.
        outgoing: relations from this statement.
        incoming: relations to it.
    """

    statement: Statement
    speaker: Speaker | None = None
    incident: Incident | None = None
    articles: tuple[Article, ...] = ()
    places: tuple[Place, ...] = ()
    outgoing: tuple[Relation, ...] = ()
    incoming: tuple[Relation, ...] = ()
