"""Work done in batches: what comes while one batch is being done goes into the next."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Generic, TypeVar

Item = TypeVar("Item")
Out = TypeVar("Out")

MOST = 500
"""Items of one batch, at most."""


class Batcher(Generic[Item, Out]):
    """Turns many small pieces of work into few transactions.

    Args:
        work: does a batch, in a thread; gives an outcome for each item, in their order.
        pool: of the threads.
    """

    def __init__(self, work: Callable[[list[Item]], Sequence[Out]], pool: Executor) -> None:
        self._work = work
        self._pool = pool
        self._items: list[tuple[Item, asyncio.Future[Out]]] = []
        self._task: asyncio.Task[None] | None = None

    async def do(self, item: Item) -> Out:
        """Have one item done with the next batch; raises what the batch raised."""
        future: asyncio.Future[Out] = asyncio.get_running_loop().create_future()
        self._items.append((item, future))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await future

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._items:
                batch, self._items = self._items[:MOST], self._items[MOST:]
                try:
                    done = await loop.run_in_executor(
                        self._pool, self._work, [item for item, _ in batch]
                    )
                except Exception as error:  # noqa: BLE001  # whoever waits is told, whatever it is
                    for _, future in batch:
                        if not future.done():
                            future.set_exception(error)
                else:
                    for (_, future), one in zip(batch, done, strict=True):
                        if not future.done():
                            future.set_result(one)
        finally:
            self._task = None
