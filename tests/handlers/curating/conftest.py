"""A bot with an owner, over a store of its own."""

import pytest

from bot.settings import Settings
from handlers.context import App
from tests.handlers.telegram import Reader, Telegram

OWNER, CURATOR, FORMER, STRANGER = 1, 2, 3, 666


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(_env_file=None, semantic="off", curators=frozenset({OWNER}))


@pytest.fixture
def carol(application: App, telegram: Telegram) -> Reader:
    return Reader(application, telegram, id=OWNER)
