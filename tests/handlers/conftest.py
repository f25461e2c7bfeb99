"""The bot's whole path from an update to Telegram HTML, with Telegram in memory."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.app import telegram_application
from bot.settings import Settings
from handlers.context import App
from knowledge.desk import Desk
from tests.handlers.desks import desk_in
from tests.handlers.telegram import Reader, Telegram


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(_env_file=None, semantic="off")


@pytest.fixture(scope="session")
def desk(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_in(tmp_path_factory.mktemp("handlers"), settings) as desk:
        yield desk


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def application(settings: Settings, desk: Desk, telegram: Telegram) -> AsyncIterator[App]:
    application = telegram_application(settings, "123456:ABC", desk, request=telegram)
    async with application:
        telegram.calls.clear()
        yield application


@pytest.fixture
def alice(application: App, telegram: Telegram) -> Reader:
    return Reader(application, telegram)
