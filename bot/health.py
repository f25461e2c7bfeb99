"""Whether the database is still the one that this worker began with: there, and of its schema."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import Executor

from knowledge.domain import SchemaProblem, StoreLost, StoreProblem
from knowledge.storage import Store

log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between two looks."""

TOLD_EVERY = 30.0
"""Seconds between two times that the same is logged."""


class Health:
    """Looks after the database for as long as a worker runs.

    Args:
        store: that it looks at.
        pool: of threads for the database.
        told: told at each look whether the database can be used.
        end: ends this worker; with the problem where starting it again is of no use.
    """

    def __init__(
        self,
        store: Store,
        pool: Executor,
        told: Callable[[bool], object],
        end: Callable[[StoreProblem | None], object],
    ) -> None:
        self._store = store
        self._pool = pool
        self._told = told
        self._end = end
        self._logged_at = float("-inf")

    async def run(self) -> None:
        """Look until cancelled, or until this worker must end."""
        ended = False
        while not ended:
            ended = await self.once()
            await asyncio.sleep(EVERY)

    async def once(self) -> bool:
        """Look; gives whether this worker must end."""
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._pool, self._store.refuse_another)
        except SchemaProblem as problem:
            # What this code writes may no longer be what the tables mean.
            log.error("this worker stops: %s", problem)  # noqa: TRY400  # the sentence says it all
            self._told(False)
            self._end(problem)
            return True
        except StoreLost as problem:
            self._told(False)
            if problem.replaced:
                log.error("this worker is started anew: %s", problem)  # noqa: TRY400  # the same
                self._end(None)
                return True
            if time.monotonic() - self._logged_at >= TOLD_EVERY:
                log.critical("%s", problem)
                self._logged_at = time.monotonic()
        except StoreProblem:  # whoever needed it has logged it
            self._told(False)
        else:
            self._told(True)
        return False
