"""Who changed what, when and why."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a curator by numeric Telegram id, or a command run by an operator (id None)."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of one record, with its state before and after as JSON text.

    Args:
        subject: what sort of record: statement, speaker, incident, article, relation, gap.
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
