"""A bot with an owner, over a store of its own."""

from collections.abc import Iterator
from itertools import count

import pytest

from bot.settings import Settings
from handlers.context import App
from knowledge.desk import Desk
from tests.handlers.desks import desk_in
from tests.handlers.telegram import Reader, Telegram

_UPDATES = count(1_000_000, 1_000)
OWNER, CURATOR, FORMER, STRANGER = 1, 2, 3, 666


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(_env_file=None, semantic="off", curators=frozenset({OWNER}))


@pytest.fixture(scope="session")
def desk(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    # What a curator changes must not show in the tests of readers.
    with desk_in(tmp_path_factory.mktemp("curating"), settings) as desk:
        yield desk


@pytest.fixture
def carol(application: App, telegram: Telegram) -> Reader:
    # The store outlives a test, and an update that it knows changes nothing a second time.
    return Reader(application, telegram, id=OWNER, updates=next(_UPDATES))
