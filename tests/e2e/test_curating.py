"""The real bot, through everything that curators do with it."""

from collections.abc import Callable

import pytest

from tests.e2e.process import Operator
from tests.e2e.scenarios import CURATED

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@pytest.mark.parametrize("scenario", CURATED, ids=lambda scenario: scenario.__name__)
def test_curators_at_work(operator: Operator, scenario: Callable[[Operator], None]):
    operator.measured = True
    scenario(operator)
    assert operator.driver.mistakes() == []
