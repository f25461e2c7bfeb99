"""Work of curators that must survive a restart."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from knowledge.domain import Conflict, Draft, NotFound
from knowledge.storage.database import Database
from knowledge.storage.record_rows import new_number, table_of
from knowledge.storage.tables import DraftRow
from knowledge.translations import Wording

DRAFTS = table_of(DraftRow)


class DraftStore:
    """The part of the store that keeps unfinished work."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def add(
        self,
        batch: str,
        contents: Sequence[str],
        *,
        state: str = "open",
        holder: int | None = None,
        by_day: bool = False,
    ) -> list[int]:
        """Keep new drafts, all or none, and give their numbers in order.

        Args:
            batch: what they have in common.
            contents: JSON texts.
            state: of all of them.
            holder: who works on them.
            by_day: whether of the time only the day is kept, since the hour would tell whose it is.
        """
        at = self._clock()
        if by_day:
            at = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        shared = {"batch": batch, "state": state, "holder": holder, "at": at}
        with self._database.writing() as connection:
            return [
                new_number(
                    connection.execute(insert(DRAFTS).values(**shared, content=one, version=1))
                )
                for one in contents
            ]

    def get(self, number: int) -> Draft:
        """One draft; raises NotFound."""
        with self._database.reading() as connection:
            row = (
                connection.execute(select(DRAFTS).where(DRAFTS.c.number == number))
                .mappings()
                .first()
            )
        if row is None:
            raise NotFound(Wording("There is no draft {number}.", number=number))
        return Draft(**row)

    def listed(
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
            return [Draft(**row) for row in connection.execute(query).mappings()]

    def change_all(
        self, changed: Sequence[Draft], added: Sequence[str] = (), batch: str = ""
    ) -> None:
        """Keep several drafts in their new states, and new ones in a batch: all or none.

        Raises:
            Conflict: somebody changed one of them since the version that it was made from.
        """
        at = self._clock()
        with self._database.writing() as connection:
            for draft in changed:
                self._keep(connection, draft)
            for content in added:
                values = {"batch": batch, "state": "open", "at": at, "content": content}
                connection.execute(insert(DRAFTS).values(**values, version=1))

    def change(self, draft: Draft) -> Draft:
        """Keep the draft in its new state and give it with its new version.

        Raises:
            Conflict: somebody changed it since the version that it was made from.
        """
        with self._database.writing() as connection:
            self._keep(connection, draft)
        return self.get(draft.number)

    @staticmethod
    def _keep(connection: Connection, draft: Draft) -> None:
        this = (DRAFTS.c.number == draft.number, DRAFTS.c.version == draft.version)
        changed = {
            "content": draft.content,
            "holder": draft.holder,
            "state": draft.state,
            "version": draft.version + 1,
        }
        if not connection.execute(update(DRAFTS).where(*this).values(**changed)).rowcount:
            raise Conflict(
                Wording(
                    "Draft {number} was changed by somebody else; look at it again.",
                    number=draft.number,
                )
            )
