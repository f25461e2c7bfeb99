"""The real bot, through everything that curators do with it."""

from collections.abc import Callable

import pytest

from tests.e2e.process import Operator
from tests.e2e.scenarios import CURATED, curating

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

MEASURED = (curating.the_whole_way, curating.rows_are_tried_before_they_are_imported)
"""Those that go where the handlers' own tests do not."""


@pytest.mark.parametrize("scenario", CURATED, ids=lambda scenario: scenario.__name__)
def test_curators_at_work(operator: Operator, scenario: Callable[[Operator], None]):
    operator.measured = scenario in MEASURED
    scenario(operator)
    assert operator.driver.mistakes() == []
