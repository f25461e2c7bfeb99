"""What Telegram does not take waits durably, in the order of its chat, until a bound."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from telegram.error import NetworkError, RetryAfter, TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.delivery import IdempotentSender, RetryingLimiter
from bot.inbox.queue import TRIED, Inbox, UpdateProcessor, arrival_of
from bot.inbox.recovery import Redelivery, redeliver
from handlers.context import STEPS
from handlers.error_handler import TooLate
from knowledge.domain import Admission, Fallen, Limits, Received, SentRecord
from knowledge.storage import Store
from tests.bot.inbox.conftest import message
from tests.bot.inbox.test_queue import Working, got
from tests.bot.inbox.test_recovery import Failing
from tests.clock import Clock
from tests.knowledge.tables import with_tables

pytestmark = pytest.mark.anyio
DOWN = NetworkError("Bad Gateway")


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 1, 12, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """With a clock that is moved by hand."""
    with closing(Store(with_tables(tmp_path / "store.db"), clock=clock)) as store:
        yield store


@pytest.fixture
def moved(store: Store) -> Store:
    return store


def receive(store: Store, *messages: dict[str, Any]) -> None:
    store.inbox.receive([arrival_of(each) for each in messages], Limits())


def claim(store: Store, worker: str = "here/1/aa") -> list[int]:
    return [each.update_id for each in store.inbox.claim(worker, 10)]


def first(store: Store) -> Received:
    return store.inbox.claim("here/1/aa", 1)[0]


async def test_a_chat_waits_for_its_earliest_and_no_other_chat_does(moved, clock):
    receive(moved, message(1), message(2), message(3, chat=6))
    moved.inbox.put_off(first(moved), timedelta(seconds=400))
    assert claim(moved) == [3]
    clock.pass_by(seconds=399)
    assert claim(moved) == []
    clock.pass_by(seconds=1)
    (again,) = moved.inbox.claim("here/1/aa", 10)
    assert (again.update_id, again.tries, again.refusals) == (1, 1, 1)
    moved.inbox.settle([], [1])
    assert claim(moved) == [2]


async def test_what_waits_survives_the_end_of_its_process(moved, clock, tmp_path):
    receive(moved, message(1))
    moved.inbox.put_off(
        first(moved), timedelta(seconds=400), said=[SentRecord(1, 0, "note remembered", "7")]
    )
    moved.dead_letters.bury([Fallen("here/1/aa")])
    with closing(Store(f"sqlite:///{tmp_path / 'store.db'}", clock=clock)) as other:
        assert claim(other, "there/2/bb") == []
        clock.pass_by(seconds=400)
        (again,) = other.inbox.claim("there/2/bb", 10)
        assert again.said == (SentRecord(1, 0, "note remembered", "7"),)


@pytest.mark.parametrize("pause", [timedelta(days=400), timedelta(hours=20)])
async def test_a_clock_that_was_set_back_lets_nothing_wait_for_ever(moved, clock, pause):
    receive(moved, message(1))
    moved.inbox.put_off(first(moved), pause)
    clock.pass_by(days=-365)
    assert claim(moved) == [1]


async def test_a_chat_is_given_up_up_to_a_time(moved, clock):
    receive(moved, message(1), message(2), message(3, chat=6))
    clock.pass_by(hours=1)
    receive(moved, message(4))
    assert first(moved).update_id == 1
    assert moved.inbox.give_up(5, clock()) == 1  # the second: the first is being handled
    assert [each.update_id for each in moved.inbox.waiting()] == [1, 3, 4]


class Telegram:
    """Takes nothing for as long as it is told to, and everything after that."""

    def __init__(self) -> None:
        self.error: TelegramError | None = DOWN
        self.sent: list[str] = []

    async def __call__(self, text: str) -> bool:
        if self.error is not None:
            raise self.error
        self.sent.append(text)
        return True


class Handling:
    """An inbox whose updates are answered with their own text, by way of a Telegram."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.counted: list[str] = []
        self.given_up: list[str] = []
        self.inbox = Inbox(
            store,
            Limits(),
            worker="here/1/aa",
            capacity=4,
            within=timedelta(days=1),
            observer=lambda word, count: self.counted.extend([word] * count),
            given_up=lambda word, count: self.given_up.extend([word] * count),
            clock=clock,
        )
        self.attending = UpdateProcessor(2, self.inbox)
        self.telegram = Telegram()
        self.sending = IdempotentSender(RetryingLimiter(self._sleep))
        self.done: list[int] = []
        self.steps = False

    async def _sleep(self, _seconds: float) -> None:
        return None

    async def one(self) -> object:
        """Handle the next update."""
        item = await got(self.inbox)
        await self.attending.process_update(item, self._work(item))
        return item

    async def _work(self, item: Any) -> None:
        try:
            update: Any = item.update if isinstance(item, TooLate) else item
            said = "too late" if isinstance(item, TooLate) else update.message.text
            if self.steps and not isinstance(item, TooLate):
                steps = STEPS.get()
                assert steps is not None
                said = await steps.once("made", lambda: self._made(update.update_id))
            data = {"chat_id": update.message.chat_id}
            await self.sending.process_request(
                self.telegram, (said,), {}, "sendMessage", data, None
            )
            await self.sending.process_request(
                self.telegram, (f"{said}, more",), {}, "sendMessage", data, None
            )
        except TelegramError as error:
            with pytest.raises(ApplicationHandlerStop):
                await redeliver(item, cast("Any", Failing(error)))

    async def _made(self, number: int) -> str:
        self.done.append(number)
        return f"made {number}"


@pytest.fixture
def handling(moved: Store, clock: Clock):
    handling = Handling(moved, clock)
    handling.inbox.parsed_by(cast("Any", None))
    yield handling
    handling.inbox.pool.shutdown()


async def test_twenty_minutes_without_telegram_lose_nothing(handling, moved, clock):
    receive(moved, *(message(number, f"question {number}") for number in range(1, 11)))
    async with Working(handling.inbox), handling.attending:
        for _ in range(30):
            await handling.one()
            clock.pass_by(seconds=60)
        handling.telegram.error = None
        clock.pass_by(seconds=60)
        for _ in range(10):
            await handling.one()
    wanted = [f"question {number}{end}" for number in range(1, 11) for end in ("", ", more")]
    assert handling.telegram.sent == wanted
    assert handling.given_up == []
    assert handling.counted.count("put off") == 30
    assert moved.inbox.waiting() == []


async def test_a_change_is_made_once_however_often_its_answer_is_refused(handling, moved, clock):
    handling.steps = True
    receive(moved, message(1))
    async with Working(handling.inbox), handling.attending:
        for error in (DOWN, RetryAfter(400), DOWN):
            handling.telegram.error = error
            await handling.one()
            clock.pass_by(seconds=400)
        handling.telegram.error = None
        await handling.one()
    assert handling.done == [1]
    assert handling.telegram.sent == ["made 1", "made 1, more"]


@pytest.mark.parametrize("steps", [False, True])
async def test_beyond_the_bound_a_chat_is_told_once(handling, moved, clock, steps):
    handling.steps = steps
    receive(moved, message(1), message(2), message(3))
    async with Working(handling.inbox), handling.attending:
        for _ in range(TRIED):
            assert handling.given_up == []
            await handling.one()
            clock.pass_by(hours=7)
        assert handling.given_up == ["answer"]
        handling.telegram.error = None
        late = await handling.one()
    assert isinstance(late, TooLate)
    assert late.done is steps
    assert handling.telegram.sent == ["too late", "too late, more"]
    assert handling.given_up == ["answer"] * 3
    assert moved.inbox.waiting() == []


async def test_a_word_that_nobody_takes_ends_too(handling, moved, clock):
    receive(moved, message(1))
    async with Working(handling.inbox), handling.attending:
        for _ in range(TRIED + 6):
            await handling.one()
            clock.pass_by(hours=6)
            if not moved.inbox.waiting():
                break
    assert handling.given_up == ["answer", "notice"]
    assert moved.inbox.waiting() == []


async def test_a_clock_moved_by_a_year_gives_nothing_up_at_once(handling, moved, clock):
    receive(moved, message(1))
    async with Working(handling.inbox), handling.attending:
        await handling.one()
        clock.pass_by(days=365)
        await handling.one()
        clock.pass_by(seconds=60)
        handling.telegram.error = None
        await handling.one()
    assert handling.telegram.sent == ["who?", "who?, more"]
    assert handling.given_up == []


async def test_whoever_wrote_too_much_is_not_told_late_that_they_did(handling, moved, clock):
    receive(moved, message(1))
    one = first(moved)
    moved.inbox.put_off(one, timedelta(), verdict=Admission.FLOOD)
    clock.pass_by(days=2)
    for _ in range(TRIED):
        (again,) = moved.inbox.claim("here/1/aa", 1)
        moved.inbox.put_off(again, timedelta(), verdict=Admission.FLOOD)
    (again,) = moved.inbox.claim("here/1/aa", 1)
    handling.inbox.taken[1] = again
    journal = handling.inbox.journal(again)
    async with Working(handling.inbox):
        await handling.inbox.put_off(again, journal, Redelivery(0, again.refusals, 1.0, True))
    assert moved.inbox.waiting() == []
    assert handling.given_up == ["answer"]
