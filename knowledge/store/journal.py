"""Writing revisions, in the transaction of the change that they tell of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from knowledge.model import Actor, Revision
from knowledge.store.kinds import new_number, table_of
from knowledge.store.tables import RevisionRow

REVISIONS = table_of(RevisionRow)


@dataclass(frozen=True, slots=True)
class Journal:
    """Who changes something, when, why and at whose request; writes the revisions."""

    connection: Connection
    actor: Actor
    reason: str
    at: datetime
    update_id: int | None = None

    def row(
        self, subject: str, subject_id: str, before: str | None, after: str | None
    ) -> dict[str, Any]:
        """A revision as a row; `after` is not kept where the record was created."""
        return {
            "subject": subject,
            "subject_id": subject_id,
            "actor": self.actor.id,
            "actor_name": self.actor.name,
            "at": self.at,
            "reason": self.reason,
            "before": before,
            "after": None if before is None else after,
            "update_id": self.update_id,
        }

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        """Add these revisions, in this order."""
        if rows:
            self.connection.execute(insert(REVISIONS), list(rows))

    def write_one(
        self, subject: str, subject_id: str, before: str | None, after: str | None
    ) -> Revision:
        """Add one revision and give it."""
        row = self.row(subject, subject_id, before, after)
        result = self.connection.execute(insert(REVISIONS).values(**row))
        return Revision(
            number=new_number(result),
            subject=subject,
            subject_id=subject_id,
            actor=self.actor,
            at=self.at,
            reason=self.reason,
            before=before,
            after=after,
            update_id=self.update_id,
        )
