"""What was sent for an update is not sent again."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.delivery import (
    CURRENT,
    PAUSE,
    IdempotentSender,
    RetryingLimiter,
    SendJournal,
    SharedLimiter,
)
from knowledge.domain import Allowance, SentRecord, StoreProblem

pytestmark = pytest.mark.anyio


class Telegram:
    """Counts what it is asked for."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def __call__(self, text: str) -> dict[str, Any]:
        self.sent.append(text)
        return {"message_id": len(self.sent), "text": text}


async def made(
    once: IdempotentSender, telegram: Telegram, text: str, endpoint: str = "sendMessage"
) -> Any:
    return await once.process_request(telegram, (text,), {}, endpoint, {"chat_id": 5}, None)


async def test_a_second_run_gets_the_first_ones_answers():
    once, telegram, kept = IdempotentSender(RetryingLimiter()), Telegram(), []

    async def keep(said: SentRecord) -> None:
        kept.append(said)

    await once.initialize()
    CURRENT.set(SendJournal(7, (), keep))
    first = [await made(once, telegram, text) for text in ("one", "two")]
    assert [said.number for said in kept] == [0, 1]
    CURRENT.set(SendJournal(7, kept[:], keep))
    again = [await made(once, telegram, text) for text in ("one", "two", "three")]
    assert again[:2] == first
    assert telegram.sent == ["one", "two", "three"]
    assert len(kept) == 3
    await once.shutdown()


async def test_a_run_that_goes_another_way_is_not_misled():
    once, telegram = IdempotentSender(RetryingLimiter()), Telegram()

    async def keep(_: SentRecord) -> None:
        return

    CURRENT.set(SendJournal(7, [SentRecord(7, 0, "sendMessage 99", "{}")], keep))
    await made(once, telegram, "to five")
    assert telegram.sent == ["to five"]


@pytest.mark.parametrize("endpoint", ["editMessageText", "sendChatAction"])
async def test_what_may_be_repeated_is_not_kept(endpoint):
    once, telegram, kept = IdempotentSender(RetryingLimiter()), Telegram(), []

    async def keep(said: SentRecord) -> None:
        kept.append(said)

    CURRENT.set(SendJournal(7, (), keep))
    await made(once, telegram, "x", endpoint)
    assert telegram.sent == ["x"]
    assert not kept


async def test_outside_of_an_update_everything_is_sent():
    once, telegram = IdempotentSender(RetryingLimiter()), Telegram()

    async def outside() -> None:
        await made(once, telegram, "a note")

    await asyncio.create_task(outside())
    assert telegram.sent == ["a note"]


async def test_a_message_stands_though_it_could_not_be_kept(caplog):
    once, telegram = IdempotentSender(RetryingLimiter()), Telegram()

    async def keep(_: SentRecord) -> None:
        raise StoreProblem("The database is away.")

    CURRENT.set(SendJournal(7, (), keep))
    with caplog.at_level(logging.ERROR):
        assert (await made(once, telegram, "x"))["text"] == "x"
    assert "could not be kept: The database is away." in caplog.text


class Server:
    """Fails in the given ways, then answers."""

    def __init__(self, failures: Sequence[Exception]) -> None:
        self.failures = list(failures)
        self.calls = 0

    async def __call__(self) -> bool:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return True


async def request(server: Server, endpoint: str = "sendMessage") -> list[float]:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    patience = RetryingLimiter(sleep)
    await patience.initialize()
    result = await patience.process_request(server, (), {}, endpoint, {"chat_id": 1}, None)
    assert result is True
    await patience.shutdown()
    return slept


@pytest.mark.anyio
@pytest.mark.parametrize("error", [NetworkError("gone"), NetworkError("Bad Gateway")])
async def test_a_connection_that_broke_is_tried_once_more_at_once(error):
    assert await request(Server([error])) == [PAUSE]


@pytest.mark.anyio
@pytest.mark.parametrize(
    "error",
    [
        BadRequest("chat not found"),
        Forbidden("blocked"),
        RetryAfter(1),
        RetryAfter(400),
        TimedOut(),
        InvalidToken(),
    ],
)
async def test_nothing_else_is_waited_for_here(error):
    server = Server([error])
    with pytest.raises(type(error)):
        await request(server)
    assert server.calls == 1


@pytest.mark.anyio
async def test_a_network_that_stays_away_is_somebody_elses_business():
    server = Server([NetworkError("gone")] * 3)
    with pytest.raises(NetworkError):
        await request(server)
    assert server.calls == 2


@pytest.mark.anyio
@pytest.mark.parametrize("error", [NetworkError("gone"), RetryAfter(1)])
async def test_typing_is_never_tried_again(error):
    server = Server([error])
    with pytest.raises(type(error)):
        await request(server, "sendChatAction")
    assert server.calls == 1


class Bank:
    """Gives from one budget to everybody."""

    def __init__(self, waits: list[float]) -> None:
        self.asked: list[tuple[str, int, Allowance]] = []
        self._waits = waits

    @property
    def allowances(self) -> "Bank":
        return self

    def spend(self, key: str, amount: int, allowance: Allowance) -> float:
        self.asked.append((key, amount, allowance))
        return self._waits.pop(0)


async def call() -> dict[str, Any]:
    return {"ok": 1}


@pytest.fixture
def pool():
    with ThreadPoolExecutor(1) as pool:
        yield pool


async def test_a_share_is_taken_at_once_and_waited_for(pool):
    bank, slept = Bank([0.0, 1.5]), []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    budget = SharedLimiter(RetryingLimiter(), cast("Any", bank), 30, pool, sleep)
    await budget.initialize()
    for _ in range(4):
        assert await budget.process_request(call, (), {}, "sendMessage", {}, None) == {"ok": 1}
    assert [amount for _, amount, _ in bank.asked] == [3, 3]
    assert slept == [1.5]
    await budget.process_request(call, (), {}, "answerCallbackQuery", {}, None)
    assert len(bank.asked) == 2
    await budget.shutdown()


async def test_without_a_budget_nobody_is_asked(pool):
    bank = Bank([])
    budget = SharedLimiter(RetryingLimiter(), cast("Any", bank), 0, pool)
    await budget.process_request(call, (), {}, "sendMessage", {}, None)
    assert not bank.asked
