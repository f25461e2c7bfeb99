"""A copy of the database that questions are answered from."""

import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import Connection

from knowledge.model import StoreProblem
from knowledge.store.connection import Database

log = logging.getLogger(__name__)

REST = 10.0
"""Seconds for which a replica that could not be reached is left alone."""


class Replica(Database):
    """Reads from a replica, and from the database itself while that is away.

    Args:
        address: of the replica.
        primary: the database itself.
    """

    def __init__(self, address: str, primary: Database) -> None:
        super().__init__(address, rested=0)  # so that its end is seen before anything is read
        self._primary = primary
        self._resting_until = 0.0

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view, of the replica where it can be had."""
        with ExitStack() as stack:
            yield self._entered(stack)

    def _entered(self, stack: ExitStack) -> Connection:
        if time.monotonic() >= self._resting_until:
            try:
                return stack.enter_context(super().reading())
            except StoreProblem as problem:
                self._resting_until = time.monotonic() + REST
                log.warning("the replica is away, the database itself is asked: %s", problem)
        return stack.enter_context(self._primary.reading())
