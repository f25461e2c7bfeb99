"""Updates under suspicion are begun alone, so that the one that ends a worker is known."""

import time
from collections.abc import Callable, Container

from knowledge.domain import Received

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
