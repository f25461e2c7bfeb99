"""Workers are started, watched, started again and stopped together."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.workers import REFUSED, SUPERVISOR, stop_with_supervisor, supervise

STAYS = """#!/bin/sh
trap 'exit 0' TERM
echo "$$ $ACCORDINGTO_WORKERS $ACCORDINGTO_SUPERVISOR $*" >> '{log}'
while :; do sleep 0.02; done
"""
REFUSES = """#!/bin/sh
echo "$$ $ACCORDINGTO_WORKERS $ACCORDINGTO_SUPERVISOR $*" >> '{log}'
exit 1
"""


@dataclass
class Programs:
    """A program in place of the bot, which writes down how it was started."""

    folder: Path
    patch: pytest.MonkeyPatch

    def become(self, script: str) -> None:
        program = self.folder / "program"
        program.write_text(script.format(log=self.folder / "log"))
        program.chmod(0o755)
        self.patch.setattr("bot.workers.sys", SimpleNamespace(executable=str(program)))

    def started(self) -> list[list[str]]:
        """Process id, number of workers, supervisor and arguments of each that was started."""
        log = self.folder / "log"
        return [line.split(" ", 3) for line in log.read_text().splitlines()] if log.exists() else []

    def wait_for(self, number: int) -> None:
        deadline = time.monotonic() + 60
        while len(self.started()) < number:
            assert time.monotonic() < deadline, self.started()
            time.sleep(0.02)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Programs]:
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    yield Programs(tmp_path, monkeypatch)
    for one, handler in before.items():
        signal.signal(one, handler)


@contextmanager
def meanwhile(programs: Programs, number: int, also: int | None = None) -> Iterator[None]:
    """Ends this process once so many workers were started; with `also`, kills the first before."""

    def act() -> None:
        programs.wait_for(number)
        if also is not None:
            os.kill(int(programs.started()[0][0]), signal.SIGKILL)
            programs.wait_for(also)
        os.kill(os.getpid(), signal.SIGTERM)

    acting = threading.Thread(target=act)
    acting.start()
    yield
    acting.join(60)


def test_all_are_started_alike_and_stopped_together(programs: Programs):
    programs.become(STAYS)
    with meanwhile(programs, 3):
        assert supervise(3, "postgresql://db/facts") == 0
    told = programs.started()
    assert len(told) == 3
    wanted = "-m bot run --database postgresql://db/facts"
    assert {tuple(rest) for _, *rest in told} == {("1", str(os.getpid()), wanted)}


def test_one_that_is_killed_is_started_again_and_the_others_stay(programs: Programs, caplog):
    programs.become(STAYS)
    with meanwhile(programs, 2, also=3):
        assert supervise(2, None) == 0
    told = programs.started()
    assert len({process for process, *_ in told}) == 3
    assert told[0][3] == "-m bot run"
    assert "a worker ended (-9) and is started again" in caplog.text


def test_where_all_refuse_at_once_so_does_the_whole(programs: Programs):
    programs.become(REFUSES)
    assert supervise(2, None) == REFUSED
    assert len(programs.started()) >= 2


@pytest.mark.anyio
async def test_a_worker_stops_when_its_supervisor_is_gone(monkeypatch):
    monkeypatch.setenv(SUPERVISOR, str(os.getpid()))  # a process that is not our parent
    stop = asyncio.Event()
    await stop_with_supervisor(stop)
    assert stop.is_set()


@pytest.mark.anyio
async def test_a_worker_goes_on_under_its_supervisor_and_without_one(monkeypatch):
    stop = asyncio.Event()
    monkeypatch.setenv(SUPERVISOR, str(os.getppid()))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(stop_with_supervisor(stop), 0.2)
    monkeypatch.delenv(SUPERVISOR)
    await stop_with_supervisor(stop)
    assert not stop.is_set()
