"""Polling that goes on whatever happens: watched from outside, begun again when it falls silent."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Protocol

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Updater
from telegram.request import BaseRequest

log = logging.getLogger(__name__)


def legible(body: bytes, told: Callable[[], None]) -> bytes:
    """The answer to getUpdates, in which updates that cannot be read are bare ids.

    python-telegram-bot reads all updates of an answer or none: one that it cannot read would keep
    those beside it from being acknowledged, and be asked for again without a pause.

    Args:
        body: as Telegram sent it; anything but a list of updates is left as it is.
        told: called once for each that cannot be read.
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return body
    result = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(result, list):
        return body
    kept: list[Any] = []
    for update in result:
        problem = _problem(update)
        if problem is None:
            kept.append(update)
            continue
        told()
        number = update.get("update_id") if isinstance(update, dict) else None
        log.error("update %s cannot be read and is passed over: %s", number, problem)
        if isinstance(number, int):
            kept.append({"update_id": number})  # so that it is acknowledged
    return body if kept == result else json.dumps(answer | {"result": kept}).encode()


def _problem(update: object) -> str | None:
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        return "it has no id"
    try:
        Update.de_json(update, None)
    except Exception as error:  # noqa: BLE001  # the library raises anything on what it does not know
        return repr(error)
    return None


POLL = timedelta(seconds=25)
"""How long Telegram holds a request for updates when there is none."""

SILENT = 90.0
"""Seconds without an answer to getUpdates after which polling is begun anew."""

LOOKED_AFTER = 5.0
"""Seconds between two looks."""

REFUSED_PAUSE = 10.0
"""Seconds before a refused token is tried again."""


class Poller(Protocol):
    """Where it is counted what comes of asking for updates."""

    def poll(self, status: str) -> None:
        """A request was answered with this status, or failed ("none")."""

    def update(self, result: str, count: int) -> None:
        """So many updates ended so."""


class PollingRequest(BaseRequest):
    """Carries the requests for updates and remembers when the last one was answered.

    Args:
        further: makes the requests.
        stored: waits until the updates that came are stored; asking for more acknowledges them.
        counted: told what came of each.

    Attributes:
        at: when the last answer came or polling was begun anew, of the monotonic clock.
        answered: when the last answer came, whatever was begun since.
        status: of that answer, in HTTP's numbers.
    """

    def __init__(
        self, further: BaseRequest, stored: Callable[[], Awaitable[None]], counted: Poller
    ) -> None:
        self._further = further
        self._stored = stored
        self._counted = counted
        self.at = self.answered = time.monotonic()
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
        try:
            status, body = await self._further.do_request(*args, **kwargs)
        except TelegramError:
            self._counted.poll("none")
            raise
        self.at = self.answered = time.monotonic()
        self.status = status
        self._counted.poll(str(status))
        if status != HTTPStatus.OK:
            return status, body
        return status, legible(body, lambda: self._counted.update("unreadable", 1))

    @property
    def silence(self) -> float:
        """Seconds since the last answer, or since polling was begun anew."""
        return time.monotonic() - self.at

    @property
    def unanswered(self) -> float:
        """Seconds since the last answer."""
        return time.monotonic() - self.answered


async def watch(
    updater: Updater,
    heard: PollingRequest,
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
        heard.at, heard.status = time.monotonic(), 0
        try:
            await _begin_anew(updater, begin)
        except InvalidToken:
            heard.status = HTTPStatus.UNAUTHORIZED
        except (TelegramError, RuntimeError) as error:
            log.warning("polling could not begin: %s", error)


async def _begin_anew(updater: Updater, begin: Callable[[], Awaitable[object]]) -> None:
    if updater.running:
        try:
            await updater.stop()
        except TelegramError:
            # Polling that ended with an error leaves python-telegram-bot's mark that it is to stop,
            # at which the next polling would end too; stopping that one takes the mark away.
            await begin()
            await updater.stop()
    await begin()
