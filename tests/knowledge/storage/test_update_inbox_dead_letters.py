"""Whoever ends workers is found and set aside; whoever was beside it is not."""

from datetime import timedelta

import pytest

from knowledge.domain import Arrival, Fallen, Limits, SentRecord
from knowledge.storage.update_inbox import MOST_LOSSES

MANY = range(1, 31)


def ids(received) -> list[int]:
    return [one.update_id for one in received]


@pytest.fixture
def filled(store):
    store.inbox.receive([Arrival(n, f'{{"update_id": {n}}}', n, n) for n in MANY], Limits())
    return store


def end(store, begun: set[int] | None = None, *, by_itself: bool = True):
    """A worker ends that had claimed what the last one claimed."""
    return store.dead_letters.bury(
        [Fallen("w", None if begun is None else frozenset(begun), by_itself)]
    )


def test_the_second_end_with_nothing_beside_it_sets_it_aside(filled):
    filled.inbox.claim("w", 1)
    assert end(filled, {1}).set_aside == []
    assert filled.inbox.suspects()
    assert ids(filled.inbox.claim("w", 5, alone=True)) == [1]
    left = end(filled, {1})
    assert ids(left.set_aside) == [1]
    assert (left.freed, filled.inbox.suspects()) == (0, False)
    (dead,) = filled.dead_letters.listed()
    assert (dead.update_id, dead.raw, dead.chat, dead.deaths) == (1, '{"update_id": 1}', 1, 2)
    assert filled.dead_letters.count() == 1
    assert filled.inbox.backlog() == len(MANY) - 1


def test_of_many_that_were_beside_it_none_is_set_aside(filled):
    """One of thirty ends every worker that begins it; each end is seen as it is."""
    guilty, ends, handled = 17, 0, 0
    filled.inbox.claim("w", len(MANY))
    end(filled, set(MANY))
    while filled.inbox.suspects():
        (one,) = filled.inbox.claim("w", 1, alone=True)
        if one.update_id == guilty:
            end(filled, {guilty})
            ends += 1
        else:
            filled.inbox.settle([], [one.update_id])
            handled += 1
    assert (ends, handled) == (1, len(MANY) - 1)
    assert ids(filled.dead_letters.listed()) == [guilty]


def test_what_was_claimed_and_not_begun_is_under_no_suspicion(filled):
    filled.inbox.claim("w", 3)
    end(filled, {2})
    assert ids(filled.inbox.claim("w", 3)) == [1, 3, 4]
    assert ids(filled.inbox.claim("v", 3, alone=True)) == [2]


def test_company_never_judges(filled):
    filled.inbox.claim("w", 2)
    for _ in range(40):
        assert end(filled, {1, 2}).set_aside == []
        filled.inbox.claim("w", 1, alone=True)
        filled.inbox.claim("w", 1, alone=True)


@pytest.mark.parametrize("begun", [{1}, None])
def test_kills_from_outside_set_nothing_aside_for_long(filled, begun):
    for number in range(1, MOST_LOSSES):
        filled.inbox.claim("w", 1, alone=number > 3)
        assert end(filled, begun, by_itself=False).set_aside == []
    filled.inbox.claim("w", 1, alone=True)
    assert ids(end(filled, begun, by_itself=False).set_aside) == [1]


def test_fifty_kills_amid_many_lose_nothing(filled):
    for _ in range(50):
        filled.inbox.claim("w", 8)
        filled.inbox.claim("w", 2, alone=True)
        assert end(filled, by_itself=False).set_aside == []
    assert filled.inbox.backlog() == len(MANY)


def test_who_stops_orderly_leaves_nothing_under_suspicion(filled):
    for _ in range(50):
        assert filled.inbox.claim("w", 4)
        filled.inbox.leave("w")
    assert not filled.inbox.suspects()


def test_what_ended_long_ago_is_not_blamed_for_what_is_no_longer_held(filled):
    filled.inbox.claim("w", 1)
    filled.inbox.settle([], [1])
    assert end(filled, {1}).set_aside == []
    assert not filled.inbox.suspects()


def test_it_is_begun_again_when_the_operator_says_so(filled):
    for number in (1, 2):
        for alone in (False, True):
            filled.inbox.claim("w", 1, alone=alone)
            end(filled, {number})
    filled.inbox.settle([SentRecord(1, 0, "sendMessage 1", "{}")], [])
    assert ids(filled.dead_letters.listed()) == [1, 2]
    assert filled.dead_letters.replay([1, 999]) == 1
    assert filled.dead_letters.replay([1]) == 0
    (again,) = filled.inbox.claim("w", 1, alone=True)
    assert (again.update_id, len(again.said)) == (1, 1)
    assert ids(end(filled, {1}).set_aside) == [1], "it ends a worker once more"
    assert filled.dead_letters.replay() == 2
    for _ in range(2):
        (one,) = filled.inbox.claim("w", 1, alone=True)
        filled.inbox.settle([], [one.update_id])
    assert filled.dead_letters.listed() == []


def test_it_is_kept_as_long_as_questions_are(filled, clock):
    for alone in (False, True):
        filled.inbox.claim("w", 1, alone=alone)
        end(filled, {1})
    filled.inbox.settle([SentRecord(1, 0, "sendMessage 1", "{}")], [])
    clock.pass_by(days=60)
    filled.erasure.prune(clock.now - timedelta(days=90))
    assert ids(filled.dead_letters.listed()) == [1]
    clock.pass_by(days=31)
    filled.erasure.prune(clock.now - timedelta(days=90))
    assert filled.dead_letters.listed() == []


@pytest.mark.parametrize("person", [1, 77])
def test_a_person_who_is_forgotten_is_forgotten_here(store, person):
    raw = '{"update_id": 1,"message":{"from":{"id":77,"first_name":"Ann"},"text":"words"}}'
    store.inbox.receive([Arrival(1, raw, 1, 77)], Limits())
    for alone in (False, True):
        store.inbox.claim("w", 1, alone=alone)
        end(store, {1})
    store.inbox.settle([SentRecord(1, 0, "sendMessage 1", "{}")], [])
    store.erasure.forget(7)
    assert len(store.dead_letters.listed()) == 1
    store.erasure.forget(person)
    assert store.dead_letters.listed() == []
    assert store.dead_letters.replay() == 0
