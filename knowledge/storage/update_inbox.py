"""The inbox: updates received once, claimed in the order of their chat, settled; those that end workers set aside as dead letters.

Whoever dies leaves several updates behind, of which at most one is guilty. So none is judged by
the company that it was in: each that had begun is begun again alone, and only one that ends a
worker when it is the only one begun is set aside (Hohpe and Woolf call that a dead letter channel).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from knowledge.domain import (
    Admission,
    Arrival,
    Concluded,
    Fallen,
    Limits,
    Received,
    Role,
    SentRecord,
    Standing,
)
from knowledge.storage.coordination import Bucket, buckets, keep_buckets
from knowledge.storage.database import Database
from knowledge.storage.question_log import Conclusions
from knowledge.storage.record_rows import AnyRow, table_of
from knowledge.storage.tables import InboxRow, MenuRow, RoleRow, SaidRow, WorkerRow

INBOX = table_of(InboxRow)
SAID = table_of(SaidRow)
ROLES = table_of(RoleRow)
MENUS = table_of(MenuRow)
WORKERS = table_of(WorkerRow)
WAITING = INBOX.c.handled_at.is_(None)

_GRANTED = (
    select(ROLES.c.role).where(ROLES.c.user == INBOX.c.chat).scalar_subquery().label("granted"),
    select(MENUS.c.shown).where(MENUS.c.chat == INBOX.c.chat).scalar_subquery().label("menu"),
)
"""Needed for every message in a private chat."""

LONGEST_REST = timedelta(days=1)
"""Nothing is put off for longer; what seems to be is left from a clock that was moved."""

INNOCENT_LOSSES = 3
"""Workers that were killed, or lost no one knows how, after which what they had begun is begun
alone."""


class UpdateInbox:
    """The part of the store through which updates come; several workers may share it."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], conclusions: Conclusions
    ) -> None:
        self._database = database
        self._clock = clock
        self._conclusions = conclusions

    def receive(self, arrivals: Sequence[Arrival], limits: Limits) -> dict[int, Admission]:
        """Keep updates before they are acknowledged, and say what becomes of each, by its id.

        One that was received before is not kept again. One beyond the limits is kept as dealt
        with, or waits to be answered with a word about it.
        """
        now = self._clock()
        rows = {
            one.update_id: {"update_id": one.update_id, "raw": one.raw, "at": now, "chat": one.chat}
            for one in sorted(arrivals, key=lambda one: one.update_id)
        }
        adding = self._database.insert(INBOX).on_conflict_do_nothing().returning(INBOX.c.update_id)
        with self._database.writing() as connection:
            room = limits.waiting - _waiting(connection, limits.waiting)
            new = set(connection.execute(adding, list(rows.values())).scalars())
            judged = {one.update_id: Admission.SEEN for one in arrivals}
            fresh = [one for one in arrivals if one.update_id in new]
            judged |= self._judged(connection, fresh, limits, room, now.timestamp())
            _apply(connection, judged, now)
        return judged

    def claim(self, worker: str, limit: int, *, alone: bool = False) -> list[Received]:
        """Take updates to be handled by this worker.

        Of each chat that is the earliest, and only while no other of the same chat is taken; so a
        chat whose earliest is put off waits with it, in its order, and holds up no other.

        Args:
            worker: its name.
            limit: how many at most.
            alone: those that must be begun alone, instead of those that need not.
        """
        now = self._clock()
        free = self._free(now, alone=alone)
        query = select(INBOX, *_GRANTED).where(*free).order_by(INBOX.c.at, INBOX.c.update_id)
        with self._database.reading() as connection:
            if connection.execute(select(INBOX.c.update_id).where(*free).limit(1)).first() is None:
                return []  # looking costs no writing
        with self._database.writing() as connection:
            if not self._database.is_sqlite:
                # Only the first of a chat can be taken, so whoever locks its row has the chat.
                query = query.with_for_update(skip_locked=True, of=INBOX)
            found = connection.execute(query.limit(limit)).all()
            taken = update(INBOX).where(INBOX.c.update_id.in_([row.update_id for row in found]))
            if found:
                connection.execute(taken.values(worker=worker, tries=INBOX.c.tries + 1))
            begun = [row.update_id for row in found if row.tries or row.refusals]
            said = _said(connection, begun)
        return [
            Received(
                update_id=row.update_id,
                raw=row.raw,
                at=row.at,
                tries=row.tries + 1,
                verdict=Admission(row.verdict),
                said=tuple(said.get(row.update_id, ())),
                chat=row.chat,
                refusals=row.refusals,
                deaths=row.deaths,
                standing=_standing(row),
            )
            for row in found
        ]

    def suspects(self) -> bool:
        """Whether updates may be claimed now that must be begun alone."""
        free = self._free(self._clock(), alone=True)
        with self._database.reading() as connection:
            query = select(INBOX.c.update_id).where(*free).limit(1)
            return connection.execute(query).first() is not None

    def settle(
        self,
        said: Sequence[SentRecord],
        handled: Sequence[int],
        concluded: Sequence[Concluded] = (),
        unsaid: Collection[int] = frozenset(),
    ) -> None:
        """Keep what was sent, and what is dealt with; of that nothing but its id is kept.

        Args:
            said: what was sent for updates that are not dealt with yet.
            handled: updates that are.
            concluded: what is left of the answers to them.
            unsaid: those of them for which nothing that was sent was kept.
        """
        self._conclusions.keep_questions(concluded)
        with self._database.writing() as connection:
            _keep(connection, said)
            self._conclusions.add(connection, concluded)
            if handled:
                _end(connection, handled, self._clock(), unsaid)

    def give_back(self, update_id: int, tries: int) -> None:
        """Let an update be claimed again, by any worker.

        Args:
            update_id: of one that was claimed and not dealt with.
            tries: how often it counts as begun.
        """
        this = update(INBOX).where(INBOX.c.update_id == update_id, WAITING)
        with self._database.writing() as connection:
            connection.execute(this.values(worker=None, tries=tries))

    def put_off(
        self,
        received: Received,
        pause: timedelta,
        *,
        verdict: Admission = Admission.TAKEN,
        said: Sequence[SentRecord] = (),
    ) -> None:
        """Let an update that Telegram did not take the answer to be begun again after a while.

        It does not count as begun, for nothing of ours failed.

        Args:
            received: as it was claimed.
            pause: from now on; longer than a day counts as a day.
            verdict: what becomes of it from now on.
            said: what was sent for it, or done, and is not kept yet.
        """
        values = {
            "worker": None,
            "tries": received.tries - 1,
            "refusals": received.refusals + 1,
            "not_before": self._clock() + min(pause, LONGEST_REST),
            "verdict": verdict.value,
        }
        this = update(INBOX).where(INBOX.c.update_id == received.update_id, WAITING)
        with self._database.writing() as connection:
            _keep(connection, said)
            if (
                verdict is not received.verdict
            ):  # what was sent belongs to what is not said any more
                connection.execute(delete(SAID).where(SAID.c.update_id == received.update_id))
            connection.execute(this.values(values))

    def give_up(self, chat: int, before: datetime) -> int:
        """Deal with what waits in a chat since before this time, unanswered; gives how many."""
        these = (INBOX.c.chat == chat, WAITING, INBOX.c.worker.is_(None), INBOX.c.at < before)
        with self._database.writing() as connection:
            found = connection.execute(select(INBOX.c.update_id).where(*these)).scalars().all()
            if found:
                _end(connection, found, self._clock())
        return len(found)

    def waiting(self, *, limit: int | None = None) -> list[Received]:
        """Updates that are received and not dealt with, the earliest first."""
        query = select(INBOX).where(WAITING).order_by(INBOX.c.at, INBOX.c.update_id).limit(limit)
        with self._database.reading() as connection:
            return [_received(row) for row in connection.execute(query)]

    def backlog(self) -> int:
        """How many updates wait or are being handled."""
        with self._database.reading() as connection:
            counted = select(func.count()).select_from(INBOX).where(WAITING)
            return connection.execute(counted).scalar_one()

    def last_arrival(self) -> datetime | None:
        """When the last update came."""
        with self._database.reading() as connection:
            last: datetime | None = connection.execute(select(func.max(INBOX.c.at))).scalar()
        return last

    def beat(self, worker: str) -> Mapping[str, int]:
        """Say that a worker lives; gives the count of every worker, which grows while it lives.

        One that has updates and never gave a sign, because it ended before its first, counts 0.
        """
        adding = self._database.insert(WORKERS).values(name=worker, beat=1)
        beaten = adding.on_conflict_do_update(
            index_elements=[WORKERS.c.name], set_={"beat": WORKERS.c.beat + 1}
        )
        with self._database.writing() as connection:
            connection.execute(beaten)
            having = select(INBOX.c.worker).where(WAITING, INBOX.c.worker.is_not(None)).distinct()
            silent = dict.fromkeys(connection.execute(having).scalars(), 0)
            return silent | {row.name: row.beat for row in connection.execute(select(WORKERS))}

    def leave(self, worker: str) -> None:
        """Let others handle what a worker that stops has left."""
        with self._database.writing() as connection:
            connection.execute(delete(WORKERS).where(WORKERS.c.name == worker))
            theirs = update(INBOX).where(INBOX.c.worker == worker, WAITING)
            connection.execute(theirs.values(worker=None))

    @staticmethod
    def _free(now: datetime, *, alone: bool) -> list[ColumnElement[bool]]:
        """Which updates may be claimed."""
        other = INBOX.alias()
        earlier = exists().where(
            other.c.chat == INBOX.c.chat,
            other.c.handled_at.is_(None),
            other.c.update_id != INBOX.c.update_id,
            or_(other.c.worker.is_not(None), other.c.update_id < INBOX.c.update_id),
        )
        due = or_(
            INBOX.c.not_before.is_(None),
            INBOX.c.not_before <= now,
            INBOX.c.not_before > now + LONGEST_REST,
        )
        suspected = or_(INBOX.c.deaths > 0, INBOX.c.losses >= INNOCENT_LOSSES)
        return [
            WAITING,
            INBOX.c.worker.is_(None),
            suspected if alone else ~suspected,
            due,
            ~earlier,
        ]

    def _judged(
        self,
        connection: Connection,
        arrivals: Sequence[Arrival],
        limits: Limits,
        room: int,
        now: float,
    ) -> dict[int, Admission]:
        keys = {key for one in arrivals for key in _keys(one)}
        kept = buckets(connection, keys, self._database)
        judged = {}
        for number, one in enumerate(arrivals):
            mine = [kept.setdefault(key, Bucket(key)) for key in _keys(one)]
            allowances = (limits.sender, limits.chat)
            within = [b.take(a, now) for b, a in zip(mine, allowances, strict=False)]
            if number < room and all(within):
                judged[one.update_id] = Admission.TAKEN
            elif any(0 <= now - bucket.warned < limits.pause for bucket in mine):
                judged[one.update_id] = Admission.SHED
            else:
                judged[one.update_id] = Admission.FLOOD if number < room else Admission.BUSY
                for bucket in mine:
                    bucket.warned = now
        keep_buckets(connection, kept.values(), self._database)
        return judged


def _standing(row: AnyRow) -> Standing | None:
    """What was granted to whoever wrote in a private chat, whose id is theirs."""
    if row.chat is None or row.chat < 0:
        return None
    return Standing(None if row.granted is None else Role(row.granted), row.menu or "")


def _keys(arrival: Arrival) -> list[str]:
    """Whose allowances an update uses up: its sender's, and its chat's where that is another."""
    sender, chat = arrival.sender, arrival.chat
    if sender is None:
        return [] if chat is None else [f"sender {chat}"]
    return [f"sender {sender}"] + ([f"chat {chat}"] if chat not in {None, sender} else [])


def _said(connection: Connection, updates: Sequence[int]) -> dict[int, list[SentRecord]]:
    """What was sent for updates that are begun again."""
    said: dict[int, list[SentRecord]] = {}
    if updates:
        query = select(SAID).where(SAID.c.update_id.in_(updates)).order_by(SAID.c.number)
        for row in connection.execute(query).mappings():
            said.setdefault(row["update_id"], []).append(SentRecord(**row))
    return said


def _keep(connection: Connection, said: Sequence[SentRecord]) -> None:
    rows = [
        {"update_id": s.update_id, "number": s.number, "what": s.what, "result": s.result}
        for s in said
    ]
    if rows:
        connection.execute(insert(SAID), rows)


def _waiting(connection: Connection, most: int) -> int:
    some = select(INBOX.c.update_id).where(WAITING).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def _apply(connection: Connection, judged: Mapping[int, Admission], now: datetime) -> None:
    warned = {id_: v for id_, v in judged.items() if v in {Admission.FLOOD, Admission.BUSY}}
    if warned:
        verdicts = case(warned, value=INBOX.c.update_id)
        these = update(INBOX).where(INBOX.c.update_id.in_(warned))
        connection.execute(these.values(verdict=verdicts))
    shed = [id_ for id_, verdict in judged.items() if verdict is Admission.SHED]
    if shed:
        _end(connection, shed, now)


def _end(
    connection: Connection,
    ids: Sequence[int],
    now: datetime,
    unsaid: Collection[int] = frozenset(),
) -> None:
    """Of what is dealt with the id stays, so that it is known when it comes again, and no more."""
    these = update(INBOX).where(INBOX.c.update_id.in_(ids))
    connection.execute(these.values(handled_at=now, worker=None, raw="", chat=None))
    if told := [each for each in ids if each not in unsaid]:
        connection.execute(delete(SAID).where(SAID.c.update_id.in_(told)))


MOST_DEATHS = 2
"""Workers that an update may end, by what is seen of their end, before it is set aside."""

MOST_LOSSES = 10
"""The same of workers that were killed from outside, or of whose end nothing is known: nobody but
whoever kills is to blame as a rule, but a machine that runs out of memory looks alike."""


def is_dead() -> ColumnElement[bool]:
    """Whether an update is set aside."""
    return and_(INBOX.c.verdict == Admission.DEAD.value, INBOX.c.handled_at.is_not(None))


def forget_dead_letters(connection: Connection, person: int) -> None:
    """Keep nothing but the ids of what was set aside and names this person, wherever they wrote."""
    named = or_(*(INBOX.c.raw.contains(f'"id":{person}{end}') for end in ",}"))
    these = and_(is_dead(), or_(INBOX.c.chat == person, named))
    said = SAID.c.update_id.in_(select(INBOX.c.update_id).where(these))
    connection.execute(delete(SAID).where(said))
    connection.execute(update(INBOX).where(these).values(raw="", verdict=Admission.TAKEN.value))


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
        again = {"handled_at": None, "verdict": Admission.TAKEN.value, "tries": 1}
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
            dead = {"handled_at": self._clock(), "worker": None, "verdict": Admission.DEAD.value}
            connection.execute(this.values(**dead))
            left.set_aside.append(_received(row))


def _received(row: AnyRow) -> Received:
    return Received(
        row.update_id,
        row.raw,
        row.at,
        row.tries,
        Admission(row.verdict),
        chat=row.chat,
        refusals=row.refusals,
        deaths=row.deaths,
    )
