"""Workers are started, started again when they end, and stopped together."""

import asyncio
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import supervisor
from bot.supervisor import (
    REFUSED,
    SUPERVISOR,
    notify,
    stop_with_supervisor,
    supervise,
    watched_every,
)

PYTHON = sys.executable


@pytest.fixture
def program(tmp_path: Path, monkeypatch) -> Iterator[Path]:
    """What runs instead of a worker: it notes that it was started, then does what it is told."""
    starts = tmp_path / "starts"
    script = tmp_path / "python"
    script.write_text(f"#!/bin/sh\necho $$ >> {starts}\n. {tmp_path / 'then'}\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    monkeypatch.setattr(supervisor, "LOOKED_AFTER", 0.02)
    kept = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    yield tmp_path
    for one, handler in kept.items():
        signal.signal(one, handler)


def started(program: Path) -> list[int]:
    file = program / "starts"
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def behave(program: Path, end: str, *, beats: int) -> None:
    """Let a worker beat, begin an update, and come to such an end."""
    inner = program / "inner.py"
    inner.write_text(f"""
import asyncio, contextlib, os, signal, sys, time
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from bot.heartbeat import Heartbeat, WorkerState
def ready():
    Path({str(program / "ready")!r}).touch()
heartbeat = Heartbeat.given()
heartbeat.name = "worker one"
with open({str(program / "fallen")!r}, "a") as file:
    print(os.environ["ACCORDINGTO_FALLEN"], file=file)
Path({str(program / "environment")!r}).write_text(str(sorted(os.environ)))
heartbeat.begin(6); heartbeat.begin(7); heartbeat.end(6)
if {beats}:
    heartbeat.beat_once(WorkerState.READY)
    time.sleep(0.3)
{end}
""")
    (program / "then").write_text(f"exec {PYTHON} {inner}")


def told(program: Path) -> list[Any]:
    """What each worker was told of those before it."""
    file = program / "fallen"
    lines = file.read_text().splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]


def after(condition, act) -> None:
    def wait() -> None:
        deadline = time.monotonic() + 60
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.02)
        act()

    threading.Thread(target=wait, daemon=True).start()


def stop() -> None:
    if signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:  # or it would end these tests
        os.kill(os.getpid(), signal.SIGTERM)


def test_they_are_stopped_together(program):
    (program / "then").write_text("exec sleep 30")
    after(lambda: len(started(program)) == 3, stop)
    assert supervise(3, "sqlite:///some.db") == 0, "what was only starting ends as it is told"


def test_one_that_was_killed_is_started_again(program, caplog):
    (program / "then").write_text("exec sleep 30")
    after(lambda: len(started(program)) == 2, lambda: os.kill(started(program)[0], signal.SIGKILL))
    after(lambda: len(started(program)) == 3, stop)
    supervise(2, None)
    assert "a worker ended (-9) and is started again" in caplog.text


def test_where_none_can_run_the_whole_ends(program):
    (program / "then").write_text("exit 1")
    assert supervise(2, None) == REFUSED


def test_one_that_refuses_after_it_ran_is_not_started_again(program, caplog):
    """As when the schema has become newer: each would end so again."""
    behave(program, "heartbeat.refused(); sys.exit(1)", beats=3)
    assert supervise(2, None, force=True) == REFUSED
    assert len(started(program)) == 2
    assert "is not started again" in caplog.text


def test_one_that_fails_after_it_ran_is_started_again(program):
    behave(program, "sys.exit(1)", beats=3)
    after(lambda: len(started(program)) == 2, stop)
    supervise(1, None)
    assert len(started(program)) == 2


def test_one_that_hangs_is_killed_and_replaced(program, monkeypatch, caplog):
    monkeypatch.setattr(supervisor, "HUNG", 0.5)
    behave(program, "time.sleep(30)", beats=3)
    after(lambda: len(told(program)) == 2, stop)
    supervise(1, None)
    assert "hangs: no heartbeat" in caplog.text
    name, begun, by_itself = told(program)[1][0]
    assert (name, begun, by_itself) == ("worker one", [7], True)


def test_one_that_was_stopped_is_replaced_and_nothing_is_blamed_for_it(program, monkeypatch):
    monkeypatch.setattr(supervisor, "HUNG", 0.5)
    behave(program, "os.kill(os.getpid(), signal.SIGSTOP)", beats=3)
    after(lambda: len(told(program)) == 2, stop)
    supervise(1, None)
    assert told(program)[1][0][2] is False


@pytest.mark.parametrize(
    ("end", "by_itself"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", False),
        ("os.kill(os.getpid(), signal.SIGTERM)", False),
        ("os.kill(os.getpid(), signal.SIGSEGV)", True),
        ("os.abort()", True),
        ("os._exit(3)", True),
        ("os._exit(0)", False),
    ],
)
def test_what_had_begun_is_handed_on_with_how_it_ended(program, end, by_itself):
    behave(program, end, beats=3)
    after(lambda: len(told(program)) == 2, stop)
    supervise(1, None)
    fallen = told(program)[1]
    assert fallen == [["worker one", [7], by_itself]]


def test_memory_that_ran_out_is_no_kill_from_outside(program, monkeypatch):
    counts = iter(range(100))
    monkeypatch.setattr(supervisor, "ran_out_of_memory", lambda: f"oom_kill {next(counts)}")
    behave(program, "os.kill(os.getpid(), signal.SIGKILL)", beats=3)
    after(lambda: len(told(program)) == 2, stop)
    supervise(1, None)
    assert told(program)[1][0][2] is True


def test_one_that_does_not_stop_is_killed(program, monkeypatch, caplog):
    monkeypatch.setattr(supervisor, "LONGEST_STOP", 0.3)
    behave(
        program, "signal.signal(signal.SIGTERM, signal.SIG_IGN); ready(); time.sleep(30)", beats=0
    )
    after((program / "ready").exists, stop)
    assert supervise(1, None) == signal.SIGKILL
    assert "does not stop and is killed" in caplog.text


def test_our_own_sleep_is_not_taken_for_that_of_the_workers(program, monkeypatch, caplog):
    monkeypatch.setattr(supervisor, "HUNG", 0.5)
    monkeypatch.setattr(supervisor, "ASLEEP", -1.0)
    behave(program, "time.sleep(30)", beats=1)
    begun = time.monotonic()
    after(lambda: time.monotonic() - begun > 1.5, stop)
    supervise(1, None)
    assert len(started(program)) == 1
    assert "hangs" not in caplog.text


def test_where_a_worker_cannot_be_started_it_is_tried_again(program, monkeypatch, caplog):
    monkeypatch.setattr(sys, "executable", str(program / "not there"))
    after(lambda: "cannot be started" in caplog.text, stop)
    assert supervise(1, None) == 0


def test_the_service_manager_hears_that_we_are_ready_and_alive(program, monkeypatch):
    monkeypatch.setenv("WATCHDOG_USEC", "300000")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(program / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(program / "notify"))
        told: list[str] = []

        def listen() -> None:
            while not told or told[-1] != "STOPPING=1":
                told.append(manager.recv(4096).decode())

        listening = threading.Thread(target=listen, daemon=True)
        listening.start()
        behave(program, "time.sleep(30)", beats=1)
        after(lambda: sum("WATCHDOG=1" in one for one in told) > 4 and "READY=1" in str(told), stop)
        supervise(1, None)
        listening.join(60)
    assert told[0].startswith("STATUS=0 of 1")
    assert sum("READY=1" in one for one in told) == 1
    assert sum("WATCHDOG=1" in one for one in told) >= 5
    assert told[-1] == "STOPPING=1"
    assert "NOTIFY_SOCKET" not in (program / "environment").read_text()


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


@pytest.mark.parametrize("abstract", [False, True])
def test_the_service_manager_is_told(tmp_path, monkeypatch, abstract):
    name = f"@{tmp_path}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(name.replace("@", "\0"))
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        assert notify("READY=1", "STATUS=well")
        assert manager.recv(100) == b"READY=1\nSTATUS=well"


def test_where_nobody_listens_nothing_happens(tmp_path, monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    assert not notify("READY=1")


@pytest.mark.parametrize(
    ("given", "process", "seconds"),
    [
        ("30000000", "", 30.0),
        ("30000000", str(os.getpid()), 30.0),
        ("30000000", "1", None),
        ("", "", None),
        ("soon", "", None),
    ],
    ids=["any process", "this process", "another process", "nothing", "no number"],
)
def test_whether_systemd_watches_this_process(monkeypatch, given, process, seconds):
    monkeypatch.setenv("WATCHDOG_USEC", given)
    monkeypatch.setenv("WATCHDOG_PID", process)
    assert watched_every() == seconds
