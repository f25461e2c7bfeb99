"""A worker looks after its database, and ends where that has become another one."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.health import Health
from knowledge.domain import SchemaProblem, StoreLost, StoreProblem

pytestmark = pytest.mark.anyio


class Store:
    """A store that is as it is told to be."""

    problem: StoreProblem | None = None

    def refuse_another(self) -> None:
        if self.problem is not None:
            raise self.problem


@pytest.mark.parametrize(
    ("problem", "up", "ended"),
    [
        (None, True, "no"),
        (StoreProblem("away"), False, "no"),
        (StoreLost("gone"), False, "no"),
        (StoreLost("another", replaced=True), False, None),
        (SchemaProblem("newer"), False, "newer"),
    ],
)
async def test_what_it_does_about_each(problem, up, ended, caplog):
    told: list[bool] = []
    ends: list[Any] = []
    store: Any = Store()
    store.problem = problem
    with ThreadPoolExecutor(1) as pool:
        health = Health(store, pool, told.append, ends.append)
        for _ in range(2):
            assert await health.once() == (ended != "no")
        if ended != "no":
            await health.run()
    assert set(told) == {up}
    assert [str(one) for one in ends] == ([] if ended == "no" else [str(ended)] * 3)
    assert caplog.text.count("gone") == (1 if "gone" in str(problem) else 0)
