"""Who changed what, when and why."""

from dataclasses import dataclass
from datetime import datetime

from knowledge.domain.serialization import Entry
from knowledge.domain.statements import Relation, Statement


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a curator by numeric Telegram id, or a command run by an operator (id None)."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of one record, with its state before and after as JSON text.

    Args:
        subject: what sort of record: statement, speaker, incident, article, relation, place, gap, concept, example.
        at: aware, UTC.
        before: None where the record was created.
        update_id: the Telegram update that asked for it, or None.
    """

    number: int
    subject: str
    subject_id: str
    actor: Actor
    at: datetime
    reason: str
    before: str | None
    after: str | None
    update_id: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes that are made together or not at all.

    Args:
        statements: each in its new state, with the version that it was made from;
            version 0 for one that is new.
        others: (new state, state that it was made from; None for one that is new) of records
            of other kinds.
        relate: relations to be added; one that is there already gets the new note.
        unrelate: relations to be taken away.
    """

    statements: tuple[Statement, ...] = ()
    others: tuple[tuple[Entry, Entry | None], ...] = ()
    relate: tuple[Relation, ...] = ()
    unrelate: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What an index must take up since a revision.

    Args:
        statements: ids of statements whose answers or search text may differ, in any state.
        gaps: ids of gap questions.
        vocabulary: whether names, aliases or concepts changed.
        revision: the revision up to which this holds.
    """

    statements: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    vocabulary: bool = False
    revision: int = 0
