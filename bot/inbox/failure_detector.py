"""Which workers live: every one says so each second, and what a dead one had begun goes on."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Self

from knowledge.domain import Fallen, Received, StoreProblem
from knowledge.storage import Store

log = logging.getLogger(__name__)

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
        return cls(host, process, _since(process), _space(), secrets.token_hex(8))

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
        since = _since(self.process)
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


def _since(process: int) -> str:
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
