"""What is under suspicion is begun alone, but nobody waits long for it."""

from datetime import UTC, datetime

import pytest

from bot.inbox.isolation import ALONE, EMPTIED, LONGEST_ALONE, LOOKED_FOR, Isolation
from knowledge.domain import Received


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
