"""Patience with Telegram: waits when told to, tries again when the network fails."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

log = logging.getLogger(__name__)

TRIES = 8
"""Attempts of one request when the network fails: with the pauses below, about a minute."""

LONGEST_PAUSE = 15.0
"""Seconds between two attempts, at most."""

LONGEST_WAIT = 300.0
"""Seconds that Telegram may ask us to wait; beyond that the message is given up."""

UNTRIED_AGAIN = frozenset({"getMe", "getUpdates", "sendChatAction"})
"""Requests that are worth nothing later, or that somebody else repeats."""

Json = dict[str, Any]
Result = bool | Json | list[Json]


class Patience(BaseRateLimiter[None]):
    """Holds up only the chat that Telegram asked to wait, never the others.

    A request whose answer was lost on the way is made again: a reader rather gets an answer
    twice than never.

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
        data: Json,
        rate_limit_args: None,  # noqa: ARG002  # the same
    ) -> Result:
        """Make the request, and again where that helps."""
        pause = 0.5
        for attempt in range(1, TRIES + 1):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = seconds_of(error)
                if attempt == TRIES or wait > LONGEST_WAIT or endpoint in UNTRIED_AGAIN:
                    raise
                log.info("told to wait %.0f s with %s in chat %s", wait, endpoint, _chat(data))
                await self._sleep(wait)
            except BadRequest:
                raise
            except NetworkError as error:
                if attempt == TRIES or endpoint in UNTRIED_AGAIN:
                    raise
                log.info("%s failed, trying again: %s", endpoint, error)
                await self._sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        raise AssertionError("the last attempt returns or raises")


class Wrapping(BaseRateLimiter[None]):
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


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _chat(data: Json) -> object:
    return data.get("chat_id", "-")
