"""Work that must survive a restart: drafts of curators and updates that wait to be handled."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.model import Conflict, Draft, NotFound, Received
from knowledge.store.connection import Database
from knowledge.store.kinds import new_number, table_of
from knowledge.store.remembering import DELIVERIES, QUESTIONS
from knowledge.store.tables import DraftRow, InboxRow

DRAFTS = table_of(DraftRow)
INBOX = table_of(InboxRow)


class Working:
    """The part of the store that keeps unfinished work."""

    _database: Database
    _clock: Callable[[], datetime]

    def add_drafts(
        self, batch: str, contents: Sequence[str], *, state: str = "open", holder: int | None = None
    ) -> list[int]:
        """Keep new drafts, all or none, and give their numbers in order."""
        shared = {"batch": batch, "state": state, "holder": holder, "at": self._clock()}
        with self._database.writing() as connection:
            return [
                new_number(
                    connection.execute(insert(DRAFTS).values(**shared, content=one, version=1))
                )
                for one in contents
            ]

    def draft(self, number: int) -> Draft:
        """One draft; raises NotFound."""
        with self._database.reading() as connection:
            row = connection.execute(select(DRAFTS).where(DRAFTS.c.number == number)).first()
        if row is None:
            raise NotFound(f"There is no draft {number}.")
        return Draft(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping

    def drafts(
        self,
        *,
        batch: str | None = None,
        states: Sequence[str] = (),
        holder: int | None = None,
        limit: int | None = None,
    ) -> list[Draft]:
        """Drafts in the order they were made; each condition that is given must hold."""
        query = select(DRAFTS).order_by(DRAFTS.c.number).limit(limit)
        if batch is not None:
            query = query.where(DRAFTS.c.batch == batch)
        if states:
            query = query.where(DRAFTS.c.state.in_(states))
        if holder is not None:
            query = query.where(DRAFTS.c.holder == holder)
        with self._database.reading() as connection:
            return [Draft(**row._mapping) for row in connection.execute(query)]  # noqa: SLF001 - as above

    def change_draft(self, draft: Draft) -> Draft:
        """Keep the draft in its new state and give it with its new version.

        Raises:
            Conflict: somebody changed it since the version that it was made from.
        """
        this = (DRAFTS.c.number == draft.number, DRAFTS.c.version == draft.version)
        changed = {
            "content": draft.content,
            "holder": draft.holder,
            "state": draft.state,
            "version": draft.version + 1,
        }
        with self._database.writing() as connection:
            if not connection.execute(update(DRAFTS).where(*this).values(**changed)).rowcount:
                raise Conflict(
                    f"Draft {draft.number} was changed by somebody else; look at it again."
                )
        return self.draft(draft.number)

    def receive(self, update_id: int, raw: str) -> bool:
        """Keep an update before it is acknowledged; False if it was received before."""
        dialect = sqlite if self._database.is_sqlite else postgresql
        row = {"update_id": update_id, "raw": raw, "at": self._clock()}
        statement = dialect.insert(INBOX).values(row).on_conflict_do_nothing()
        with self._database.writing() as connection:
            made = connection.execute(statement.returning(INBOX.c.update_id))
            return made.first() is not None

    def handled(self, update_id: int) -> None:
        """Mark an update as dealt with."""
        with self._database.writing() as connection:
            this = INBOX.c.update_id == update_id
            connection.execute(update(INBOX).where(this).values(handled_at=self._clock()))

    def waiting(self, *, limit: int | None = None) -> list[Received]:
        """Updates that are received and not handled, the earliest first."""
        query = select(INBOX.c.update_id, INBOX.c.raw, INBOX.c.at).where(
            INBOX.c.handled_at.is_(None)
        )
        query = query.order_by(INBOX.c.at, INBOX.c.update_id).limit(limit)
        with self._database.reading() as connection:
            return [Received(*row) for row in connection.execute(query)]

    def prune(self, before: datetime) -> int:
        """Forget questions, deliveries and handled updates older than this; gives how many."""
        old = (
            delete(DELIVERIES).where(DELIVERIES.c.at < before),
            delete(QUESTIONS).where(QUESTIONS.c.at < before, QUESTIONS.c.asker.is_(None)),
            delete(INBOX).where(INBOX.c.at < before, INBOX.c.handled_at.is_not(None)),
        )
        with self._database.writing() as connection:
            return sum(connection.execute(statement).rowcount for statement in old)
