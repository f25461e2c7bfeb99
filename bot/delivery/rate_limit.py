"""How much may be sent in a second, over all workers."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Executor
from typing import Any

from telegram.ext import BaseRateLimiter

from bot.delivery.retry import ChainedLimiter, Json, Result
from knowledge.domain import Allowance
from knowledge.storage import Store

SHARE = 10
"""A worker takes what it may send in a tenth of a second at once, so as to ask seldom."""

COUNTED = ("send", "edit", "copy", "forward")
"""Methods that Telegram counts begin so."""


class SharedLimiter(ChainedLimiter):
    """Lets requests wait until the shared budget has room for them.

    Args:
        further: makes the requests.
        store: that the workers share.
        per_second: messages a second over all workers; 0: as many as Telegram takes.
        pool: of threads for the database.
        sleep: waits the given seconds; tests pass their own.
    """

    def __init__(
        self,
        further: BaseRateLimiter[None],
        store: Store,
        per_second: float,
        pool: Executor,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(further)
        self._store = store
        self._allowance = Allowance(burst=max(per_second, 1), per_second=per_second)
        self._share = max(1, int(per_second / SHARE))
        self._pool = pool
        self._sleep = sleep
        self._left = 0
        self._turn = asyncio.Lock()

    async def process_request(  # noqa: PLR0917  # python-telegram-bot's own signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,  # noqa: ANN401  # the same
        kwargs: Json,
        endpoint: str,
        data: Json,
        rate_limit_args: None,
    ) -> Result:
        """Make the request when there is room for it."""
        if self._allowance.per_second > 0 and endpoint.startswith(COUNTED):
            async with self._turn:
                await self._spend()
        return await self.further.process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )

    async def _spend(self) -> None:
        if not self._left:
            wait = await asyncio.get_running_loop().run_in_executor(
                self._pool, self._store.allowances.spend, "sending", self._share, self._allowance
            )
            self._left = self._share
            if wait:
                await self._sleep(wait)
        self._left -= 1
