"""A role that is taken away is gone in every process within a second; one that is given is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.revoking import TRIED, run
from tests.postgres import NoServer, cluster

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("template"), pytest.mark.timeout(240)]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Of a new database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.sqlite3'}"
        return
    try:
        with cluster() as running, running.database() as made:
            yield made
    except NoServer as reason:
        pytest.skip(str(reason))


def test_two_workers_agree_on_who_is_a_curator_within_a_second(address: str):
    counted = run(address, 2)
    assert counted.revoked == 0
    assert counted.granted == TRIED
    assert counted.owner
    assert counted.mistakes == ()
