"""Writing revisions, in the transaction of the change that they tell of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from knowledge.model import Actor, Relation
from knowledge.store.kinds import table_of
from knowledge.store.tables import RevisionRow

REVISIONS = table_of(RevisionRow)


def relation_id(relation: Relation) -> str:
    """How histories name a relation."""
    return f"{relation.source} {relation.kind.value} {relation.target}"


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
