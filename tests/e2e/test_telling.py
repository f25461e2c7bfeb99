"""Groups that follow are told, though the bot is killed meanwhile."""

from pathlib import Path

import pytest

from tests.bench.telling import run

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("template")]


@pytest.mark.timeout(300)
def test_every_group_that_follows_is_told_over_a_kill(tmp_path: Path):
    told = run(12, 2, tmp_path)
    assert told.groups == 10
    assert told.twice <= 1  # the one that was being sent when the bot was killed
    assert told.mistakes == []
