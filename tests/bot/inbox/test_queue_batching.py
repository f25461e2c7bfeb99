"""Small pieces of work are done in batches, each with its own outcome."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.inbox.queue import Batcher

pytestmark = pytest.mark.anyio


@pytest.fixture
def pool():
    with ThreadPoolExecutor(2) as pool:
        yield pool


async def test_what_comes_meanwhile_goes_into_the_next_batch(pool):
    batches: list[list[int]] = []
    gate = threading.Event()

    def double(items: list[int]) -> list[int]:
        batches.append(items)
        gate.wait(60)
        return [item * 2 for item in items]

    together = Batcher(double, pool)
    first = asyncio.create_task(together.do(1))
    while not batches:  # noqa: ASYNC110  # a thread does it
        await asyncio.sleep(0.01)
    rest = [asyncio.create_task(together.do(number)) for number in (2, 3, 4)]
    await asyncio.sleep(0)
    gate.set()
    assert await asyncio.gather(first, *rest) == [2, 4, 6, 8]
    assert batches == [[1], [2, 3, 4]]


async def test_a_failure_is_told_to_all_who_wait_and_the_next_batch_goes_on(pool):
    def work(items: list[int]) -> list[int]:
        if 1 in items:
            raise OSError("no")
        return items

    together = Batcher(work, pool)
    failed = await asyncio.gather(together.do(1), together.do(5), return_exceptions=True)
    assert [type(one) for one in failed] == [OSError, OSError]
    assert await together.do(2) == 2


@pytest.mark.parametrize("fails", [True, False])
async def test_one_who_waits_no_more_is_not_missed(pool, fails):
    gate = threading.Event()

    def work(items: list[int]) -> list[int]:
        gate.wait(60)
        if fails:
            raise OSError("no")
        return items

    together = Batcher(work, pool)
    gone = asyncio.create_task(together.do(1))
    await asyncio.sleep(0.05)
    gone.cancel()
    await asyncio.sleep(0)
    gate.set()
    if fails:
        with pytest.raises(OSError, match="no"):
            await together.do(2)
    else:
        assert await together.do(2) == 2
