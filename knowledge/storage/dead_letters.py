"""Updates that end the workers that handle them: suspected, begun alone, set aside as dead letters.

Whoever dies leaves several updates behind, of which at most one is guilty. So none is judged by
the company that it was in: each that had begun is begun again alone, and only one that ends a
worker when it is the only one begun is set aside (Hohpe and Woolf call that a dead letter channel).
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from knowledge.domain import Fallen, Received, Verdict
from knowledge.storage.database import Database
from knowledge.storage.record_rows import AnyRow
from knowledge.storage.update_inbox import INBOX, SAID, WAITING, WORKERS

MOST_DEATHS = 2
"""Workers that an update may end, by what is seen of their end, before it is set aside."""

MOST_LOSSES = 10
"""The same of workers that were killed from outside, or of whose end nothing is known: nobody but
whoever kills is to blame as a rule, but a machine that runs out of memory looks alike."""


def is_dead() -> ColumnElement[bool]:
    """Whether an update is set aside."""
    return and_(INBOX.c.verdict == Verdict.DEAD.value, INBOX.c.handled_at.is_not(None))


def forget_dead_letters(connection: Connection, person: int) -> None:
    """Keep nothing but the ids of what was set aside and names this person, wherever they wrote."""
    named = or_(*(INBOX.c.raw.contains(f'"id":{person}{end}') for end in ",}"))
    these = and_(is_dead(), or_(INBOX.c.chat == person, named))
    said = SAID.c.update_id.in_(select(INBOX.c.update_id).where(these))
    connection.execute(delete(SAID).where(said))
    connection.execute(update(INBOX).where(these).values(raw="", verdict=Verdict.TAKEN.value))


@dataclass(slots=True)
class Left:
    """What workers that ended have left.

    Attributes:
        freed: how many updates others may begin now.
        set_aside: those that nobody begins any more.
    """

    freed: int = 0
    set_aside: list[Received] = field(default_factory=list)


class DeadLetters:
    """The part of the store that tells harmful updates from those that were beside them."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def bury(self, fallen: Iterable[Fallen]) -> Left:
        """Let others handle what these workers had taken, but for what has ended too many."""
        left = Left()
        with self._database.writing() as connection:
            for one in fallen:
                connection.execute(delete(WORKERS).where(WORKERS.c.name == one.name))
                self._blame(connection, one, left)
                theirs = update(INBOX).where(INBOX.c.worker == one.name, WAITING)
                left.freed += connection.execute(theirs.values(worker=None)).rowcount
        return left

    def listed(self) -> list[Received]:
        """Updates that are set aside, the earliest first."""
        query = select(INBOX).where(is_dead()).order_by(INBOX.c.at, INBOX.c.update_id)
        with self._database.reading() as connection:
            return [_received(row) for row in connection.execute(query)]

    def count(self) -> int:
        """How many updates are set aside."""
        with self._database.reading() as connection:
            counted = select(func.count()).select_from(INBOX).where(is_dead())
            return connection.execute(counted).scalar_one()

    def replay(self, updates: Collection[int] | None = None) -> int:
        """Let updates that were set aside be begun once more, alone; gives how many.

        Args:
            updates: their ids; None: all.
        """
        these = update(INBOX).where(is_dead())
        if updates is not None:
            these = these.where(INBOX.c.update_id.in_(updates))
        again = {"handled_at": None, "verdict": Verdict.TAKEN.value, "tries": 1}
        again |= {"not_before": None, "refusals": 0}
        with self._database.writing() as connection:
            return connection.execute(these.values(**again, deaths=MOST_DEATHS - 1)).rowcount

    def _blame(self, connection: Connection, fallen: Fallen, left: Left) -> None:
        held = connection.execute(select(INBOX).where(INBOX.c.worker == fallen.name, WAITING)).all()
        begun = [row for row in held if fallen.begun is None or row.update_id in fallen.begun]
        if not begun:
            return
        alone = len(begun if fallen.begun is None else fallen.begun) == 1
        counted = INBOX.c.deaths if fallen.by_itself else INBOX.c.losses
        these = update(INBOX).where(INBOX.c.update_id.in_([row.update_id for row in begun]))
        connection.execute(these.values({counted: counted + 1}))
        row = begun[0]
        deaths = row.deaths + (1 if fallen.by_itself else 0)
        losses = row.losses + (0 if fallen.by_itself else 1)
        if alone and (deaths >= MOST_DEATHS or losses >= MOST_LOSSES):
            this = update(INBOX).where(INBOX.c.update_id == row.update_id)
            dead = {"handled_at": self._clock(), "worker": None, "verdict": Verdict.DEAD.value}
            connection.execute(this.values(**dead))
            left.set_aside.append(_received(row))


def _received(row: AnyRow) -> Received:
    return Received(
        row.update_id,
        row.raw,
        row.at,
        row.tries,
        Verdict(row.verdict),
        chat=row.chat,
        deaths=row.deaths,
    )
