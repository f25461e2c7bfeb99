"""Failures made good: updates begun again later or alone, and what a dead worker had begun goes on."""

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Callable, Container, Sequence
from concurrent.futures import Executor
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Self

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from handlers.context import Context
from handlers.error_handler import TooLate, TurnedAway, is_passing, pause_after
from knowledge.domain import Fallen, Received, StoreProblem
from knowledge.storage import Store

log = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds after the first failure of the database; each pause is twice the one before."""

LONGEST_PAUSE = 10.0

MOST = 8
"""Failures of the database after which the reader is told to ask again: about 40 seconds."""


@dataclass(slots=True)
class Redelivery:
    """Whether an update is to be begun again.

    Attributes:
        failures: of the update before this one, whatever they were.
        refusals: how often Telegram did not take what was to be sent for it.
        pause: seconds until then; 0: it is not.
        undelivered: whether it was Telegram that failed: the pause is kept durably then, and the
            run does not count as one of those after which an update is given up.
    """

    failures: int = 0
    refusals: int = 0
    pause: float = 0.0
    undelivered: bool = False


REDELIVERY: ContextVar[Redelivery] = ContextVar("later")
"""Of the update that is being handled."""


def owe(error: BaseException | None) -> bool:
    """Put the update that is being handled off where Telegram took nothing for the moment.

    Gives whether it was put off.
    """
    later = REDELIVERY.get(None)
    if later is None or not is_passing(error):
        return False
    later.pause, later.undelivered = pause_after(error, later.refusals), True
    return True


async def redeliver(update: object, context: Context) -> None:
    """Keep an update for later, in place of every other treatment of the error.

    What it sent already is not sent once more, and what its handler did and noted in `STEPS` is
    not done once more. All else that is written is one transaction each, so that a failure leaves
    nothing half done.
    """
    later, error = REDELIVERY.get(None), context.error
    if later is None:
        return
    inner = update.update if isinstance(update, TurnedAway | TooLate) else update
    if isinstance(inner, Update) and inner.inline_query is not None and is_passing(error):
        return  # whoever typed it has typed on
    if not owe(error):
        if not (isinstance(error, StoreProblem) and error.passing and later.failures < MOST):
            return
        later.pause = min(PAUSE * 2**later.failures, LONGEST_PAUSE)
    number = inner.update_id if isinstance(inner, Update) else None
    log.warning("update %s is begun again in %.1f s: %s", number, later.pause, error)
    raise ApplicationHandlerStop


LOOKED_FOR = 0.5
"""Seconds between two looks whether there are any."""

ALONE = 3.0
"""Seconds for which nothing is begun beside one; others wait as long, at most."""

LONGEST_ALONE = 60.0
"""The same for one that has ended a worker when it was not alone any more."""

EMPTIED = 5.0
"""Seconds for which nothing new is begun, so that what is being handled may end before one."""


class Isolation:
    """When a worker may begin updates beside each other.

    Args:
        clock: gives seconds that never go back.

    Attributes:
        waiting: whether updates wait that must be begun alone, by the last look.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.waiting = False
        self._clock = clock
        self._looked_at = float("-inf")
        self._emptying_since: float | None = None
        self._alone: int | None = None
        self._until = 0.0

    def holds(self, taken: Container[int]) -> bool:
        """Whether one is being handled that must be alone still."""
        if self._alone is not None and self._alone not in taken:
            self._alone = None
            self._looked_at = float("-inf")  # there may be another
        return self._alone is not None and self._clock() < self._until

    def worth_a_look(self) -> bool:
        """Whether it is time to look for more of them."""
        if self._clock() - self._looked_at < LOOKED_FOR:
            return False
        self._looked_at = self._clock()
        return True

    def is_to_wait(self, busy: bool) -> bool:
        """Whether nothing is to be begun for the moment, so that one can be alone.

        What takes long would keep everybody waiting: then others are begun for as long again.
        """
        if not (self.waiting and busy):
            self._emptying_since = None
            return False
        if self._emptying_since is None:
            self._emptying_since = self._clock()
        waited = self._clock() - self._emptying_since
        if waited >= 2 * EMPTIED:
            self._emptying_since = None
        return waited < EMPTIED

    def begin(self, received: Received | None) -> None:
        """One is begun alone; None where it turned out to be unreadable."""
        if received is None:
            return
        self._alone = received.update_id
        seconds = ALONE if received.deaths <= 1 else LONGEST_ALONE
        self._until = self._clock() + seconds


EVERY = 1.0
"""Seconds between two signs of life."""

SILENT = 20
"""Signs of our own without one of another worker, after which that one counts as dead. Counted
and not timed: a moved clock, or a database that was away for all, kills nobody. A worker that ends
or hangs is replaced by its supervisor before, and the replacement knows what had become of it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which process a worker is, among all of all machines.

    Args:
        host: name of the machine, for people: two machines may have the same one.
        process: its number there.
        since: when it was started, in ticks of its machine, so that a number given out again is
            told apart.
        space: the one running kernel and the one space of process numbers in it; empty where that
            cannot be known.
        word: that no other process has.
    """

    host: str
    process: int
    since: str
    space: str
    word: str

    def __str__(self) -> str:
        return f"{self.host}/{self.process}/{self.since}/{self.space}/{self.word}"

    @classmethod
    def own(cls) -> Self:
        """That of this process."""
        process = os.getpid()
        host = socket.gethostname().replace("/", "-")
        return cls(host, process, process_started(process), _space(), secrets.token_hex(8))

    @classmethod
    def of(cls, name: str) -> Self | None:
        """That of a worker with this name; None where it does not tell."""
        parts = name.split("/")
        if len(parts) != 5 or not parts[1].isdecimal():  # noqa: PLR2004  # the parts of a name
            return None
        host, process, since, space, word = parts
        return cls(host, int(process), since, space, word)

    def has_ended(self, seen_from: "Identity") -> bool:
        """Whether it is certain that it runs no more; False wherever there is any doubt."""
        if not self.space or self.space != seen_from.space:
            return False  # the same number elsewhere is another process
        try:
            os.kill(self.process, 0)
        except (ProcessLookupError, OverflowError):
            return True
        except PermissionError:
            pass  # it runs, or another one does by now
        since = process_started(self.process)
        return bool(since and self.since and since != self.since)


def new_worker_id() -> str:
    """A name for this process that no other one has, on this machine or another."""
    return str(Identity.own())


class FailureDetector:
    """Keeps a worker known as alive and buries the dead.

    Args:
        store: that the workers share.
        name: of this worker, from `new_name`.
        pool: of threads for the database.
        freed: called when somebody's work is free to be taken.
        fallen: the workers that this one replaces, of which more is known than that they are dead.
        set_aside: called with each update that is begun no more because it ended several.
    """

    def __init__(
        self,
        store: Store,
        name: str,
        pool: Executor,
        freed: Callable[[], None],
        *,
        fallen: Sequence[Fallen] = (),
        set_aside: Callable[[Received], object] = lambda _received: None,
    ) -> None:
        self._store = store
        self._name = name
        self._own = Identity.of(name)
        self._pool = pool
        self._freed = freed
        self._fallen = list(fallen)
        self._set_aside = set_aside
        self._seen: dict[str, tuple[int, int]] = {}
        self._first = True

    async def run(self) -> None:
        """Give signs of life until cancelled."""
        while True:
            try:
                await self.once()
            except StoreProblem as problem:
                log.warning("no sign of life could be given: %s", problem)
            await asyncio.sleep(EVERY)

    async def once(self) -> None:
        """Give one sign of life and look for those of the others."""
        loop = asyncio.get_running_loop()
        if self._fallen:
            await self._bury(self._fallen)
            self._fallen = []
        beats = await loop.run_in_executor(self._pool, self._store.inbox.beat, self._name)
        self._seen = {name: (beat, self._silence(name, beat)) for name, beat in beats.items()}
        dead = [name for name in self._seen if self._is_dead(name)]
        self._first = False
        if dead:
            await self._bury([Fallen(name) for name in dead])

    def leave(self) -> None:
        """Let others go on with what is left here; blocks."""
        self._store.inbox.leave(self._name)

    async def _bury(self, fallen: Sequence[Fallen]) -> None:
        loop = asyncio.get_running_loop()
        left = await loop.run_in_executor(self._pool, self._store.dead_letters.bury, fallen)
        names = ", ".join(one.name for one in fallen)
        log.warning("workers that ended: %s; they left %d updates", names, left.freed)
        for received in left.set_aside:
            log.error(
                "update %s has ended the workers that handled it and is set aside; "
                "`accordingto dead-letters` shows it and lets it be begun again",
                received.update_id,
            )
            self._set_aside(received)
        self._freed()

    def _silence(self, name: str, beat: int) -> int:
        before, silence = self._seen.get(name, (beat - 1, 0))
        return silence + 1 if beat == before else 0

    def _is_dead(self, name: str) -> bool:
        if name == self._name:
            return False
        if self._seen[name][1] >= SILENT:
            return True
        # Only what was there at the start: later on their supervisor says what became of them.
        other = Identity.of(name) if self._first else None
        return other is not None and self._own is not None and other.has_ended(self._own)


def process_started(process: int) -> str:
    """When a process of this machine was started, in ticks; empty where that cannot be read."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return status.rpartition(")")[2].split()[19]


def _space() -> str:
    """A word for this kernel, as long as it runs, and for the process numbers that we see."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        numbers = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return ""
    return blake2b(f"{boot} {numbers}".encode(), digest_size=12).hexdigest()
