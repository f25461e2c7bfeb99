"""Servers, drivers and running bots for the end-to-end tests."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from bot.cli import main
from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, reader
from tests.e2e.loopback import Loopback
from tests.e2e.process import FOLDERS, ROOT, UNBUFFERED, Operator
from tests.e2e.raw import RawBot
from tests.e2e.template import Template

TOKEN = "7000000001:end-to-end_test-token-AAAAAAAAAAAAAAA"  # noqa: S105  # served on loopback only


@pytest.fixture
def server() -> Iterator[BotServer]:
    running = BotServer(TOKEN)
    yield running
    running.stop()


@pytest.fixture
def driver(server: BotServer) -> Loopback:
    return Loopback(server)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Whatever bot is not measured is forked from one process; gives a home where a bot has run.

    There a store is filled, its index made and all imports tried, once for all workers.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    home, kept = tmp_path_factory.mktemp("template"), shared / "lived-in"
    folders = {name: str(home / name.lower()) for name in FOLDERS}
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **UNBUFFERED, **folders}
    with (shared / "lived-in.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            shutil.copytree(kept, home, dirs_exist_ok=True)
        made = Template(home, environment)
        if not kept.exists():
            shutil.copytree(home, kept)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Operator, "template", made)
        yield kept
    made.close()


@pytest.fixture
def operator(driver: Loopback, template: Path, tmp_path: Path) -> Iterator[Operator]:
    """Runs bots on a server of their own, in a home of their own; none is started yet."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
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
