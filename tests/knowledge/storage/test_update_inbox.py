"""Updates come once, are taken in the order of their chat, and are dealt with."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from knowledge.domain import (
    Admission,
    Allowance,
    Arrival,
    Fallen,
    Limits,
    Role,
    SentRecord,
    Standing,
)
from knowledge.storage import Store

READER = 7_654_321_098
GROUP = -1_002_345_678_901
BIG = 2**53 + 1


def arrival(number: int, chat: int | None = READER, sender: int | None = READER) -> Arrival:
    return Arrival(number, f'{{"update_id": {number}}}', chat, sender)


def ids(received) -> list[int]:
    return [one.update_id for one in received]


def test_an_update_is_kept_once_whatever_its_id(store):
    assert store.inbox.receive([arrival(BIG), arrival(2)], Limits()) == {
        BIG: Admission.TAKEN,
        2: Admission.TAKEN,
    }
    assert store.inbox.receive([arrival(2), arrival(2)], Limits()) == {2: Admission.SEEN}
    assert ids(store.inbox.waiting()) == [2, BIG]
    assert store.inbox.backlog() == 2
    store.inbox.settle([], [BIG])
    assert store.inbox.receive([arrival(BIG)], Limits()) == {BIG: Admission.SEEN}
    assert ids(store.inbox.waiting(limit=5)) == [2]


def test_what_is_dealt_with_leaves_only_its_id(store, clock):
    store.inbox.receive([arrival(1)], Limits())
    assert store.inbox.last_arrival() == clock.now
    assert store.inbox.claim("a", 1)[0].said == ()
    sent = SentRecord(1, 0, "sendMessage 5", "{}")
    store.inbox.settle([sent], [])
    store.inbox.leave("a")
    assert store.inbox.claim("b", 1)[0].said == (sent,)
    store.inbox.settle([], [1])
    assert store.inbox.waiting() == []


def test_an_update_comes_with_what_was_granted_to_whoever_wrote_it(store):
    store.roles.grant(READER, Role.REVIEWER, None)
    store.roles.keep_menu(READER, "reviewer:en")
    store.inbox.receive([arrival(1), arrival(2, GROUP), arrival(3, 5, 5)], Limits())
    assert [each.standing for each in store.inbox.claim("a", 10)] == [
        Standing(Role.REVIEWER, "reviewer:en"),
        None,
        Standing(),
    ]


def test_of_a_chat_one_at_a_time_is_taken_in_order(store):
    store.inbox.receive([arrival(3), arrival(1), arrival(2)], Limits())
    store.inbox.receive([arrival(9, GROUP, READER), arrival(8, None, None)], Limits())
    assert ids(store.inbox.claim("a", 10)) == [1, 8, 9]
    assert store.inbox.claim("b", 10) == []
    store.inbox.settle([], [1])
    (two,) = store.inbox.claim("b", 10)
    assert (two.update_id, two.tries) == (2, 1)
    store.inbox.settle([], [2, 8, 9])
    assert ids(store.inbox.claim("a", 1)) == [3]
    store.inbox.settle([], [3])
    assert store.inbox.claim("a", 10) == []


def test_one_that_comes_late_waits_for_a_later_one_that_is_taken(store):
    store.inbox.receive([arrival(5)], Limits())
    assert ids(store.inbox.claim("a", 10)) == [5]
    store.inbox.receive([arrival(4)], Limits())
    assert store.inbox.claim("b", 10) == []
    store.inbox.settle([], [5])
    assert ids(store.inbox.claim("b", 10)) == [4]


def test_what_a_dead_worker_had_taken_is_taken_again(store):
    store.inbox.receive([arrival(1)], Limits())
    store.inbox.claim("dead", 1)
    assert store.inbox.beat("dead") == {"dead": 1}
    assert store.inbox.beat("alive") == {"dead": 1, "alive": 1}
    assert store.inbox.beat("alive") == {"dead": 1, "alive": 2}
    assert store.dead_letters.bury([Fallen("dead")]).freed == 1
    (again,) = store.inbox.claim("alive", 1)
    assert again.tries == 2
    assert store.inbox.beat("alive") == {"alive": 3}


def test_workers_at_once_never_take_the_same_nor_two_of_a_chat(address):
    first = Store(address)
    first.inbox.receive([arrival(n, n % 20, n % 20) for n in range(1, 401)], Limits())
    workers = [Store(address) for _ in range(3)]
    start = Barrier(3)
    done: list[int] = []

    def work(number: int) -> None:
        start.wait()
        while first.inbox.backlog():
            taken = workers[number].inbox.claim(str(number), 7)
            done.extend(ids(taken))
            workers[number].inbox.settle([], ids(taken))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    assert sorted(done) == list(range(1, 401))
    for chat in range(20):
        mine = [number for number in done if number % 20 == chat]
        assert mine == sorted(mine)
    for store in (first, *workers):
        store.close()


def test_a_flood_is_warned_once_a_minute_and_the_rest_is_shed(store, clock):
    limits = Limits(sender=Allowance(3, 1), chat=Allowance(100, 1))
    judged = store.inbox.receive([arrival(n) for n in range(1, 7)], limits)
    assert list(judged.values()) == [Admission.TAKEN] * 3 + [Admission.FLOOD] + [Admission.SHED] * 2
    assert [one.verdict for one in store.inbox.waiting()] == [Admission.TAKEN] * 3 + [
        Admission.FLOOD
    ]
    assert store.inbox.receive([arrival(10, 5, 5)], limits) == {10: Admission.TAKEN}
    clock.pass_by(seconds=2)
    judged = store.inbox.receive([arrival(n) for n in range(11, 14)], limits)
    assert list(judged.values()) == [Admission.TAKEN] * 2 + [Admission.SHED]
    clock.pass_by(seconds=60)
    judged = store.inbox.receive([arrival(n) for n in range(21, 25)], limits)
    assert list(judged.values()) == [Admission.TAKEN] * 3 + [Admission.FLOOD]


def test_a_group_has_an_allowance_of_its_own(store):
    limits = Limits(sender=Allowance(100, 1), chat=Allowance(2, 1))
    many = [arrival(n, GROUP, n) for n in range(1, 4)]
    assert list(store.inbox.receive(many, limits).values())[-1] is Admission.FLOOD
    channel = [arrival(n, GROUP - 1, None) for n in range(5, 8)]
    assert set(store.inbox.receive(channel, limits).values()) == {Admission.TAKEN}


def test_without_a_limit_everything_is_taken(store):
    limits = Limits(sender=Allowance(1, 0), chat=Allowance(1, 0))
    judged = store.inbox.receive([arrival(n) for n in range(1, 50)], limits)
    assert set(judged.values()) == {Admission.TAKEN}


def test_beyond_the_ceiling_each_chat_is_told_once_and_then_shed(store):
    limits = Limits(waiting=3)
    judged = store.inbox.receive([arrival(n, n, n) for n in range(1, 6)], limits)
    assert list(judged.values()) == [Admission.TAKEN] * 3 + [Admission.BUSY] * 2
    assert store.inbox.receive([arrival(7, 5, 5)], limits) == {7: Admission.SHED}
    assert store.inbox.backlog() == 5


def test_after_a_clock_is_put_back_a_flood_is_still_told_of(store, clock):
    limits = Limits(sender=Allowance(1, 0.001))
    store.inbox.receive([arrival(1)], limits)
    assert store.inbox.receive([arrival(2)], limits) == {2: Admission.FLOOD}
    clock.pass_by(days=-2)
    assert store.inbox.receive([arrival(3)], limits) == {3: Admission.FLOOD}


def test_a_clock_put_back_takes_nothing_away(store, clock):
    limits = Limits(sender=Allowance(5, 1))
    store.inbox.receive([arrival(1)], limits)
    clock.pass_by(days=-2)
    judged = store.inbox.receive([arrival(n) for n in range(2, 6)], limits)
    assert set(judged.values()) == {Admission.TAKEN}


@pytest.mark.parametrize("amounts", [[2, 3], [5]])
def test_a_budget_is_shared_and_goes_into_debt(store, clock, amounts):
    allowance = Allowance(burst=4, per_second=2)
    waits = [store.allowances.spend("sending", amount, allowance) for amount in amounts]
    assert waits[-1] == pytest.approx(0.5)
    clock.pass_by(seconds=10)
    assert store.allowances.spend("sending", 4, allowance) == 0


def test_what_is_put_off_waits_with_its_chat_and_can_be_given_up(store, clock):
    store.inbox.receive(
        [Arrival(1, "{}", 5, 5), Arrival(2, "{}", 5, 5), Arrival(3, "{}", 6, 6)], Limits()
    )
    (first, other) = store.inbox.claim("a", 9)
    assert (first.update_id, other.update_id) == (1, 3)
    store.inbox.put_off(
        first, timedelta(seconds=400), said=[SentRecord(1, 0, "sendMessage 5", "{}")]
    )
    assert store.inbox.claim("b", 9) == []
    clock.pass_by(seconds=400)
    (again,) = store.inbox.claim("b", 9)
    assert (again.update_id, again.tries, again.refusals, len(again.said)) == (1, 1, 1, 1)
    store.inbox.put_off(again, timedelta(), verdict=Admission.LATE)
    (late,) = store.inbox.claim("b", 9)
    assert (late.verdict, late.said) == (Admission.LATE, ())
    assert store.inbox.give_up(5, clock.now + timedelta(seconds=1)) == 1
    store.inbox.settle([], [1])
    assert [one.update_id for one in store.inbox.waiting()] == [3]
