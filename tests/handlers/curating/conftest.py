"""A bot with an owner, over a store of its own."""

from itertools import count

import pytest

from bot.settings import Settings
from handlers.context import App
from tests.handlers.telegram import Reader, Telegram

_UPDATES = count(1_000_000, 1_000)
OWNER, CURATOR, FORMER, STRANGER = 1, 2, 3, 666


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(_env_file=None, semantic="off", curators=frozenset({OWNER}))


@pytest.fixture
def carol(application: App, telegram: Telegram) -> Reader:
    # The store outlives a test, and an update that it knows changes nothing a second time.
    return Reader(application, telegram, id=OWNER, _updates=next(_UPDATES))
