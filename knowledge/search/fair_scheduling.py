"""Thinking takes turns: a long question makes room for short ones, and ends at its deadline.

A thread cannot be ended from outside, and a process for each question would need an index of its
own. So whatever thinks about a question calls `check` between its steps, none of which takes long:
there a question that took its share leaves its place to others, and one beyond its deadline ends.
"""

import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import BoundedSemaphore, Condition

AT_ONCE = 2
"""Questions that are thought about at once. Python lets one thread run at a time, and what others
can do meanwhile (the search, the vectors) keeps two busy; sixteen cost half as much CPU again."""

SHARE = 0.25
"""Seconds after which a question counts as a long one and makes room."""


class FairScheduler:
    """Gives places to questions that are thought about.

    Short questions have `AT_ONCE` places; all long ones together have one more, which they hand on
    to each other.

    Args:
        clock: gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.places = BoundedSemaphore(AT_ONCE)
        self.lane = _Lane()

    @contextmanager
    def taken(self, within: float | None = None) -> Iterator[None]:
        """Think while inside, where `check` is called now and then.

        Args:
            within: seconds until the deadline, waiting included; None: there is none.

        Raises:
            TimeoutError: the deadline is over.
        """
        turn = _Turn(self._clock, self.places, self.lane, math.inf if within is None else within)
        turn.begin()
        before = _CURRENT.set(turn)
        try:
            yield
        finally:
            _CURRENT.reset(before)
            turn.end()


class _Lane:
    """One place, for whoever has waited for it the longest."""

    def __init__(self) -> None:
        self._changed = Condition()
        self.queue: deque[object] = deque()

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits for it."""
        return len(self.queue) > 1

    def enter(self, who: object, seconds: float | None) -> bool:
        """Wait for the place; False where it was not free in time."""
        with self._changed:
            self.queue.append(who)
            mine = self._changed.wait_for(lambda: self.queue[0] is who, seconds)
            if not mine:
                self.queue.remove(who)
            return mine

    def leave(self, who: object) -> None:
        """Let the next one have it."""
        with self._changed:
            self.queue.remove(who)
            self._changed.notify_all()


class _Turn:
    """One question from its first thought to its last, in one thread."""

    def __init__(
        self, clock: Callable[[], float], places: BoundedSemaphore, lane: _Lane, within: float
    ) -> None:
        self._clock = clock
        self.places = places
        self.lane = lane
        self._ends = clock() + within
        self._since = 0.0
        self._leave: Callable[[], None] = lambda: None

    def begin(self) -> None:
        """Take a place among the short ones."""
        if not self.places.acquire(timeout=self._left()):
            raise TimeoutError
        self._leave, self._since = self.places.release, self._clock()

    def end(self) -> None:
        """Give back whatever place is held."""
        leave, self._leave = self._leave, lambda: None
        leave()

    def check(self) -> None:
        """Make room where that is due; raises TimeoutError beyond the deadline."""
        now = self._clock()
        if now > self._ends:
            raise TimeoutError
        if now - self._since < SHARE:
            return
        if self._leave == self.places.release or self.lane.is_wanted:
            self.end()
            if not self.lane.enter(self, self._left()):
                raise TimeoutError
            self._leave = self._out_of_lane
        self._since = self._clock()

    def _out_of_lane(self) -> None:
        self.lane.leave(self)

    def _left(self) -> float | None:
        return None if self._ends == math.inf else max(self._ends - self._clock(), 0.0)


_CURRENT: ContextVar[_Turn | None] = ContextVar("turn", default=None)


def check() -> None:
    """To be called between steps of thinking, and in loops over what a question finds.

    Raises:
        TimeoutError: the question is beyond its deadline.
    """
    turn = _CURRENT.get()
    if turn is not None:
        turn.check()
