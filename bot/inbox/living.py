"""Which workers live: every one says so each second, and what a dead one had begun goes on."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Callable
from concurrent.futures import Executor

from knowledge.model import StoreProblem
from knowledge.store import Store

log = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two signs of life."""

SILENT = 8
"""Signs of our own without one of another worker, after which that one counts as dead. Counted
and not timed: a moved clock, or a database that was away for all, kills nobody."""


def new_name() -> str:
    """A name for this process: host, process id, and a word that no other process has."""
    return f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"


class Living:
    """Keeps a worker known as alive and buries the dead.

    Args:
        store: that the workers share.
        name: of this worker, from `new_name`.
        pool: of threads for the database.
        freed: called when somebody's work is free to be taken.
    """

    def __init__(self, store: Store, name: str, pool: Executor, freed: Callable[[], None]) -> None:
        self._store = store
        self._name = name
        self._pool = pool
        self._freed = freed
        self._seen: dict[str, tuple[int, int]] = {}

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
        beats = await loop.run_in_executor(self._pool, self._store.beat, self._name)
        self._seen = {name: (beat, self._silence(name, beat)) for name, beat in beats.items()}
        dead = [name for name in self._seen if self._is_dead(name)]
        if dead:
            freed = await loop.run_in_executor(self._pool, self._store.bury, dead)
            log.warning("workers that ended: %s; they left %d updates", ", ".join(dead), freed)
            self._freed()

    def leave(self) -> None:
        """Let others go on with what is left here; blocks."""
        self._store.bury([self._name])

    def _silence(self, name: str, beat: int) -> int:
        before, silence = self._seen.get(name, (beat - 1, 0))
        return silence + 1 if beat == before else 0

    def _is_dead(self, name: str) -> bool:
        if name == self._name:
            return False
        host, _, rest = name.partition("/")
        here, number, _ = self._name.split("/")
        process = rest.partition("/")[0]
        if host == here and (process == number or not _runs(process)):
            return True
        return self._seen[name][1] >= SILENT


def _runs(process: str) -> bool:
    """Whether a process of this machine runs."""
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
