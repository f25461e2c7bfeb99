"""Polling that goes on whatever happens: watched from outside, begun again when it falls silent."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from telegram.error import TelegramError
from telegram.ext import Updater
from telegram.request import BaseRequest

log = logging.getLogger(__name__)

POLL = timedelta(seconds=25)
"""How long Telegram holds a request for updates when there is none."""

SILENT = 90.0
"""Seconds without an answer to getUpdates after which polling is begun anew."""

LOOKED_AFTER = 5.0
"""Seconds between two looks."""

REFUSED_PAUSE = 30.0
"""Seconds before a refused token is tried again."""


class Heard(BaseRequest):
    """Carries the requests for updates and remembers when the last one was answered.

    Args:
        further: makes the requests.
        stored: waits until the updates that came are stored; asking for more acknowledges them.

    Attributes:
        at: when the last answer came, of the monotonic clock.
        status: of that answer, in HTTP's numbers.
    """

    def __init__(self, further: BaseRequest, stored: Callable[[], Awaitable[None]]) -> None:
        self._further = further
        self._stored = stored
        self.at = time.monotonic()
        self.status = 0

    @property
    def read_timeout(self) -> float | None:
        """That of whoever makes the requests."""
        return self._further.read_timeout

    async def initialize(self) -> None:
        """Prepare the one that makes the requests."""
        await self._further.initialize()

    async def shutdown(self) -> None:
        """Release it."""
        await self._further.shutdown()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401  # handed on
        """Make one request, once everything that came before is stored."""
        await self._stored()
        answer = await self._further.do_request(*args, **kwargs)
        self.at, self.status = time.monotonic(), answer[0]
        return answer

    @property
    def silence(self) -> float:
        """Seconds since the last answer."""
        return time.monotonic() - self.at


async def watch(
    updater: Updater,
    heard: Heard,
    begin: Callable[[], Awaitable[object]],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Begin polling anew whenever it has ended without a word, until cancelled.

    Args:
        updater: that polls.
        heard: tells when Telegram was heard last.
        begin: starts polling.
        sleep: waits the given seconds; tests pass their own.
    """
    while True:
        await sleep(LOOKED_AFTER)
        if heard.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            log.error(
                "Telegram refuses the token: it was revoked, or another was given out. Put the new "
                "one into the settings and restart."
            )
            await sleep(REFUSED_PAUSE)
        elif heard.silence < SILENT:
            continue
        else:
            log.error("no word from Telegram for %.0f s: polling begins anew", heard.silence)
        with suppress(TelegramError, RuntimeError):
            if updater.running:
                await updater.stop()
        try:
            await begin()
        except TelegramError as error:
            log.warning("polling could not begin: %s", error)
        heard.at = time.monotonic()
