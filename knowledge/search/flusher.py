"""What searches see already is made durable a little later, and the graph of vectors grown, beside them."""

import logging
import threading
from collections.abc import Callable

from knowledge.search import vector_index
from knowledge.search.index import Index, Snapshot
from knowledge.search.lexical_index import View

log = logging.getLogger(__name__)

RESTED = 1.0
"""Seconds after which a few changes that searches see are made durable."""


class Flusher:
    """A thread that is there while something is to be made durable.

    Args:
        index: that is saved.
        lock: held by whoever writes to the index; let go of while the disk is waited for.
        saved: told, under the lock, of what searches read from then on.
    """

    def __init__(
        self, index: Index, lock: threading.Condition, saved: Callable[[View], None]
    ) -> None:
        self._index = index
        self._lock = lock
        self._saved = saved
        self._thread: threading.Thread | None = None
        self._under_way = False
        self._closing = threading.Event()

    def soon(self) -> None:
        """Save within a second or so; called under the lock."""
        if self._thread is None and self._index.unsaved.steps:
            self._thread = threading.Thread(target=self._run, name="saving", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait until the disk is not written to; called under the lock."""
        self._lock.wait_for(lambda: not self._under_way)

    def close(self) -> None:
        """Save at once what is left; called without the lock."""
        self._closing.set()
        thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            self._closing.wait(RESTED)
            with self._lock:
                unsaved = self._index.unsaved
                if not unsaved.steps:
                    self._thread = None
                    return
                self._under_way = True
            problem: Exception | None = None
            try:
                self._index.write_down(unsaved)
            except (OSError, ValueError) as error:  # a full disk; tantivy tells it as a ValueError
                problem = error
            with self._lock:
                self._under_way = False
                if problem is None:
                    self._saved(self._index.written(unsaved))
                self._lock.notify_all()
            if problem is not None:
                log.warning("the index cannot be made durable yet: %s", problem)
                if self._closing.is_set():
                    return


class GraphGrower:
    """A thread that is there while a graph is made.

    Args:
        index: whose graph it is.
        grown: called in the thread when there is a new one.
    """

    def __init__(self, index: Index, grown: Callable[[], None]) -> None:
        self._index = index
        self._grown = grown
        self._thread: threading.Thread | None = None

    def where_due(self, now: Snapshot) -> None:
        """Begin if much came since, and all of it is durable: the graph must not be ahead."""
        near = now.near
        if near is None or len(near.recent) <= vector_index.EXACT or self._index.unsaved.steps:
            return
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._grow, args=(now,), daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait for its end; called without a lock."""
        if self._thread is not None:
            self._thread.join()

    def _grow(self, now: Snapshot) -> None:
        self._index.grow(now)
        self._grown()
