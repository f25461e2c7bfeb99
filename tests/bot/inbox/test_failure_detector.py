"""The dead are buried, whatever the clocks say, and the living never."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from bot.inbox import failure_detector
from bot.inbox.failure_detector import SILENT, FailureDetector, Identity, new_worker_id
from knowledge.domain import Arrival, Fallen, Limits, StoreProblem

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
    monkeypatch.setattr(failure_detector, "Path", lambda _path: Path("/not/there"))
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
    waiting(store, named(process=parent, since=failure_detector._since(parent)))
    await FailureDetector(store, new_worker_id(), pool, lambda: None).once()
    assert store.inbox.claim("me", 5) == []


async def test_a_process_of_somebody_else_counts_as_running(monkeypatch):
    def refuse(_process: int, _signal: int) -> None:
        raise PermissionError

    own = Identity.own()
    monkeypatch.setattr("bot.inbox.failure_detector.os.kill", refuse)
    assert not own.has_ended(own)


async def test_signs_go_on_when_the_database_comes_back(pool, monkeypatch, caplog):
    monkeypatch.setattr(failure_detector, "EVERY", 0.01)
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
