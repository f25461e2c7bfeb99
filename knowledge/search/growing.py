"""The graph of vectors takes in what came since it was made, beside the searches."""

import threading
from collections.abc import Callable

from knowledge.search import neighbours
from knowledge.search.index import Index, Snapshot


class Growing:
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
        if near is None or len(near.recent) <= neighbours.EXACT or self._index.unsaved.steps:
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
