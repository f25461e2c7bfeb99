"""What is sent is counted over all workers."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest

from bot.delivery.rate_limit import SharedLimiter
from bot.delivery.retry import RetryingLimiter
from knowledge.domain import Allowance

pytestmark = pytest.mark.anyio


class Bank:
    """Gives from one budget to everybody."""

    def __init__(self, waits: list[float]) -> None:
        self.asked: list[tuple[str, int, Allowance]] = []
        self._waits = waits

    @property
    def allowances(self) -> "Bank":
        return self

    def spend(self, key: str, amount: int, allowance: Allowance) -> float:
        self.asked.append((key, amount, allowance))
        return self._waits.pop(0)


async def call() -> dict[str, Any]:
    return {"ok": 1}


@pytest.fixture
def pool():
    with ThreadPoolExecutor(1) as pool:
        yield pool


async def test_a_share_is_taken_at_once_and_waited_for(pool):
    bank, slept = Bank([0.0, 1.5]), []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    budget = SharedLimiter(RetryingLimiter(), cast("Any", bank), 30, pool, sleep)
    await budget.initialize()
    for _ in range(4):
        assert await budget.process_request(call, (), {}, "sendMessage", {}, None) == {"ok": 1}
    assert [amount for _, amount, _ in bank.asked] == [3, 3]
    assert slept == [1.5]
    await budget.process_request(call, (), {}, "answerCallbackQuery", {}, None)
    assert len(bank.asked) == 2
    await budget.shutdown()


async def test_without_a_budget_nobody_is_asked(pool):
    bank = Bank([])
    budget = SharedLimiter(RetryingLimiter(), cast("Any", bank), 0, pool)
    await budget.process_request(call, (), {}, "sendMessage", {}, None)
    assert not bank.asked
