"""Work of curators that must survive a restart, and the end of what is kept for a while only."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from knowledge.model import Conflict, Draft, NotFound
from knowledge.store.allowing import ALLOWANCES
from knowledge.store.arriving import INBOX
from knowledge.store.connection import Database
from knowledge.store.kinds import new_number, table_of
from knowledge.store.posting import OUTBOX
from knowledge.store.remembering import DELIVERIES, QUESTIONS
from knowledge.store.tables import DraftRow
from knowledge.wording import Wording

DRAFTS = table_of(DraftRow)

SEEN = timedelta(days=3)
"""Telegram keeps an update that it could not deliver for one day."""


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
            raise NotFound(Wording("There is no draft {number}.", number=number))
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
                    Wording(
                        "Draft {number} was changed by somebody else; look at it again.",
                        number=draft.number,
                    )
                )
        return self.draft(draft.number)

    def prune(self, before: datetime) -> int:
        """Forget questions, deliveries and what was posted before this; gives how many.

        Ids of handled updates and allowances are of no use after some days, and are forgotten then:
        Telegram begins its numbers anew after a quiet week, and a new update must not be taken for
        an old one.
        """
        seen = max(before, self._clock() - SEEN)
        old = (
            delete(DELIVERIES).where(DELIVERIES.c.at < before),
            delete(QUESTIONS).where(QUESTIONS.c.at < before, QUESTIONS.c.asker.is_(None)),
            delete(OUTBOX).where(OUTBOX.c.due < before, OUTBOX.c.state.in_(("done", "failed"))),
            delete(INBOX).where(INBOX.c.at < seen, INBOX.c.handled_at.is_not(None)),
            delete(ALLOWANCES).where(ALLOWANCES.c.at < seen.timestamp()),
        )
        with self._database.writing() as connection:
            return sum(connection.execute(statement).rowcount for statement in old)
