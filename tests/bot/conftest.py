"""A desk on the shipped store, a place in the network that nobody uses, logging put back as it was."""

import logging
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot import observability
from bot.app import OPERATOR, desk_of, store_of
from bot.settings import Settings
from knowledge.desk import Desk
from knowledge.interchange import shipped
from knowledge.storage import Store


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a database that holds the shipped store."""
    url = f"sqlite:///{tmp_path_factory.mktemp('bot')}/store.sqlite3"
    with store_of(Settings(_env_file=None), url) as store:
        store.bulk.load(shipped(), OPERATOR, "for the tests")
    return url


@pytest.fixture(scope="session")
def desk(filled: str) -> Iterator[Desk]:
    with desk_of(Settings(_env_file=None, semantic="off"), filled) as desk:
        yield desk


@pytest.fixture
def store(filled: str) -> Iterator[Store]:
    """The database that the desk stands on, opened once more."""
    with closing(Store(filled)) as store:
        yield store


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """What a test sets of logging is put back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in observability.QUIET}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
