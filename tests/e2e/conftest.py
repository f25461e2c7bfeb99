"""Servers, drivers and running bots for the end-to-end tests."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from bot.cli import main
from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, reader
from tests.e2e.loopback import Loopback
from tests.e2e.process import FOLDERS, ROOT, Operator
from tests.e2e.raw import RawBot

TOKEN = "7000000001:end-to-end_test-token-AAAAAAAAAAAAAAA"  # noqa: S105  # served on loopback only

TRIED = """
from bot.imports import import_everything
from bot.settings import cache_folder
import_everything("use", postgres=True, folder=cache_folder())
"""
"""What a first start does: it tries all that it may import later."""


@pytest.fixture
def server() -> Iterator[BotServer]:
    running = BotServer(TOKEN)
    yield running
    running.stop()


@pytest.fixture
def driver(server: BotServer) -> Loopback:
    return Loopback(server)


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home where the bot has run before: its store filled, its index made, all imports tried, once a session."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    home = shared / "lived-in"
    with (shared / "lived-in.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            making = shared / "lived-in.partial"
            folders = {name: str(making / name.lower()) for name in FOLDERS}
            for what in (["-m", "bot", "ask", "How many drones were shot down?"], ["-c", TRIED]):
                subprocess.run(
                    [sys.executable, *what],
                    cwd=shared,
                    env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **folders},
                    check=True,
                    capture_output=True,
                    timeout=100,
                )
            making.rename(home)
    return home


@pytest.fixture
def operator(driver: Loopback, lived_in: Path, tmp_path: Path) -> Iterator[Operator]:
    """Runs bots on a server of their own, in a home of their own; none is started yet."""
    shutil.copytree(lived_in, tmp_path, dirs_exist_ok=True)
    somebody = Operator(driver, tmp_path)
    yield somebody
    somebody.close()


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """A command as the operator gives it, in this process: its exit code and what it says.

    A process of its own would take two seconds to import what stands here already.
    """
    monkeypatch.chdir(operator.home)

    def given(*arguments: str) -> tuple[int, str, str]:
        with monkeypatch.context() as now:
            for name in os.environ:
                if name.startswith("ACCORDINGTO_"):
                    now.delenv(name)
            for name, value in operator.environment().items():
                if name.startswith(("ACCORDINGTO_", *FOLDERS)):
                    now.setenv(name, value)
            try:
                main(arguments)
                code = 0
            except SystemExit as ended:
                code = int(str(ended.code or 0))
        said = capsys.readouterr()
        return code, said.out, said.err

    return given


@pytest.fixture(scope="session")
def shared_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
    """The server of one bot that polls during the whole session, begun in an empty home."""
    running = BotServer(TOKEN)
    driver = Loopback(running)
    somebody = Operator(driver, tmp_path_factory.mktemp("shared-bot"), measured=True)
    somebody.start().wait_until_polling()
    yield driver
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
