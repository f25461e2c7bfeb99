"""Servers, drivers and running bots for the end-to-end tests."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, reader
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator
from tests.e2e.raw import RawBot

TOKEN = "7000000001:end-to-end_test-token-AAAAAAAAAAAAAAA"  # noqa: S105  # served on loopback only


@pytest.fixture
def server() -> Iterator[BotServer]:
    running = BotServer(TOKEN)
    yield running
    running.stop()


@pytest.fixture
def driver(server: BotServer) -> Loopback:
    return Loopback(server)


@pytest.fixture
def operator(driver: Loopback, tmp_path: Path) -> Iterator[Operator]:
    """Runs bots on a server of their own; none is started yet."""
    somebody = Operator(driver, tmp_path)
    yield somebody
    somebody.close()


@pytest.fixture(scope="session")
def shared_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
    """The server of one bot that polls during the whole session: starting one takes seconds."""
    running = BotServer(TOKEN)
    somebody = Operator(Loopback(running), tmp_path_factory.mktemp("shared-bot"))
    somebody.start().wait_until_polling()
    yield Loopback(running)
    somebody.close()
    running.stop()


@pytest.fixture
def call(server: BotServer) -> Iterator[RawBot]:
    with httpx.Client(base_url=server.base_url + server.token, trust_env=False) as http:
        yield RawBot(http)


@pytest.fixture
def alice(driver: Loopback) -> Conversation:
    """Somebody who has started the bot."""
    alice = reader(driver)
    alice.say("/start")
    return alice
