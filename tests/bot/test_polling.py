"""One update that cannot be read does not keep the others from being acknowledged."""

import asyncio
import json
import logging
from typing import Any, cast

import pytest
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.observability import Metrics
from bot.polling import LOOKED_AFTER, SILENT, PollingRequest, legible, watch
from tests.bot.inbox.conftest import message
from tests.handlers.telegram import Telegram


def read(result: list[Any]) -> tuple[list[Any], int]:
    """What is left of the updates, and how many were told of."""
    told: list[int] = []
    body = legible(json.dumps({"ok": True, "result": result}).encode(), lambda: told.append(1))
    answer = json.loads(body)
    assert answer["ok"] is True
    return answer["result"], len(told)


def test_what_can_be_read_is_left_as_it_is():
    updates = [message(1), {"update_id": 2, "a_new_kind": {"id": 9}}]
    assert read(updates) == (updates, 0)


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 2, "my_chat_member": {"chat": {"id": 5}}},
        {"update_id": 2, "message": {"chat": 7}},
        {"update_id": 2, "message": {**message(2)["message"], "date": 10**17}},
    ],
)
def test_one_that_cannot_be_read_becomes_its_id(update, caplog):
    assert read([message(1), update, message(3)]) == ([message(1), {"update_id": 2}, message(3)], 1)
    assert "update 2 cannot be read" in caplog.text


@pytest.mark.parametrize("update", [7, {"message": {}}, {"update_id": "x"}])
def test_what_has_no_id_is_left_out(update):
    assert read([message(1), update]) == ([message(1)], 1)


@pytest.mark.parametrize(
    "body", [b"no json", b"\xff", b"[]", b'{"ok": false}', b'{"result": {}}', b"[" * 100_000]
)
def test_any_other_answer_is_not_touched(body):
    assert legible(body, lambda: None) == body


pytestmark = pytest.mark.anyio


class Polling:
    """An updater that was begun so many times."""

    def __init__(self) -> None:
        self.running = True
        self.begun = 0
        self.stopped = 0
        self.fails: TelegramError | None = None
        self.stop_fails: list[TelegramError] = []

    async def stop(self) -> None:
        self.stopped += 1
        self.running = False
        if self.stop_fails:
            raise self.stop_fails.pop()

    async def begin(self) -> None:
        self.begun += 1
        self.running = True
        if self.fails:
            raise self.fails


async def stored() -> None:
    return


async def looked(
    polling: Polling, heard: PollingRequest, times: int, before: Any = None
) -> list[float]:
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
    heard = PollingRequest(telegram, cast("Any", gate.wait), Metrics())
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
    polling, heard = Polling(), PollingRequest(Telegram(), stored, Metrics())
    await looked(polling, heard, 3)
    assert not polling.begun


async def test_what_is_told_of_a_silence_goes_on_when_polling_begins_anew():
    """An alert that waits for two minutes of silence must not be reset every ninety seconds."""
    polling, heard = Polling(), PollingRequest(Telegram(), stored, Metrics())
    heard.at -= SILENT + 1
    heard.answered -= 10 * SILENT
    await looked(polling, heard, 2)
    assert polling.begun == 1
    assert heard.silence < SILENT
    assert heard.unanswered >= 10 * SILENT


async def test_after_a_long_silence_polling_begins_anew(caplog):
    polling, heard = Polling(), PollingRequest(Telegram(), stored, Metrics())
    heard.at -= SILENT + 1
    await looked(polling, heard, 2)
    assert (polling.stopped, polling.begun) == (1, 1)
    assert "polling begins anew" in caplog.text


async def test_a_revoked_token_is_told_and_tried_again(caplog):
    polling, heard = Polling(), PollingRequest(Telegram(), stored, Metrics())
    heard.status = 401
    polling.running, polling.fails = False, InvalidToken()
    with caplog.at_level(logging.WARNING):
        await looked(polling, heard, 4)
    assert polling.begun == 2
    assert "Telegram refuses the token" in caplog.text


async def test_polling_that_cannot_begin_is_told_of(caplog):
    polling, heard = Polling(), PollingRequest(Telegram(), stored, Metrics())
    heard.at -= SILENT + 1
    polling.fails = TelegramError("no")
    await looked(polling, heard, 2)
    assert "polling could not begin: no" in caplog.text


async def test_polling_that_ended_with_an_error_is_stopped_twice():
    polling, heard = Polling(), PollingRequest(Telegram(), stored, Metrics())
    heard.status = 401
    polling.stop_fails = [InvalidToken()]
    await looked(polling, heard, 2)
    assert (polling.stopped, polling.begun, polling.running) == (2, 2, True)


async def test_a_request_that_fails_is_counted(unused_port):
    telegram, metrics = Telegram(), Metrics()
    telegram.fail("getUpdates", 409, "Conflict")
    heard = PollingRequest(telegram, stored, metrics)
    await heard.do_request("https://x/getUpdates", "POST")
    nobody = PollingRequest(HTTPXRequest(), stored, metrics)
    await nobody.initialize()
    with pytest.raises(TelegramError):
        await nobody.do_request(f"http://127.0.0.1:{unused_port}/getUpdates", "POST")
    await nobody.shutdown()
    counted = metrics.registry.get_sample_value
    assert counted("accordingto_polls_total", {"status": "409"}) == 1
    assert counted("accordingto_polls_total", {"status": "none"}) == 1
