"""What was sent for an update is not sent again."""

import asyncio
import logging
from typing import Any

import pytest

from bot.delivery.idempotency import CURRENT, IdempotentSender, SendJournal
from bot.delivery.retry import RetryingLimiter
from knowledge.domain import SentRecord, StoreProblem

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
