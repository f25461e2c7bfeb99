"""A clock that jumps does not have everything forgotten; one that is right is believed."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.worker import Pruning
from knowledge.storage import Store
from tests.knowledge.tables import with_tables

KEPT = timedelta(days=90)
START = datetime(2026, 11, 30, 12, tzinfo=UTC)


class World:
    """What time it is, what the clock says, and a store with a question a day of the last 100."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = START
        self.wrong = timedelta(0)
        self.begin()

    def clock(self) -> datetime:
        return self.now + self.wrong

    def begin(self) -> None:
        """The bot is started."""
        since = self.now

        def monotonic() -> float:
            return (self.now - since).total_seconds()

        self.pruning = Pruning(self.store, KEPT, self.clock, monotonic)

    def hours(self, number: int) -> None:
        """The bot runs for so long."""
        for _ in range(number):
            self.pruning.once()
            self.now += timedelta(hours=1)

    @property
    def left(self) -> int:
        return len(self.store.questions.listed())


@pytest.fixture
def world(tmp_path) -> Iterator[World]:
    day = [START]
    address = with_tables(tmp_path / "store.db")
    with closing(Store(address, clock=lambda: day[0])) as store:
        for number in range(100, 0, -1):
            day[0] = START - timedelta(days=number)
            store.questions.remember(f"question {number}", "en", "answer", 0.9)
        yield World(store)


def test_a_clock_that_is_right_is_believed(world):
    world.hours(2)
    assert world.left == 90
    world.hours(24 * 5)
    assert world.left == 85


@pytest.mark.parametrize("days", [3, 400, 4000])
def test_a_jump_ahead_and_back_within_a_day_forgets_nothing(world, days, caplog):
    world.hours(2)
    world.wrong = timedelta(days=days)
    world.hours(23)
    assert world.left == 90
    assert f"{days} days after old rows were last forgotten" in caplog.text
    world.wrong = timedelta(0)
    world.hours(2)
    assert 88 <= world.left <= 90


def test_starts_again_and_again_under_a_wrong_clock_forget_nothing(world):
    world.hours(2)
    world.wrong = timedelta(days=400)
    for _ in range(100):
        world.begin()
        world.pruning.once()
    assert world.left == 90


def test_a_clock_that_goes_back_and_comes_right_again_is_believed_at_once(world):
    world.hours(2)
    world.wrong = timedelta(days=-400)
    world.hours(5)
    assert world.left == 90
    world.wrong = timedelta(0)
    world.hours(24 * 2)
    assert world.left == 88


def test_one_that_jumps_twice_has_no_more_forgotten_than_hours_have_passed(world):
    world.hours(2)
    for days in (400, 800, 400, 1200):
        world.wrong = timedelta(days=days)
        world.hours(23)
        assert world.left >= 88


def test_after_a_long_time_off_it_catches_up_from_the_next_day_on(world):
    world.hours(2)
    world.now += timedelta(days=30)
    world.begin()
    world.hours(20)
    assert world.left == 90
    world.hours(4 + 31)
    assert world.left == 59


def test_a_weekend_off_is_believed_at_once(world):
    world.hours(2)
    world.now += timedelta(days=1, hours=20)
    world.begin()
    world.hours(1)
    assert world.left == 88, "two days of the calendar have begun since"


def test_at_the_very_first_look_nothing_is_forgotten(world):
    world.wrong = timedelta(days=400)
    assert world.pruning.once() is None
    assert world.left == 100
