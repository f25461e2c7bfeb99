"""Three workers on PostgreSQL under load: edits, the leader killed, PostgreSQL restarted, the network cut.

    python -m tests.bench.disturbing [--statements 10000] [--semantic off] [--away 30]

Every question must be answered, and none twice beyond the window that `bot/delivery.py` tells of.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import httpx

from knowledge.storage import Store
from tests.bench.crashing import QUESTIONS, SECRET, Asker, Tally, count, settle
from tests.bench.throughput import OPERATOR, bot, fill, free_port
from tests.e2e.client import reader, wait_for
from tests.e2e.loopback import Loopback
from tests.e2e.process import BotProcess
from tests.postgres import Cluster, cluster

PAUSE = 0.3
"""Seconds between two questions of a reader, on the average."""

READERS = 10

FOLLOWER = """
import sys, threading, time
from contextlib import closing
from bot.app import desk_of
from bot.settings import Settings
from knowledge.storage import Store
address, semantic = sys.argv[1:]
settings = Settings(_env_file=None, semantic=semantic)
with desk_of(settings, address) as desk, closing(Store(address)) as store:
    for _ in store.feed.revisions_to_come(threading.Event()):
        desk.refresh()
        at = time.monotonic()
        print(desk.status()["indexed_revision"], at, flush=True)
"""
"""What follows changes as a worker does, and says when it has them."""


def answered_at_once(driver: Loopback) -> list[str]:
    """The questions that have one message as their answer, so that answers can be counted."""
    probe, single = reader(driver, "Probe"), []
    for question in QUESTIONS:
        sent = probe.say(question)
        probe.answer_to(sent)
        probe.settle(1.0)
        if len(probe.replies(sent.id)) == 1:
            single.append(question)
    return single


@contextmanager
def asked(driver: Loopback, name: str) -> Iterator[None]:
    """Let readers ask while inside; then every answer is counted and a line printed."""
    ended, questions = threading.Event(), answered_at_once(driver)
    askers = [
        Asker(reader(driver, f"{name} {number}"), questions=questions) for number in range(READERS)
    ]
    threads = [threading.Thread(target=one.run, args=(ended, PAUSE)) for one in askers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    tally = Tally(questions=sum(len(one.asked) for one in askers))
    settle(askers, driver)
    count(askers, tally)
    print(
        f"    {tally.questions} questions, {tally.answers} answers: {tally.unanswered} unanswered, "
        f"{tally.twice} twice, {tally.out_of_order} out of order",
        flush=True,
    )


def edits(address: str, semantic: str, number: int) -> None:
    """Seconds from an edit to the indexes of three other processes; prints them."""
    command = [sys.executable, "-c", FOLLOWER, address, semantic]
    others = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    times: list[float] = []
    try:
        with closing(Store(address)) as store:
            first = next(iter(store.records.documents())).statement.id
            for one in others:
                _reached(one, store.revisions.newest())
            for step in range(number):
                now = store.records.complete([first])[0].statement
                said = (*now.phrasings, ("en", f"What of zebra {step}?"))
                store.changes.change(replace(now, phrasings=said), actor=OPERATOR, reason="a bench")
                began, revision = time.monotonic(), store.revisions.newest()
                times += [_reached(one, revision) - began for one in others]
                time.sleep(random.uniform(0.1, 0.4))
    finally:
        for one in others:
            one.kill()
            one.communicate()
    times.sort()
    print(
        f"edits: {number}, in the indexes of 3 processes after p50 {1000 * times[len(times) // 2]:.0f} "
        f"ms, p95 {1000 * times[int(len(times) * 0.95)]:.0f} ms, at most {1000 * times[-1]:.0f} ms",
        flush=True,
    )


def _reached(follower: "subprocess.Popen[str]", revision: int) -> float:
    """When the follower had this revision in its index, of the monotonic clock."""
    assert follower.stdout is not None
    for line in follower.stdout:
        found, at = line.split()
        if int(found) >= revision:
            return float(at)
    raise AssertionError("a follower ended")


def leaders(ports: list[int]) -> list[int]:
    """Which of the ports belong to a worker that leads."""
    leading = []
    for port in ports:
        try:
            page = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False, timeout=1).text
        except httpx.HTTPError:
            continue
        if "accordingto_leading 1.0" in page:
            leading.append(port)
    return leading


def leader_killed(running: BotProcess, ports: list[int]) -> None:
    """Kill (-9) the worker that leads, and time until another does."""
    (port,) = wait_for(lambda: leaders(ports), "a leader", 30)
    before = {pid: _listens(pid, port) for pid in running.workers()}
    pid = next(pid for pid, its in before.items() if its)
    began = time.monotonic()
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: [one for one in leaders(ports) if one != port], "another leader", 60)
    print(f"leader killed: another one leads after {time.monotonic() - began:.1f} s", flush=True)


def _listens(pid: int, port: int) -> bool:
    """Whether a process holds the socket that listens at a port."""
    inodes = {
        row.split()[9]
        for row in Path("/proc/net/tcp").read_text(encoding="utf-8").splitlines()[1:]
        if row.split()[1].endswith(f":{port:04X}") and row.split()[3] == "0A"
    }
    held = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            held.add(str(link.readlink()))
        except OSError:
            continue
    return any(f"socket:[{inode}]" in held for inode in inodes)


def disturbed(address: str, semantic: str, away: float, database: Cluster | None) -> None:
    """Disturb three workers while readers ask.

    Args:
        address: of the database.
        semantic: which search by meaning.
        away: seconds for which Telegram cannot be reached.
        database: the server, where it is ours to stop.
    """
    port, metrics = free_port(), free_port()
    settings = {
        "ACCORDINGTO_DATABASE_URL": address,
        "ACCORDINGTO_SEMANTIC": semantic,
        "ACCORDINGTO_LOG_LEVEL": "warning",
        "ACCORDINGTO_READER_BURST": "100000",
        "ACCORDINGTO_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
        "ACCORDINGTO_WEBHOOK_SECRET": SECRET,
        "ACCORDINGTO_LISTEN": f"127.0.0.1:{port}",
        "ACCORDINGTO_METRICS": f"127.0.0.1:{metrics}",
        "ACCORDINGTO_WORKERS": "3",
    }
    with bot((sys.executable, "-m", "bot", "run"), settings) as (driver, operator):
        ports = list(range(metrics, metrics + 4))
        time.sleep(5)
        with asked(driver, "Leader"):
            for _ in range(3):
                leader_killed(operator.started[0], ports)
                time.sleep(3)
        if database is not None:
            with asked(driver, "Restart"):
                for _ in range(3):
                    time.sleep(2)
                    with database.stopped():
                        time.sleep(3)
                    print("PostgreSQL restarted, 3 s away", flush=True)
                time.sleep(2)
        with asked(driver, "Network"):
            time.sleep(2)
            with driver.away():
                time.sleep(away)
            print(f"Telegram could not be reached for {away:.0f} s", flush=True)
            time.sleep(2)


def main() -> None:
    """Print what became of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=10_000)
    parser.add_argument("--semantic", default="off")
    parser.add_argument("--away", type=float, default=30)
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--database", help="filled already; PostgreSQL is not restarted then")
    given = parser.parse_args()
    if given.database:
        edits(given.database, given.semantic, given.edits)
        disturbed(given.database, given.semantic, given.away, None)
        return
    with cluster() as running, running.database() as address:
        with closing(Store(address)) as store:
            fill(store, given.statements)
        edits(address, given.semantic, given.edits)
        disturbed(address, given.semantic, given.away, running)


if __name__ == "__main__":
    main()
