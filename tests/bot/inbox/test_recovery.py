"""The dead are buried, whatever the clocks say, and the living never."""

import asyncio
import contextvars
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
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

from bot.delivery import CURRENT, IdempotentSender, RetryingLimiter
from bot.inbox import recovery
from bot.inbox.queue import UpdateProcessor
from bot.inbox.recovery import (
    ALONE,
    EMPTIED,
    LONGEST_ALONE,
    LOOKED_FOR,
    MOST,
    REDELIVERY,
    SILENT,
    FailureDetector,
    Identity,
    Isolation,
    Redelivery,
    new_worker_id,
    redeliver,
)
from handlers import error_handler
from handlers.error_handler import TurnedAway
from knowledge.domain import Arrival, Fallen, Limits, Received, SentRecord, StoreProblem
from tests.bot.inbox.test_queue import Working, got, update

pytestmark = pytest.mark.anyio


@pytest.fixture
def pool():
    with ThreadPoolExecutor(1) as pool:
        yield pool


def waiting(store, worker: str) -> None:
    store.inbox.beat(worker)
    store.inbox.receive([Arrival(1, "{}", 5, 5)], Limits())
    assert store.inbox.claim(worker, 1)


def named(**changed: Any) -> str:
    """A worker like this process but for what is given."""
    return str(replace(Identity.own(), word="other", **changed))


async def test_a_process_of_this_machine_that_ended_is_buried_at_the_start(store, pool):
    freed: list[int] = []
    mine = new_worker_id()
    waiting(store, named(process=999999999))
    await FailureDetector(store, mine, pool, lambda: freed.append(1)).once()
    assert freed == [1]
    assert [one.update_id for one in store.inbox.claim(mine, 5)] == [1]


async def test_later_on_it_is_left_to_its_supervisor_which_knows_more(store, pool):
    living = FailureDetector(store, new_worker_id(), pool, lambda: None)
    await living.once()
    waiting(store, named(process=999999999))
    for _ in range(SILENT):
        await living.once()
    assert store.inbox.claim("me", 5) == []
    await living.once()
    assert store.inbox.claim("me", 5)


async def test_one_that_is_replaced_is_buried_by_the_replacement(store, pool):
    dead = named(process=999999999)
    living = FailureDetector(store, new_worker_id(), pool, lambda: None, fallen=[Fallen(dead)])
    waiting(store, dead)
    await living.once()
    assert store.inbox.claim("me", 5)


async def test_one_that_ended_before_its_first_sign_of_life_is_buried(store, pool):
    mine = new_worker_id()
    store.inbox.receive([Arrival(1, "{}", 5, 5)], Limits())
    assert store.inbox.claim(named(process=999999999), 1)
    await FailureDetector(store, mine, pool, lambda: None).once()
    assert store.inbox.claim(mine, 5)


async def test_a_predecessor_with_our_own_number_is_buried_too(store, pool):
    mine = new_worker_id()
    waiting(store, named(since="1"))
    await FailureDetector(store, mine, pool, lambda: None).once()
    assert store.inbox.claim(mine, 5)


@pytest.mark.parametrize("number", [os.getpid(), 999999999], ids=["ours", "nobody's"])
async def test_a_process_of_another_machine_with_our_name_is_left_alone(store, pool, number):
    """Two machines with one host name: the same numbers there are other processes."""
    waiting(store, named(process=number, since="1", space="another"))
    await FailureDetector(store, new_worker_id(), pool, lambda: None).once()
    assert store.inbox.claim("me", 5) == []


@pytest.mark.parametrize(
    "name", ["elsewhere/7/xx", "a/b/c/d/e", "", "////", "h/9999999999999999999/1/2/3"]
)
async def test_a_name_that_tells_nothing_is_of_nobody_that_is_known_to_have_ended(name):
    identity = Identity.of(name)
    assert identity is None or not identity.has_ended(Identity.own())


async def test_where_nothing_tells_machines_apart_nobody_is_known_to_have_ended(monkeypatch):
    monkeypatch.setattr(recovery, "Path", lambda _path: Path("/not/there"))
    own = Identity.own()
    assert own.space == own.since == ""
    assert not replace(own, process=999999999).has_ended(own)


async def test_one_elsewhere_is_buried_after_so_many_silent_beats(store, pool):
    alive = FailureDetector(store, new_worker_id(), pool, lambda: None)
    waiting(store, "elsewhere/7/xx")
    for _ in range(SILENT):
        await alive.once()
    assert store.inbox.claim("me", 5) == []
    await alive.once()
    assert store.inbox.claim("me", 5)


async def test_one_that_gives_signs_is_left_alone(store, pool):
    alive = FailureDetector(store, new_worker_id(), pool, lambda: None)
    waiting(store, "elsewhere/7/xx")
    for _ in range(SILENT * 2):
        store.inbox.beat("elsewhere/7/xx")
        await alive.once()
    assert store.inbox.claim("me", 5) == []


async def test_a_running_process_of_this_machine_is_left_alone(store, pool):
    parent = os.getppid()
    waiting(store, named(process=parent, since=recovery.process_started(parent)))
    await FailureDetector(store, new_worker_id(), pool, lambda: None).once()
    assert store.inbox.claim("me", 5) == []


async def test_a_process_of_somebody_else_counts_as_running(monkeypatch):
    def refuse(_process: int, _signal: int) -> None:
        raise PermissionError

    own = Identity.own()
    monkeypatch.setattr("bot.inbox.recovery.os.kill", refuse)
    assert not own.has_ended(own)


async def test_signs_go_on_when_the_database_comes_back(pool, monkeypatch, caplog):
    monkeypatch.setattr(recovery, "EVERY", 0.01)
    beats: list[int] = []

    class Flaky:
        @property
        def inbox(self) -> "Flaky":
            return self

        def beat(self, name: str) -> dict[str, int]:
            beats.append(1)
            if len(beats) == 1:
                raise StoreProblem("The database is away.")
            return {name: len(beats)}

    running = asyncio.create_task(
        FailureDetector(cast("Any", Flaky()), "a/1/b", pool, lambda: None).run()
    )
    while len(beats) < 3:  # noqa: ASYNC110  # another task does it
        await asyncio.sleep(0.01)
    running.cancel()
    assert "no sign of life" in caplog.text


async def test_who_leaves_leaves_everything_to_others(store, pool):
    mine = new_worker_id()
    waiting(store, mine)
    FailureDetector(store, mine, pool, lambda: None).leave()
    assert store.inbox.claim("next", 5)


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
    assert pauses[-1] == recovery.LONGEST_PAUSE
    REDELIVERY.set(later := Redelivery(MOST))
    await failed(AWAY)
    assert not later.pause, "the reader is told now"


async def test_a_refused_token_is_waited_for(caplog):
    REDELIVERY.set(later := Redelivery(MOST + 5))
    with pytest.raises(ApplicationHandlerStop):
        await failed(InvalidToken(), TurnedAway(Update(3), busy=False))
    assert (later.pause, later.undelivered) == (error_handler.REFUSED_PAUSE, True)
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
    monkeypatch.setattr(recovery, "PAUSE", 0.05)
    attending = UpdateProcessor(2, inbox)
    sending, really = IdempotentSender(RetryingLimiter()), store.inbox.settle
    sent: list[str] = []
    tries: list[int] = []

    def flaky(said: list[SentRecord], *ended: Any) -> None:
        if said and len(tries) < 2:
            raise AWAY
        really(said, *ended)

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
        await asyncio.wait_for(attending.process_update(one, work(one)), 60)
    assert [one.tries for one in store.inbox.waiting()] == [0]


class Seconds:
    """A clock that a test moves."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def isolation(clock) -> Isolation:
    return Isolation(clock)


def received(deaths: int) -> Received:
    return Received(7, "{}", datetime(2026, 1, 1, tzinfo=UTC), deaths=deaths)


@pytest.mark.parametrize(("deaths", "seconds"), [(0, ALONE), (1, ALONE), (2, LONGEST_ALONE)])
def test_one_is_alone_for_a_while_or_until_it_ends(isolation, clock, deaths, seconds):
    isolation.begin(received(deaths))
    assert isolation.holds({7})
    clock.now += seconds - 0.1
    assert isolation.holds({7})
    clock.now += 0.2
    assert not isolation.holds({7})
    isolation.begin(received(deaths))
    assert not isolation.holds({8})


def test_one_that_could_not_be_read_holds_up_nobody(isolation):
    isolation.begin(None)
    assert not isolation.holds({7})


def test_the_store_is_looked_at_now_and_then_and_when_one_has_ended(isolation, clock):
    assert isolation.worth_a_look()
    assert not isolation.worth_a_look()
    clock.now += LOOKED_FOR
    assert isolation.worth_a_look()
    isolation.begin(received(1))
    isolation.holds(())
    assert isolation.worth_a_look()


def test_others_wait_and_are_begun_by_turns(isolation, clock):
    isolation.waiting = True
    assert isolation.is_to_wait(busy=True)
    clock.now += EMPTIED - 0.1
    assert isolation.is_to_wait(busy=True)
    clock.now += 0.2
    assert not isolation.is_to_wait(busy=True)
    clock.now += EMPTIED
    assert not isolation.is_to_wait(busy=True)
    assert isolation.is_to_wait(busy=True)
    assert not isolation.is_to_wait(busy=False)
