"""Stores on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.domain import Actor
from knowledge.storage import Store
from tests.clock import Clock
from tests.knowledge.tables import with_tables
from tests.postgres import Cluster, NoServer, cluster


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def curator() -> Actor:
    return Actor(4_294_967_296_001, "Olena")


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    try:
        with cluster() as running:
            yield running
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def template(server: Cluster) -> Iterator[str]:
    """A PostgreSQL database with the tables, to be copied."""
    with server.database() as address:
        made = Store(address)
        made.upgrade()
        made.close()
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    running: Cluster = request.getfixturevalue("server")
    with running.database() as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with tables and nothing in them."""
    if request.param == "sqlite":
        yield with_tables(tmp_path / "store.db")
        return
    running: Cluster = request.getfixturevalue("server")
    copied: str = request.getfixturevalue("template")
    with running.database(copied) as address:
        yield address


@pytest.fixture
def store(address: str, clock: Clock) -> Iterator[Store]:
    opened = Store(address, clock=clock)
    yield opened
    opened.close()
