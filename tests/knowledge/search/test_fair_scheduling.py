"""A long question makes room for short ones, and ends at its deadline."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from knowledge.search.fair_scheduling import AT_ONCE, SHARE, FairScheduler, check
from tests.machine import allowed


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def think(turns: FairScheduler, seconds: float, within: float | None = None) -> float:
    """Keep thinking for so long; gives how long it took."""
    began = time.monotonic()
    with turns.taken(within):
        busy = 0.0
        while busy < seconds:
            step = time.thread_time()
            sum(range(20_000))
            busy += time.thread_time() - step
            check()
    return time.monotonic() - began


def test_outside_of_a_turn_nothing_is_checked():
    check()


def test_a_question_ends_at_its_deadline():
    clock = Clock()
    turns = FairScheduler(clock)

    def late() -> None:
        with turns.taken(20):
            check()
            clock.now = 20.1
            check()

    with pytest.raises(TimeoutError):
        late()
    with turns.taken(20):  # its place is free
        check()


def test_whoever_waits_for_a_turn_ends_at_the_deadline_too():
    turns = FairScheduler()
    for _ in range(AT_ONCE):
        turns.places.acquire()
    began = time.monotonic()
    with pytest.raises(TimeoutError), turns.taken(0.05):
        raise AssertionError("there is no place")
    assert time.monotonic() - began < 1


def test_a_long_one_gives_its_place_back():
    clock = Clock()
    turns = FairScheduler(clock)
    with turns.taken():
        clock.now = SHARE
        check()
        places = [turns.places.acquire(timeout=0) for _ in range(AT_ONCE + 1)]
        assert places == [True] * AT_ONCE + [False]
        clock.now = SHARE * 2
        check()
    assert not turns.lane.queue


def test_without_a_deadline_the_lane_is_waited_for():
    clock = Clock()
    turns = FairScheduler(clock)
    turns.lane.enter("somebody", None)
    threading.Timer(0.1, turns.lane.leave, ["somebody"]).start()
    with turns.taken():
        clock.now = SHARE
        check()
    assert not turns.lane.queue


def test_the_lane_is_not_waited_for_beyond_the_deadline():
    turns = FairScheduler()
    turns.lane.enter("somebody", None)

    def late() -> None:
        with turns.taken(SHARE + 0.1):
            time.sleep(SHARE)
            check()

    with pytest.raises(TimeoutError):
        late()
    assert list(turns.lane.queue) == ["somebody"]
    places = [turns.places.acquire(timeout=0) for _ in range(AT_ONCE)]
    assert places == [True] * AT_ONCE


@pytest.mark.no_cover  # it is timed
@pytest.mark.timeout(60)
def test_eight_long_ones_hold_up_no_short_one_and_share_their_lane():
    turns, deadline = FairScheduler(), 3.0
    with ThreadPoolExecutor(9) as pool:
        long = [pool.submit(think, turns, 60.0, deadline) for _ in range(7)]
        middling = pool.submit(think, turns, SHARE * 1.2, 30.0)
        time.sleep(0.3)
        shorts = [pool.submit(think, turns, 0.005, deadline).result() for _ in range(5)]
        began = time.monotonic()
        ended = [_failure(one) for one in long]
        late = time.monotonic() - began
        assert middling.result() > 0
    assert max(shorts) < allowed(1, 2.5), shorts
    assert all(isinstance(error, TimeoutError) for error in ended)
    assert late < deadline + allowed(1, 10)


def _failure(future: Future[float]) -> BaseException | None:
    return future.exception(30)


@pytest.mark.timeout(60)
def test_what_fails_gives_its_place_back():
    turns = FairScheduler()

    def failing(then: Callable[[], None]) -> None:
        with turns.taken():
            then()
            raise ValueError("no")

    for _ in range(AT_ONCE + 1):
        with pytest.raises(ValueError, match="no"):
            failing(check)
