"""The real bot, started as an operator starts it, through everything that readers do to it."""

from collections.abc import Callable

import pytest

from tests.e2e.client import Driver
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator
from tests.e2e.scenarios import CONVERSATIONS, LIVES

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def named(scenario: Callable[..., None]) -> str:
    return scenario.__name__


@pytest.mark.parametrize("scenario", CONVERSATIONS, ids=named)
def test_a_conversation_goes_as_told_and_without_a_mistake(
    shared_bot: Loopback, scenario: Callable[[Driver], None]
):
    shared_bot.forget()
    scenario(shared_bot)
    assert shared_bot.mistakes() == []


@pytest.mark.parametrize("scenario", LIVES, ids=named)
def test_a_life_goes_as_told_and_without_a_mistake(
    operator: Operator, scenario: Callable[[Operator], None]
):
    scenario(operator)
    assert operator.driver.mistakes() == []
