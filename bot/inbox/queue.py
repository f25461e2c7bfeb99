"""The inbox at work: updates received in batches, handled in the order of their chat, chats side by side."""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Generic, TypeVar

from structlog.contextvars import bound_contextvars
from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.delivery import SendJournal, keep_in
from bot.heartbeat import Heartbeat
from bot.inbox.recovery import REDELIVERY, Isolation, Redelivery
from handlers.error_handler import TooLate, TurnedAway
from knowledge.characters import storable
from knowledge.domain import (
    Admission,
    Arrival,
    Concluded,
    Limits,
    Received,
    SentRecord,
    StoreProblem,
)
from knowledge.storage import Store, utc_now

Item = TypeVar("Item")
Out = TypeVar("Out")

MOST = 500
"""Items of one batch, at most."""


class Batcher(Generic[Item, Out]):
    """Turns many small pieces of work into few transactions.

    Args:
        work: does a batch, in a thread; gives an outcome for each item, in their order.
        pool: of the threads.
    """

    def __init__(self, work: Callable[[list[Item]], Sequence[Out]], pool: Executor) -> None:
        self._work = work
        self._pool = pool
        self._items: list[tuple[Item, asyncio.Future[Out]]] = []
        self._task: asyncio.Task[None] | None = None

    async def do(self, item: Item) -> Out:
        """Have one item done with the next batch; raises what the batch raised."""
        future: asyncio.Future[Out] = asyncio.get_running_loop().create_future()
        self._items.append((item, future))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await future

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._items:
                batch, self._items = self._items[:MOST], self._items[MOST:]
                try:
                    done = await loop.run_in_executor(
                        self._pool, self._work, [item for item, _ in batch]
                    )
                except Exception as error:  # noqa: BLE001  # whoever waits is told, whatever it is
                    for _, future in batch:
                        if not future.done():
                            future.set_exception(error)
                else:
                    for (_, future), one in zip(batch, done, strict=True):
                        if not future.done():
                            future.set_result(one)
        finally:
            self._task = None


Json = dict[str, Any]

LARGEST = 2**63 - 1
"""The largest id that the database can keep."""


def arrival_of(update: Json) -> Arrival:
    """The update as the inbox takes it; kinds that nobody knows yet are taken as well.

    Raises:
        ValueError: it has no usable id, an id in it is no number, or it is nested too deeply.
    """
    number = _id(update.get("update_id"))
    if number is None or number < 0:
        raise ValueError("an update without an id")
    body: Json = next((part for part in update.values() if isinstance(part, dict)), {})
    message = body if "chat" in body else _part(body, "message")
    chat = _id(_part(message, "chat").get("id"))
    sender = _id(_part(body, "from").get("id")) or _id(_part(body, "user").get("id"))
    try:
        raw = json.dumps(_storable(update), ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        raise ValueError("an update that is nested too deeply") from None
    return Arrival(number, raw, sender if chat is None else chat, sender)


def _storable(value: object) -> object:
    """The same values with every text in them such as a database keeps; readers can send others."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): _storable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(one) for one in value]
    return value


def _part(body: Json, name: str) -> Json:
    part = body.get(name)
    return part if isinstance(part, dict) else {}


def _id(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
        raise ValueError("an id that is no number or too large")
    return value


log = logging.getLogger(__name__)

LONGEST_PAUSE = 10.0
"""Seconds between two attempts to reach the database, at most."""

LOOKED_FOR = 0.5
"""Seconds after which a worker looks for updates that others left."""

SHARE = 4
"""Updates are claimed when there is room for a quarter of what a worker holds: a look costs as much
as ten updates, and those that are held already keep every chat busy meanwhile."""

TRIED = 5
"""Times that Telegram must have refused before an answer is too late: a clock that is moved by a day
while one message fails ends nothing."""

LATE = frozenset({Admission.LATE, Admission.LATE_DONE})


@dataclass(frozen=True, slots=True)
class Ended:
    """An update that is dealt with.

    Args:
        update_id: its id.
        concluded: what is left of the answers to it.
        unsaid: whether nothing that was sent for it was kept.
    """

    update_id: int
    concluded: tuple[Concluded, ...] = ()
    unsaid: bool = False


Observer = Callable[[str, int], None]
"""Told what became of updates: a word, and how many."""


class Inbox(asyncio.Queue[object]):
    """Updates go in durably and come out claimed.

    What goes in is stored at once; whoever acknowledges updates awaits `stored` before. What comes
    out was claimed in the database, so that only one worker has it, and no two of one chat are
    handled at the same time by any.

    Args:
        store: that all workers share.
        limits: beyond which updates are not handled.
        worker: the name of this process.
        capacity: how many updates are claimed at once.
        within: how long what Telegram does not take is offered again; after that a word about it
            is, for as long once more.
        observer: told what became of updates.
        heartbeat: where it is noted what is being handled; None where nobody looks.
        given_up: told what is not offered any more: a word for its kind, and how many.
        clock: gives the time, aware.
    """

    def __init__(
        self,
        store: Store,
        limits: Limits,
        *,
        worker: str,
        capacity: int,
        within: timedelta = timedelta(days=1),
        observer: Observer = lambda _word, _count: None,
        heartbeat: Heartbeat | None = None,
        given_up: Observer = lambda _word, _count: None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__()
        self.heartbeat = heartbeat or Heartbeat()
        self.pool = ThreadPoolExecutor(3, thread_name_prefix="inbox")
        self._store = store
        self._limits = limits
        self._worker = worker
        self._capacity = capacity
        self._worth_a_look = max(1, capacity // SHARE)
        self._within = within
        self._observer = observer
        self._given_up = given_up
        self._clock = clock
        self._receiving: Batcher[Arrival, Admission] = Batcher(self._receive, self.pool)
        self._settling: Batcher[SentRecord | Ended, None] = Batcher(self._settle, self.pool)
        self._putting: set[asyncio.Task[None]] = set()
        self.taken: dict[int, Received] = {}
        self._isolation = Isolation()
        self._wake = asyncio.Event()
        self.closing = False

    async def put(self, item: object) -> None:
        """Begin to store an update, again and again until it is; never raises."""
        if not isinstance(item, Update):
            await super().put(item)
            return
        try:
            arrival = arrival_of(item.to_dict())
        except ValueError as problem:
            log.error("an update cannot be taken: %s", problem)  # noqa: TRY400  # nothing to trace
            self._observer("unreadable", 1)
            return
        task = asyncio.create_task(self._until_stored(arrival))
        self._putting.add(task)
        task.add_done_callback(self._putting.discard)

    async def stored(self) -> None:
        """Wait until everything that was put is stored."""
        while self._putting:
            await asyncio.wait(self._putting)

    async def receive(self, arrival: Arrival) -> Admission:
        """Store an update; raises StoreProblem where that fails."""
        try:
            verdict = await self._receiving.do(arrival)
        except StoreProblem:
            self._observer("unstored", 1)
            raise
        self.wake()
        return verdict

    def wake(self) -> None:
        """Look for updates now."""
        self._wake.set()

    async def work(self) -> None:
        """Claim updates for as long as there is room, until cancelled."""
        pause = LOOKED_FOR
        while True:
            self._wake.clear()
            try:
                if await self._may_take_many():
                    while (room := self._capacity - len(self.taken)) >= self._worth_a_look:
                        if await self._claim(room) < room:
                            break  # what comes later wakes this up
                pause = LOOKED_FOR
            except Exception as problem:  # whatever it is, readers are answered on
                away = isinstance(problem, StoreProblem)
                told = None if away else problem
                log.warning("no updates can be taken from the inbox: %s", problem, exc_info=told)
                pause = min(pause * 2, LONGEST_PAUSE)
                await asyncio.sleep(pause)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()

    @property
    def busy(self) -> int:
        """How many updates are being handled here."""
        return len(self.taken)

    def parsed_by(self, bot: Bot) -> None:
        """Let updates belong to this bot."""
        self._bot = bot

    def claimed(self, item: object) -> Received | None:
        """The update as it waited in the inbox, if it is one of those that are being handled."""
        update = item.update if isinstance(item, TurnedAway | TooLate) else item
        return self.taken.get(update.update_id) if isinstance(update, Update) else None

    def journal(self, received: Received) -> SendJournal:
        """What is sent for an update, with what was sent when it was begun before."""
        owner = (received.chat, received.standing)
        return SendJournal(received.update_id, received.said, self._settling.do, owner)

    async def settled(self, update_id: int, journal: SendJournal | None = None) -> None:
        """Keep that an update is dealt with, as soon as the database takes it."""
        end = Ended(update_id)
        if journal is not None:
            end = Ended(update_id, tuple(journal.concluded), unsaid=not journal.has_kept)
        await self._insist(lambda: self._settling.do(end), update_id)
        self._let_go(update_id)

    async def ended(self, received: Received, journal: SendJournal) -> None:
        """Keep that an update was handled; told that one is too late, its chat waits for none."""
        if received.verdict in LATE and received.chat is not None:
            before = self._clock() - self._within
            rest = partial(self._store.inbox.give_up, received.chat, before)
            loop = asyncio.get_running_loop()
            await self._insist(
                lambda: self._count(loop.run_in_executor(self.pool, rest)), received.update_id
            )
        await self.settled(received.update_id, journal)

    async def put_off(self, received: Received, journal: SendJournal, later: Redelivery) -> None:
        """Let an update be begun again when Telegram may take what is to be sent for it.

        It does not wait here: it takes no place among those that are handled, and a process that
        ends leaves it as it is. The updates of its chat wait with it.
        """
        self._observer("put off", 1)
        age, verdict = self._clock() - received.at, received.verdict
        tried = received.refusals + 1 >= TRIED
        number = received.update_id
        if tried and verdict in LATE and age > self._within * 2:
            log.error("nobody could be told that update %s was not answered in time", number)
            self._given_up("notice", 1)
            await self.settled(number)
            return
        if tried and verdict not in LATE and age > self._within:
            log.error(
                "update %s is not answered any more: Telegram took nothing for %s", number, age
            )
            self._given_up("answer", 1)
            if verdict is not Admission.TAKEN:  # its sender was to be told to wait
                await self.settled(number)
                return
            verdict = Admission.LATE_DONE if journal.has_steps else Admission.LATE
        put_off = partial(
            self._store.inbox.put_off,
            received,
            timedelta(seconds=later.pause),
            verdict=verdict,
            said=journal.unkept,
        )
        loop = asyncio.get_running_loop()
        await self._insist(lambda: loop.run_in_executor(self.pool, put_off), number)
        self._let_go(number)

    async def again(self, received: Received, journal: SendJournal, later: Redelivery) -> None:
        """Let an update be begun again after a while, with what was sent for it kept."""
        self._observer("begun again", 1)
        if not self.closing:
            await asyncio.sleep(later.pause)
        for said in journal.unkept:
            await self._insist(partial(self._settling.do, said), received.update_id)
        give_back = partial(self._store.inbox.give_back, received.update_id, received.tries)
        loop = asyncio.get_running_loop()
        await self._insist(lambda: loop.run_in_executor(self.pool, give_back), received.update_id)
        self._let_go(received.update_id)

    async def _insist(self, write: Callable[[], Awaitable[object]], update_id: int) -> None:
        """Write until the database takes it, or until this process ends."""
        pause = 0.1
        while True:
            try:
                await write()
            except StoreProblem as problem:
                log.warning("what became of update %s cannot be kept yet: %s", update_id, problem)
                if self.closing:
                    return
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return

    async def _count(self, given_up: Awaitable[int]) -> None:
        """Tell how many more of a chat are not answered."""
        number = await given_up
        if number:
            self._given_up("answer", number)

    def _let_go(self, update_id: int) -> None:
        del self.taken[update_id]
        self.wake()

    async def _until_stored(self, arrival: Arrival) -> None:
        pause = 0.1
        while True:
            try:
                await self.receive(arrival)
            except StoreProblem as problem:
                log.warning("update %s cannot be stored yet: %s", arrival.update_id, problem)
                if self.closing:
                    return  # not acknowledged either: Telegram keeps it
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return

    async def _may_take_many(self) -> bool:
        """Whether updates may be begun beside others; one that must be alone is begun before."""
        isolation, loop = self._isolation, asyncio.get_running_loop()
        if isolation.holds(self.taken):
            return False
        if isolation.worth_a_look():
            isolation.waiting = await loop.run_in_executor(self.pool, self._store.inbox.suspects)
        if isolation.is_to_wait(bool(self.taken)):
            return False
        if isolation.waiting and not self.taken and await self._claim(1, alone=True):
            isolation.begin(next(iter(self.taken.values()), None))
            return not self.taken
        return True

    async def _claim(self, room: int, *, alone: bool = False) -> int:
        found = await asyncio.get_running_loop().run_in_executor(
            self.pool, partial(self._store.inbox.claim, self._worker, room, alone=alone)
        )
        for received in found:
            self.taken[received.update_id] = received
            self.heartbeat.begin(received.update_id)
            item = self._readable(received)
            self.heartbeat.end(received.update_id)
            if item is None:
                await self.settled(received.update_id)
            else:
                await super().put(item)
        return len(found)

    def _readable(self, received: Received) -> object | None:
        try:
            update = Update.de_json(json.loads(received.raw), self._bot)
        except Exception:  # the library raises anything on kinds it does not know
            log.exception("update %s cannot be read", received.update_id)
            self._observer("unreadable", 1)
            return None
        if received.verdict is Admission.TAKEN:
            return update
        if received.verdict in LATE:
            return TooLate(update, received.verdict is Admission.LATE_DONE)
        return TurnedAway(update, received.verdict is Admission.BUSY)

    def _receive(self, arrivals: list[Arrival]) -> list[Admission]:
        judged = self._store.inbox.receive(arrivals, self._limits)
        for verdict in judged.values():
            self._observer(verdict.value or "taken", 1)
        first: set[int] = set()
        outcomes = []
        for one in arrivals:
            again = one.update_id in first
            first.add(one.update_id)
            outcomes.append(Admission.SEEN if again else judged[one.update_id])
        return outcomes

    def _settle(self, items: list[SentRecord | Ended]) -> list[None]:
        try:
            self._settle_together(items)
        except StoreProblem as problem:
            if problem.passing or not any(isinstance(each, Ended) for each in items):
                raise
            # What cannot be kept of one answer must not hold up what came of the others.
            for each in items:
                self._settle_alone(each)
        return [None] * len(items)

    def _settle_alone(self, item: SentRecord | Ended) -> None:
        try:
            self._settle_together([item])
        except StoreProblem as problem:
            if problem.passing or not (isinstance(item, Ended) and item.concluded):
                raise
            log.exception("what an answer told cannot be kept (update %s)", item.update_id)
            self._settle_together([Ended(item.update_id)])

    def _settle_together(self, items: Sequence[SentRecord | Ended]) -> None:
        ended = [item for item in items if isinstance(item, Ended)]
        self._store.inbox.settle(
            [item for item in items if isinstance(item, SentRecord)],
            [each.update_id for each in ended],
            [one for each in ended for one in each.concluded],
            {each.update_id for each in ended if each.unsaid},
        )


WAITING = 100_000
"""Updates that may wait; python-telegram-bot wants a bound. The reader of updates is slower."""


class PerChatProcessor(BaseUpdateProcessor):
    """Handles the updates of one chat in their order and those of different chats side by side.

    Args:
        chats: how many chats are served at once. A chat that waits for its turn takes no place,
            so that a flood in one chat does not hold up the others.
    """

    def __init__(self, chats: int) -> None:
        super().__init__(WAITING)
        self._places = asyncio.Semaphore(chats)
        self.turns: dict[int, asyncio.Lock] = {}
        self.waiting: dict[int, int] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the turn of the update's chat, then handle it."""
        key = _key(update)
        if key is None:
            async with self._places:
                await coroutine
            return
        turn = self.turns.setdefault(key, asyncio.Lock())
        self.waiting[key] = self.waiting.get(key, 0) + 1
        try:
            async with turn, self._places:
                await coroutine
        finally:
            self.waiting[key] -= 1
            if not self.waiting[key]:
                del self.waiting[key], self.turns[key]

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def _key(update: object) -> int | None:
    """The chat of an update, or who sent it where there is no chat."""
    if not isinstance(update, Update):
        return None
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else None


class UpdateProcessor(PerChatProcessor):
    """Handles what the inbox gave out and tells it when that has ended.

    Args:
        chats: how many chats are served at once.
        inbox: that the updates come from.
        timed: told how many seconds each update took.
    """

    def __init__(
        self, chats: int, inbox: Inbox, timed: Callable[[float], None] = lambda _seconds: None
    ) -> None:
        super().__init__(chats)
        self._inbox = inbox
        self._timed = timed
        self._handling: set[asyncio.Task[object]] = set()

    def break_off(self) -> None:
        """End what is being handled; it stays in the inbox, for whoever begins it again."""
        for task in self._handling:
            task.cancel()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update; one that is broken off (a stop, a crash) stays in the inbox."""
        received = self._inbox.claimed(update)
        if received is None:
            await super().do_process_update(update, coroutine)
            return
        began, task = time.perf_counter(), asyncio.current_task()
        if task is not None:
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)
        with bound_contextvars(request=f"{received.update_id:x}", update=received.update_id):
            journal = self._inbox.journal(received)
            keep_in(journal)
            later = Redelivery(received.tries - 1, received.refusals)
            REDELIVERY.set(later)
            try:
                begun = self._begun(received.update_id, coroutine)
                await super().do_process_update(update, begun)
            except Exception:
                log.exception("update %s ended in a failure", received.update_id)
            seconds = time.perf_counter() - began
            self._timed(seconds)
            log.debug("update %s handled in %.0f ms", received.update_id, seconds * 1000)
            if later.undelivered:
                await self._inbox.put_off(received, journal, later)
            elif later.pause:
                await self._inbox.again(received, journal, later)
            else:
                await self._inbox.ended(received, journal)

    async def _begun(self, update_id: int, coroutine: Awaitable[Any]) -> None:
        """Note while an update is really being handled, for whoever sees this process end."""
        self._inbox.heartbeat.begin(update_id)
        try:
            await coroutine
        finally:
            self._inbox.heartbeat.end(update_id)
