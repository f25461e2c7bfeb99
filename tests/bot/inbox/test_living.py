"""The dead are buried, whatever the clocks say, and the living never."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest

from bot.inbox import living
from bot.inbox.living import SILENT, Living, new_name
from knowledge.model import Arrival, Limits, StoreProblem

pytestmark = pytest.mark.anyio


@pytest.fixture
def pool():
    with ThreadPoolExecutor(1) as pool:
        yield pool


def waiting(store, worker: str) -> None:
    store.beat(worker)
    store.receive([Arrival(1, "{}", 5, 5)], Limits())
    assert store.claim(worker, 1)


async def test_a_process_of_this_machine_that_ended_is_buried_at_once(store, pool):
    freed: list[int] = []
    mine = new_name()
    host = mine.partition("/")[0]
    waiting(store, f"{host}/999999999/dead")
    await Living(store, mine, pool, lambda: freed.append(1)).once()
    assert freed == [1]
    assert [one.update_id for one in store.claim(mine, 5)] == [1]


async def test_one_that_ended_before_its_first_sign_of_life_is_buried(store, pool):
    mine = new_name()
    store.receive([Arrival(1, "{}", 5, 5)], Limits())
    assert store.claim(f"{mine.partition('/')[0]}/999999999/dead", 1)
    await Living(store, mine, pool, lambda: None).once()
    assert store.claim(mine, 5)


async def test_a_predecessor_with_our_own_number_is_buried_too(store, pool):
    mine = new_name()
    host, process, _ = mine.split("/")
    waiting(store, f"{host}/{process}/before")
    await Living(store, mine, pool, lambda: None).once()
    assert store.claim(mine, 5)


async def test_one_elsewhere_is_buried_after_so_many_silent_beats(store, pool):
    alive = Living(store, new_name(), pool, lambda: None)
    waiting(store, "elsewhere/7/xx")
    for _ in range(SILENT):
        await alive.once()
    assert store.claim("me", 5) == []
    await alive.once()
    assert store.claim("me", 5)


async def test_one_that_gives_signs_is_left_alone(store, pool):
    alive = Living(store, new_name(), pool, lambda: None)
    waiting(store, "elsewhere/7/xx")
    for _ in range(SILENT * 2):
        store.beat("elsewhere/7/xx")
        await alive.once()
    assert store.claim("me", 5) == []


async def test_a_running_process_of_this_machine_is_left_alone(store, pool):
    mine = new_name()
    host = mine.partition("/")[0]
    waiting(store, f"{host}/{os.getppid()}/parent")
    waiting_for = Living(store, mine, pool, lambda: None)
    await waiting_for.once()
    assert store.claim(mine, 5) == []


async def test_a_process_of_somebody_else_counts_as_running(monkeypatch):
    def refuse(_process: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr("bot.inbox.living.os.kill", refuse)
    assert living._runs("1")
    assert not living._runs("no number")


async def test_signs_go_on_when_the_database_comes_back(pool, monkeypatch, caplog):
    monkeypatch.setattr(living, "EVERY", 0.01)
    beats: list[int] = []

    class Flaky:
        def beat(self, name: str) -> dict[str, int]:
            beats.append(1)
            if len(beats) == 1:
                raise StoreProblem("The database is away.")
            return {name: len(beats)}

    running = asyncio.create_task(Living(cast("Any", Flaky()), "a/1/b", pool, lambda: None).run())
    while len(beats) < 3:  # noqa: ASYNC110  # another task does it
        await asyncio.sleep(0.01)
    running.cancel()
    assert "no sign of life" in caplog.text


async def test_who_leaves_leaves_everything_to_others(store, pool):
    mine = new_name()
    waiting(store, mine)
    Living(store, mine, pool, lambda: None).leave()
    assert store.claim("next", 5)
