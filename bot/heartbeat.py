"""The heartbeat of a worker: a page of memory that it shares with the process that watches it.

A write costs no system call, and the page outlives its writer: however a worker ends, or hangs,
its supervisor sees when it beat last and which updates it had begun.
"""

import asyncio
import contextlib
import faulthandler
import os
import struct
import threading
import time
from collections.abc import Iterator
from enum import IntEnum
from mmap import mmap
from typing import Self

from bot.settings import PREFIX

HEARTBEAT = f"{PREFIX}HEARTBEAT"
"""Where a worker finds the file descriptor of its page."""

EVERY = 1.0
"""Seconds between two beats."""

HUNG = 12.0
"""Seconds without a beat after which a worker counts as hung. The replacement must have told what
became of it before the other workers give it up (`bot.inbox.recovery.SILENT`)."""

SLOW_START = 300.0
"""The same while it starts: making an index may hold the interpreter for long."""

_BEAT = struct.Struct("<qd")
_NUMBER = struct.Struct("<q")
_NAME_AT, _NAME_LENGTH = 64, 448
_BEGUN_AT = 512
BEGUN = 1024
"""Updates that are being handled at once, at most; the settings allow a thousand chats."""


class WorkerState(IntEnum):
    """How far a worker has come."""

    STARTING = 0
    READY = 1
    """Its event loop runs; each beat comes from there."""
    REFUSED = 2
    """It ends because it cannot run until somebody does something; it has said what."""


class Heartbeat:
    """The page; written by one process, read by another.

    Args:
        descriptor: of the file that both have; without one it is made.
    """

    def __init__(self, descriptor: int | None = None) -> None:
        new = descriptor is None
        self.descriptor = os.memfd_create("heartbeat") if descriptor is None else descriptor
        size = _BEGUN_AT + BEGUN * _NUMBER.size
        if new:
            os.ftruncate(self.descriptor, size)
        self._page = mmap(self.descriptor, size)
        self._places: dict[int, int] = {}
        self._free = list(range(BEGUN - 1, -1, -1))
        if new:
            self.beat_once(WorkerState.STARTING)

    @classmethod
    def given(cls) -> Self:
        """That of the supervisor, else one that nobody looks at."""
        descriptor = os.environ.get(HEARTBEAT)
        return cls(int(descriptor) if descriptor else None)

    def close(self) -> None:
        """Give the memory back; for the process that made it."""
        self._page.close()
        os.close(self.descriptor)

    @property
    def state(self) -> WorkerState:
        """How far the worker has come."""
        return WorkerState(_BEAT.unpack_from(self._page)[0])

    def silence(self, since: float) -> float:
        """Seconds since the last beat, or since that moment of the monotonic clock if it is later."""
        last: float = _BEAT.unpack_from(self._page)[1]
        return time.monotonic() - max(last, since)

    @property
    def name(self) -> str:
        """The name under which the worker claims updates; empty before it has one."""
        kept = self._page[_NAME_AT : _NAME_AT + _NAME_LENGTH]
        return kept.rstrip(b"\0").decode("utf-8", "replace")

    @name.setter
    def name(self, name: str) -> None:
        kept = name.encode()[:_NAME_LENGTH].ljust(_NAME_LENGTH, b"\0")
        self._page[_NAME_AT : _NAME_AT + _NAME_LENGTH] = kept

    def begin(self, update_id: int) -> None:
        """Note that an update is being handled from now on."""
        if self._free and update_id not in self._places:
            place = self._places[update_id] = self._free.pop()
            _NUMBER.pack_into(self._page, _BEGUN_AT + place * _NUMBER.size, update_id + 1)

    def end(self, update_id: int) -> None:
        """Note that it is no longer; nothing where it was not noted."""
        place = self._places.pop(update_id, None)
        if place is not None:
            _NUMBER.pack_into(self._page, _BEGUN_AT + place * _NUMBER.size, 0)
            self._free.append(place)

    def begun(self) -> frozenset[int]:
        """The updates that are being handled, or were when the worker ended."""
        numbers = struct.unpack_from(f"<{BEGUN}q", self._page, _BEGUN_AT)
        return frozenset(number - 1 for number in numbers if number)

    def refused(self) -> None:
        """Say that this process ends and that starting it again is of no use."""
        self.beat_once(WorkerState.REFUSED)

    @contextlib.contextmanager
    def starting(self) -> Iterator[None]:
        """Beat from a thread while inside: before there is an event loop."""
        ended = threading.Event()

        def beat() -> None:
            while not ended.wait(EVERY):
                self.beat_once(WorkerState.STARTING)

        thread = threading.Thread(target=beat, name="starting", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    async def run(self) -> None:
        """Beat from the event loop until cancelled.

        Where the loop, or whatever holds the interpreter, stands still, every thread's stack goes to
        standard error, from a thread that needs no interpreter: so that one sees what hung.
        """
        try:
            while True:
                self.beat_once(WorkerState.READY)
                with contextlib.suppress(ValueError, OSError):  # standard error may be closed
                    faulthandler.dump_traceback_later(HUNG - 2)
                await asyncio.sleep(EVERY)
        finally:
            faulthandler.cancel_dump_traceback_later()

    def beat_once(self, state: WorkerState) -> None:
        """Write the state and the time into the shared page."""
        _BEAT.pack_into(self._page, 0, state, time.monotonic())
