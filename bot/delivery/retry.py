"""Patience with Telegram: a failed connection is tried once more at once, nothing is waited for."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.ext import BaseRateLimiter

log = logging.getLogger(__name__)

PAUSE = 0.3
"""Seconds after which a request is made once more whose connection failed."""

UNTRIED_AGAIN = frozenset({"getMe", "getUpdates", "sendChatAction"})
"""Requests that are worth nothing later, or that somebody else repeats."""

Json = dict[str, Any]
Result = bool | Json | list[Json]


class RetryingLimiter(BaseRateLimiter[None]):
    """Makes a request once more where a connection broke, and raises whatever else happens.

    Whoever waits here takes a place among the chats that are answered, so that longer waits are
    none of its business: what Telegram does not take goes back to the inbox or the outbox, which
    keep it durably until it is due. A request whose answer was lost on the way is made again: a
    reader rather gets an answer twice than never.

    Args:
        sleep: waits the given seconds; tests pass their own.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def process_request(  # noqa: PLR0917  # python-telegram-bot's own signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,  # noqa: ANN401  # the same
        kwargs: Json,
        endpoint: str,
        data: Json,  # noqa: ARG002  # the same
        rate_limit_args: None,  # noqa: ARG002  # the same
    ) -> Result:
        """Make the request, and once more where that may help at once."""
        try:
            return await callback(*args, **kwargs)
        except (BadRequest, TimedOut):
            raise  # refused, or waited for long enough
        except NetworkError as error:
            if endpoint in UNTRIED_AGAIN:
                raise
            log.info("%s failed, trying once more: %s", endpoint, error)
        await self._sleep(PAUSE)
        return await callback(*args, **kwargs)


class ChainedLimiter(BaseRateLimiter[None]):
    """Makes requests through another one, and does something of its own before or after.

    Args:
        further: makes the requests.
    """

    def __init__(self, further: BaseRateLimiter[None]) -> None:
        self.further = further

    async def initialize(self) -> None:
        """Prepare the one that makes the requests."""
        await self.further.initialize()

    async def shutdown(self) -> None:
        """Release it."""
        await self.further.shutdown()
