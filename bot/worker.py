"""A worker: one process of the bot, from the settings to its last update, and what it forgets on its rounds.

A clock that jumps ahead by a year would have everything forgotten at once. So it is compared with
what is known of it: when old rows were forgotten last, and how long this process has run since.
"""

import asyncio
import json
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from telegram.request import BaseRequest

from bot.delivery import IdempotentSender, RetryingLimiter, SharedLimiter
from bot.heartbeat import Heartbeat
from bot.inbox.queue import Inbox, UpdateProcessor, arrival_of
from bot.inbox.recovery import FailureDetector, new_worker_id
from bot.observability import Metrics
from bot.polling import PollingRequest
from bot.settings import Settings
from handlers.context import App
from knowledge.desk import Desk
from knowledge.domain import Fallen, Received, SchemaProblem, StoreLost, StoreProblem
from knowledge.storage import Store, utc_now

log = logging.getLogger(__name__)

LEEWAY = timedelta(days=2)
"""What a clock may be ahead of what is known: a bot that was off for a weekend is believed."""

DOUBTED = timedelta(days=1)
"""For so long nothing is forgotten by a clock that is further ahead, so that it can be put right."""

STALE = timedelta(days=30)
"""A doubt that is older was about another jump: it begins anew."""

CATCHING_UP = timedelta(days=1)
"""After that, what is known comes nearer to the clock by so much each time, and no faster."""

_LAST, _SINCE = "pruned at", "clock doubted since"


class Pruning:
    """Has old rows forgotten.

    Args:
        store: that they are in.
        kept: for how long.
        clock: gives the time, aware.
        monotonic: gives seconds that never jump.
    """

    def __init__(
        self,
        store: Store,
        kept: timedelta,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._kept = kept
        self._clock = clock
        self._monotonic = monotonic
        self._looked_at = monotonic()

    def once(self) -> int | None:
        """Forget what is older than is kept; gives how many rows, None where the clock is doubted.

        Raises:
            StoreProblem: the database cannot be used.
        """
        now, last = self._clock(), self._known(_LAST)
        if last is None:  # whatever the clock says, from here on it is known
            self._keep(_LAST, now)
            return None
        believed = self._believed(now, last)
        if believed is None:
            return None
        gone = self._store.erasure.prune(believed - self._kept, now=believed)
        self._keep(_LAST, max(last, believed))  # a clock that is set back is soon set right again
        self._looked_at = self._monotonic()
        return gone

    def _believed(self, now: datetime, last: datetime) -> datetime | None:
        """The time, as far as it is believed; None: nothing can be forgotten by it."""
        running = timedelta(seconds=self._monotonic() - self._looked_at)
        if now - last <= running + LEEWAY:
            self._keep(_SINCE, None)
            return now
        since = self._known(_SINCE)
        if since is None or not timedelta(0) <= now - since <= STALE:
            since = now
            self._keep(_SINCE, now)
        if now - since < DOUBTED:
            log.error(
                "The clock says %s, %d days after old rows were last forgotten (%s): nothing is "
                "forgotten by it today. If the bot was off for so long, nothing needs to be done: "
                "it catches up from tomorrow on. If not, set the clock of this machine right.",
                f"{now:%Y-%m-%d %H:%M}", (now - last).days, f"{last:%Y-%m-%d %H:%M}",
            )  # fmt: skip
            return None
        return min(now, last + CATCHING_UP)

    def _known(self, name: str) -> datetime | None:
        kept = self._store.state.get(name)
        return None if kept is None else datetime.fromisoformat(kept)

    def _keep(self, name: str, at: datetime | None) -> None:
        self._store.state.set(name, None if at is None else at.isoformat())


EVERY = 2.0
"""Seconds between two looks."""

TOLD_EVERY = 30.0
"""Seconds between two times that the same is logged."""


class Health:
    """Looks after the database for as long as a worker runs.

    Args:
        store: that it looks at.
        pool: of threads for the database.
        told: told at each look whether the database can be used.
        end: ends this worker; with the problem where starting it again is of no use.
    """

    def __init__(
        self,
        store: Store,
        pool: Executor,
        told: Callable[[bool], object],
        end: Callable[[StoreProblem | None], object],
    ) -> None:
        self._store = store
        self._pool = pool
        self._told = told
        self._end = end
        self._logged_at = float("-inf")

    async def run(self) -> None:
        """Look until cancelled, or until this worker must end."""
        ended = False
        while not ended:
            ended = await self.once()
            await asyncio.sleep(EVERY)

    async def once(self) -> bool:
        """Look; gives whether this worker must end."""
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._pool, self._store.refuse_another)
        except SchemaProblem as problem:
            # What this code writes may no longer be what the tables mean.
            log.error("this worker stops: %s", problem)  # noqa: TRY400  # the sentence says it all
            self._told(False)
            self._end(problem)
            return True
        except StoreLost as problem:
            self._told(False)
            if problem.replaced:
                log.error("this worker is started anew: %s", problem)  # noqa: TRY400  # the same
                self._end(None)
                return True
            if time.monotonic() - self._logged_at >= TOLD_EVERY:
                log.critical("%s", problem)
                self._logged_at = time.monotonic()
        except StoreProblem:  # whoever needed it has logged it
            self._told(False)
        else:
            self._told(True)
        return False


T = TypeVar("T")

BREATH = 1.0
"""Seconds between two looks at who leads, and at the numbers."""

READY_WITHIN = 2.0
"""Seconds in which the database must answer for a worker to be ready."""

PRUNED_EVERY = 3600.0
"""Seconds between two times that old questions and updates are forgotten."""

Job = Callable[[], Coroutine[None, None, None]]


class Worker:
    """What a process needs to handle its share of the updates.

    Args:
        settings: of the operator.
        store: that all workers share.
        desk: of this process.
        metrics: where it is counted.
        clock: gives the time, aware.
        heartbeat: where it is noted what is being handled; None where nobody looks.
        fallen: the workers that this one replaces.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        desk: Desk,
        metrics: Metrics,
        *,
        clock: Callable[[], datetime] = utc_now,
        heartbeat: Heartbeat | None = None,
        fallen: Sequence[Fallen] = (),
    ) -> None:
        self.store = store
        self.metrics = metrics
        self.heard: PollingRequest | None = None
        heartbeat = heartbeat or Heartbeat()
        name = heartbeat.name = new_worker_id()
        self.inbox = Inbox(
            store,
            settings.limits,
            worker=name,
            capacity=settings.concurrent_chats * 2,
            within=timedelta(hours=settings.deliver_hours),
            observer=metrics.update,
            heartbeat=heartbeat,
            given_up=metrics.given_up,
            clock=clock,
        )
        self.processor = UpdateProcessor(settings.concurrent_chats, self.inbox, metrics.handled)
        self.pacing = IdempotentSender(
            SharedLimiter(RetryingLimiter(), store, settings.sends_a_second, self.inbox.pool)
        )
        self._telling: set[asyncio.Task[bool]] = set()
        self.desk = desk

        self._pruning = Pruning(store, timedelta(days=settings.keep_days), clock)
        self.living = FailureDetector(
            store,
            name,
            self.inbox.pool,
            self.inbox.wake,
            fallen=fallen,
            set_aside=self._set_aside,
        )
        self.leadership = store.leadership("jobs")
        self._health = Health(store, self.inbox.pool, metrics.database_up.set, self._end)
        self._stop = asyncio.Event()
        self.refusal: StoreProblem | None = None
        """Why this worker ended though nobody told it to, and is not to be started again."""

    def hearing(self, request: BaseRequest) -> PollingRequest:
        """The requests for updates, watched."""
        self.heard = PollingRequest(request, self.inbox.stored, self.metrics)
        return self.heard

    @asynccontextmanager
    async def taking(
        self, application: App, jobs: Sequence[Job], stop: asyncio.Event | None = None
    ) -> AsyncIterator[None]:
        """Take updates while inside; at the end nothing new is begun.

        Args:
            application: that handles them.
            jobs: coroutines that only one of all workers runs, for ever.
            stop: is set when this worker must end by itself.
        """
        self._stop = stop or self._stop
        self.inbox.parsed_by(application.bot)
        with suppress(StoreProblem):
            await self.living.once()  # what this process left behind when it was killed
        ended = threading.Event()
        loop = asyncio.get_running_loop()

        def follow() -> None:
            for _ in self.store.feed.revisions_to_come(ended):
                try:
                    self.desk.refresh()
                except Exception:  # the next change may be taken up, and questions go on
                    log.exception("the index could not take up a change")
                if not ended.is_set():
                    loop.call_soon_threadsafe(application.bot_data.wake)

        follower = threading.Thread(target=follow, name="following", daemon=True)
        follower.start()
        tasks = [
            asyncio.create_task(work)
            for work in (
                self.inbox.work(),
                self.living.run(),
                self._lead(jobs),
                self._tell(),
                self._health.run(),
            )
        ]
        try:
            yield
        finally:
            self.inbox.closing = True
            await self.inbox.stored()
            ended.set()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.to_thread(follower.join, 5)

    async def leave(self) -> None:
        """Let the other workers go on with what is left."""
        try:
            await asyncio.to_thread(self.living.leave)
        except StoreProblem as problem:
            log.warning("the others could not be told that this process ends: %s", problem)
        self.leadership.release()
        self.inbox.pool.shutdown()

    async def ready(self) -> str:
        """Why this process should get no work now, or the empty string."""
        if self.inbox.closing:
            return "stopping"
        try:
            status = await asyncio.wait_for(asyncio.to_thread(self.desk.status), READY_WITHIN)
        except StoreLost:
            return "the file of the database is gone"
        except StoreProblem:
            return "the database cannot be used"
        except TimeoutError:
            return "the database does not answer"
        if not status["indexed_revision"] and status["revision"]:
            return "the index is not made yet"
        return ""

    def _end(self, problem: StoreProblem | None) -> None:
        """End at once: what has begun stays in the inbox, and nothing more is written."""
        self.refusal = problem
        self.inbox.closing = True
        self.processor.break_off()
        self._stop.set()

    def _set_aside(self, received: Received) -> None:
        """Count an update that is begun no more, and tell whoever keeps the store and sent it."""
        self.metrics.update("set aside", 1)
        try:
            arrival = arrival_of(json.loads(received.raw))
        except ValueError:  # then nobody knows who sent it
            return
        telling = partial(self.desk.curation.tell_set_aside, arrival.sender, received.update_id)
        task = asyncio.create_task(self._in_pool(telling))
        self._telling.add(task)
        task.add_done_callback(self._told)

    def _told(self, task: asyncio.Task[bool]) -> None:
        self._telling.discard(task)
        if not task.cancelled() and (problem := task.exception()):
            log.warning("nobody could be told what was set aside: %s", problem)

    async def _lead(self, jobs: Sequence[Job]) -> None:
        """Run the jobs whenever this is the process that leads."""
        running: list[asyncio.Task[None]] = []
        try:
            while True:
                leads = await self._in_pool(self.leadership.held)
                if leads and not running:
                    log.info("this worker leads: the scheduled jobs run here")
                    running = [asyncio.create_task(job()) for job in (*jobs, self._prune)]
                elif not leads and running:
                    log.warning("this worker leads no more")
                    await _cancelled(running)
                    running = []
                self.metrics.leading.set(int(leads))
                await asyncio.sleep(BREATH)
        finally:
            await _cancelled(running)

    async def _prune(self) -> None:
        """Forget what is kept for a while only."""
        while True:
            try:
                gone = await self._in_pool(self._pruning.once)
            except StoreProblem as problem:
                log.warning("old questions could not be forgotten: %s", problem)
            else:
                log.info("%d old rows are forgotten", gone or 0)
            await asyncio.sleep(PRUNED_EVERY)

    async def _tell(self) -> None:
        """Keep the numbers that nobody counts."""
        while True:
            with suppress(StoreProblem):
                self.metrics.waiting.set(await self._in_pool(self.store.inbox.backlog))
                dead = await self._in_pool(self.store.dead_letters.count)
                self.metrics.dead_letters.set(dead)
                self.metrics.index_lag.set(await self._in_pool(self.desk.lag))
            if self.heard is not None:
                self.metrics.heard.set(self.heard.unanswered)
            await asyncio.sleep(BREATH * 5)

    async def _in_pool(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.inbox.pool, work)


async def _cancelled(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
