"""Workers are started, started again when they end, and stopped together."""

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import workers
from bot.workers import REFUSED, SUPERVISOR, stop_with_supervisor, supervise


@pytest.fixture
def program(tmp_path: Path, monkeypatch) -> Iterator[Path]:
    """What runs instead of a worker: it notes that it was started, then does what it is told."""
    starts = tmp_path / "starts"
    script = tmp_path / "python"
    script.write_text(f"#!/bin/sh\necho $$ >> {starts}\n. {tmp_path / 'then'}\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    monkeypatch.setattr(workers, "LOOKED_AFTER", 0.02)
    kept = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    yield tmp_path
    for one, handler in kept.items():
        signal.signal(one, handler)


def started(program: Path) -> list[int]:
    file = program / "starts"
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def after(condition, act) -> None:
    def wait() -> None:
        deadline = time.monotonic() + 20
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.02)
        act()

    threading.Thread(target=wait, daemon=True).start()


def stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_they_are_stopped_together(program):
    (program / "then").write_text("exec sleep 30")
    after(lambda: len(started(program)) == 3, stop)
    assert supervise(3, "sqlite:///some.db") == signal.SIGTERM


def test_one_that_was_killed_is_started_again(program, caplog):
    (program / "then").write_text("exec sleep 30")
    after(lambda: len(started(program)) == 2, lambda: os.kill(started(program)[0], signal.SIGKILL))
    after(lambda: len(started(program)) == 3, stop)
    supervise(2, None)
    assert "a worker ended (-9) and is started again" in caplog.text


def test_where_none_can_run_the_whole_ends(program):
    (program / "then").write_text("exit 1")
    assert supervise(2, None) == REFUSED


@pytest.mark.anyio
async def test_a_worker_ends_with_its_supervisor(monkeypatch):
    stop = asyncio.Event()
    monkeypatch.setenv(SUPERVISOR, "1")
    await stop_with_supervisor(stop)
    assert stop.is_set() == (os.getppid() != 1)


@pytest.mark.anyio
async def test_a_process_without_supervisor_goes_on(monkeypatch):
    stop = asyncio.Event()
    monkeypatch.delenv(SUPERVISOR, raising=False)
    await stop_with_supervisor(stop)
    assert not stop.is_set()
