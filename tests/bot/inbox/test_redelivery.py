"""What fails for want of the database or of a token is begun again, and sent once."""

import asyncio
import contextvars
from typing import Any, cast

import pytest
from telegram import InlineQuery, Update, User
from telegram.error import (
    BadRequest,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ApplicationHandlerStop

from bot.delivery.idempotency import CURRENT, IdempotentSender
from bot.delivery.retry import RetryingLimiter
from bot.inbox import redelivery
from bot.inbox.redelivery import MOST, REDELIVERY, Redelivery, redeliver
from bot.inbox.update_processor import UpdateProcessor
from handlers import backoff
from handlers.error_handler import TurnedAway
from knowledge.domain import SentRecord, StoreProblem
from tests.bot.inbox.test_queue import Working, got, update

pytestmark = pytest.mark.anyio
AWAY = StoreProblem("The database is away.")
AWAY.passing = True


class Failing:
    """The context of an update that failed so."""

    def __init__(self, error: Exception) -> None:
        self.error = error


async def failed(error: Exception, item: object = None) -> None:
    await redeliver(item or Update(1), cast("Any", Failing(error)))


async def test_the_pauses_grow_and_have_an_end():
    pauses = []
    for failures in range(MOST):
        REDELIVERY.set(later := Redelivery(failures))
        with pytest.raises(ApplicationHandlerStop):
            await failed(AWAY)
        assert not later.undelivered
        pauses.append(later.pause)
    assert pauses[:3] == [0.5, 1.0, 2.0]
    assert pauses[-1] == redelivery.LONGEST_PAUSE
    REDELIVERY.set(later := Redelivery(MOST))
    await failed(AWAY)
    assert not later.pause, "the reader is told now"


async def test_a_refused_token_is_waited_for(caplog):
    REDELIVERY.set(later := Redelivery(MOST + 5))
    with pytest.raises(ApplicationHandlerStop):
        await failed(InvalidToken(), TurnedAway(Update(3), busy=False))
    assert (later.pause, later.undelivered) == (backoff.REFUSED_PAUSE, True)
    assert "update 3 is begun again" in caplog.text


@pytest.mark.parametrize(
    ("error", "pauses"),
    [
        (NetworkError("Bad Gateway"), [1, 2, 4, 8, 16, 32, 60, 60]),
        (TimedOut(), [1, 2, 4, 8, 16, 32, 60, 60]),
        (TelegramError("Invalid server response"), [1, 2, 4, 8, 16, 32, 60, 60]),
        (RetryAfter(400), [400] * 8),
    ],
)
async def test_what_telegram_does_not_take_is_offered_again_with_growing_pauses(error, pauses):
    found = []
    for refusals in range(8):
        REDELIVERY.set(later := Redelivery(0, refusals))
        with pytest.raises(ApplicationHandlerStop):
            await failed(error)
        assert later.undelivered
        found.append(later.pause)
    assert found == pauses


async def test_a_look_up_while_typing_is_never_late():
    query = InlineQuery("1", User(5, "A", is_bot=False), "drone", "")
    REDELIVERY.set(later := Redelivery())
    await failed(NetworkError("gone"), Update(1, inline_query=query))
    assert not later.pause


async def test_other_failures_and_what_is_no_update_go_their_way():
    REDELIVERY.set(later := Redelivery())
    await failed(BadRequest("no"))
    await failed(StoreProblem("A row does not fit."))
    assert not later.pause

    async def elsewhere() -> None:
        await failed(AWAY)

    loop = asyncio.get_running_loop()
    await loop.create_task(elsewhere(), context=contextvars.Context())


async def test_an_update_is_handled_again_and_sent_once(inbox, store, monkeypatch):
    monkeypatch.setattr(redelivery, "PAUSE", 0.05)
    attending = UpdateProcessor(2, inbox)
    sending, really = IdempotentSender(RetryingLimiter()), store.inbox.settle
    sent: list[str] = []
    tries: list[int] = []

    def flaky(said: list[SentRecord], handled: list[int]) -> None:
        if said and len(tries) < 2:
            raise AWAY
        really(said, handled)

    async def send(text: str) -> bool:
        sent.append(text)
        return True

    async def work(item: Update) -> None:
        tries.append(1)
        await sending.process_request(send, ("a",), {}, "sendMessage", {"chat_id": 5}, None)
        if len(tries) < 2:
            tries.append(1)
            with pytest.raises(ApplicationHandlerStop):
                await failed(AWAY, item)

    monkeypatch.setattr(store.inbox, "settle", flaky)
    async with Working(inbox), attending:
        await inbox.put(update(1))
        first = await got(inbox)
        await attending.process_update(first, work(first))
        assert [one.tries for one in store.inbox.waiting()] == [1]
        second = await got(inbox)
        await attending.process_update(second, work(second))
    assert sent == ["a"]
    assert store.inbox.waiting() == []
    assert not CURRENT.get().unkept


async def test_at_a_stop_nothing_is_waited_for(inbox, store):
    attending = UpdateProcessor(2, inbox)

    async def work(item: Update) -> None:
        with pytest.raises(ApplicationHandlerStop):
            await failed(InvalidToken(), item)
        inbox.closing = True

    async with Working(inbox), attending:
        await inbox.put(update(1))
        one = await got(inbox)
        await asyncio.wait_for(attending.process_update(one, work(one)), 5)
    assert [one.tries for one in store.inbox.waiting()] == [0]
