"""Several workers on one machine: started, watched, started again, stopped together."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

from bot.settings import PREFIX

log = logging.getLogger(__name__)

LOOKED_AFTER = 0.2
"""Seconds between two looks at the workers."""

LONGEST_PAUSE = 30.0
"""Seconds after which a worker that ends at once is started again, at most."""

STEADY = 60.0
"""Seconds after which a worker counts as running well."""

SUPERVISOR = f"{PREFIX}SUPERVISOR"
"""Where a worker finds the process that started it."""

REFUSED = 1
"""The exit code of a worker that says, in a sentence, why it cannot run at all."""


class _Place:
    """One of the workers, and when it may be started again."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._pause = 0.5
        self.begin()

    def begin(self) -> None:
        """Start it."""
        self.process = subprocess.Popen(  # noqa: S603  # ourselves, once more
            self._command, env={**os.environ, f"{PREFIX}WORKERS": "1", SUPERVISOR: str(os.getpid())}
        )
        self.since = time.monotonic()
        self.again_at: float | None = None

    def look(self) -> None:
        """Start it again where it has ended, later each time that it ends soon."""
        now = time.monotonic()
        if self.again_at is not None:
            if now >= self.again_at:
                self.begin()
            return
        code = self.process.poll()
        if code is None:
            return
        # Somebody else ended one that a signal ended; one that ends itself soon does so again.
        soon = code > 0 and now - self.since < STEADY
        self._pause = min(self._pause * 2, LONGEST_PAUSE) if soon else 0.5
        log.error("a worker ended (%d) and is started again in %.0f s", code, self._pause)
        self.again_at = now + self._pause


def supervise(number: int, database: str | None) -> int:
    """Run so many workers until SIGTERM or Ctrl-C; gives the exit code.

    Args:
        number: of workers; each listens at the same address and the kernel deals out connections.
        database: as given on the command line.
    """
    command = [sys.executable, "-m", "bot", "run"]
    command += ["--database", database] if database else []
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
    # The first one makes the tables and the index; the others find them.
    places = [_Place(command)]
    while len(places) < number:
        places.append(_Place(command))
    while not stopping:
        time.sleep(LOOKED_AFTER)
        for place in places:
            place.look()
        ended = [place.process.poll() for place in places]
        if all(code == REFUSED for code in ended) and not any(_ran(place) for place in places):
            return REFUSED
    for place in places:
        if place.process.poll() is None:
            place.process.send_signal(signal.SIGTERM)
    return max(abs(place.process.wait()) for place in places)


async def stop_with_supervisor(stop: asyncio.Event) -> None:
    """Stop when the process that started this one has ended, however it ended."""
    given = os.environ.get(SUPERVISOR)
    while given and os.getppid() == int(given):  # noqa: ASYNC110  # nothing tells of a parent's end
        await asyncio.sleep(1)
    if given:
        log.error("the process that started this worker is gone: stopping")
        stop.set()


def _ran(place: _Place) -> bool:
    return time.monotonic() - place.since > STEADY
