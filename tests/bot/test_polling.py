"""Polling goes on whatever happens."""

import asyncio
import logging
from typing import Any, cast

import pytest
from telegram.error import TelegramError

from bot.polling import LOOKED_AFTER, SILENT, Heard, watch
from tests.handlers.telegram import Telegram

pytestmark = pytest.mark.anyio


class Polling:
    """An updater that was begun so many times."""

    def __init__(self) -> None:
        self.running = True
        self.begun = 0
        self.stopped = 0
        self.fails = False

    async def stop(self) -> None:
        self.stopped += 1
        self.running = False

    async def begin(self) -> None:
        self.begun += 1
        self.running = True
        if self.fails:
            raise TelegramError("no")


async def stored() -> None:
    return


async def looked(polling: Polling, heard: Heard, times: int, before: Any = None) -> list[float]:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if before is not None and seconds == LOOKED_AFTER:
            before(len(slept))
        if len(slept) > times:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await watch(cast("Any", polling), heard, polling.begin, sleep)
    return slept


async def test_asking_for_more_waits_until_everything_is_stored():
    gate, telegram = asyncio.Event(), Telegram()
    heard = Heard(telegram, cast("Any", gate.wait))
    assert heard.read_timeout == 1.0
    await heard.initialize()
    asking = asyncio.create_task(heard.do_request("https://x/getUpdates", "POST"))
    await asyncio.sleep(0.05)
    assert not telegram.calls
    gate.set()
    assert (await asking)[0] == 200
    assert heard.status == 200
    assert heard.silence < 5
    await heard.shutdown()


async def test_while_telegram_is_heard_nothing_is_done():
    polling, heard = Polling(), Heard(Telegram(), stored)
    await looked(polling, heard, 3)
    assert not polling.begun


async def test_after_a_long_silence_polling_begins_anew(caplog):
    polling, heard = Polling(), Heard(Telegram(), stored)
    heard.at -= SILENT + 1
    await looked(polling, heard, 2)
    assert (polling.stopped, polling.begun) == (1, 1)
    assert "polling begins anew" in caplog.text


async def test_a_revoked_token_is_told_and_tried_again(caplog):
    polling, heard = Polling(), Heard(Telegram(), stored)
    heard.status = 401
    polling.running, polling.fails = False, True
    with caplog.at_level(logging.WARNING):
        await looked(polling, heard, 4)
    assert polling.begun == 2
    assert "Telegram refuses the token" in caplog.text
    assert "polling could not begin" in caplog.text
