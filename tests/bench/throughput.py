"""Updates a second and what they cost: a bot that only echoes, then 1, 2, 3 workers, one run.

    python -m tests.bench.throughput [--statements 100000] [--chats 200] [--each 5] [--semantic off]

On PostgreSQL (a cluster of its own, thrown away), by webhook. With `--semantic use` as in production:
the vectors of 100,000 statements take some minutes to make, once; `--database URL` takes a database
that is filled already instead. Two rows a number of workers: every question asked for the first time
("new"), and twenty questions that everybody asks, as when there is news ("same").
"""

import argparse
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from bot.app import desk_of
from bot.settings import Settings
from knowledge.domain import (
    Actor,
    Appearance,
    Attribution,
    Bundle,
    Kind,
    MultilingualText,
    Statement,
)
from knowledge.interchange import shipped
from knowledge.storage import Store
from tests.bench.crashing import SECRET
from tests.bench.sets import CACHE, bench_folder
from tests.bench.speed import MadeStatements
from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, reader, wait_for
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator
from tests.postgres import cluster

TOKEN = "7000000001:throughput_token-AAAAAAAAAAAAAAAAAAA"  # noqa: S105  # served on loopback only
OPERATOR = Actor(None, "operator")
TICKS = os.sysconf("SC_CLK_TCK")
REPEATED = 20
"""Questions that everybody asks when there is news."""


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fill(store: Store, statements: int) -> None:
    """The shipped store, and up to the number statements made as for `tests.bench.speed`.

    Raises:
        SystemExit: the sets that they are made of are not there.
    """
    if not bench_folder().is_dir():
        raise SystemExit(
            f"{bench_folder()} is not there; say in ACCORDINGTO_BENCH where the sets are"
        )
    bundle = shipped()
    store.upgrade()
    store.bulk.load(bundle, OPERATOR, "the shipped store")
    article = bundle.articles[0].id
    appearances = (Appearance(article, Attribution.NARRATOR),)
    made = (
        Statement(each.id, MultilingualText.of(en=each.passages[0].text), Kind.FACT, appearances)
        for each in MadeStatements(CACHE).documents(statements - len(bundle.statements))
    )
    while batch := tuple(islice(made, 20_000)):
        store.bulk.load(Bundle(statements=batch), OPERATOR, "made")


@contextmanager
def bot(command: tuple[str, ...], settings: dict[str, str]) -> Iterator[tuple[Loopback, Operator]]:
    """A server with a bot that answers already."""
    server = BotServer(TOKEN)
    driver = Loopback(server)
    home = Path(tempfile.mkdtemp(prefix="throughput-"))
    operator = Operator(driver, home, settings, command)
    try:
        operator.start()
        first = reader(driver, "First")
        first.say("/start")
        wait_for(first.replies, "the first answer", 600)
        yield driver, operator
    finally:
        operator.close()
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def questions(number: int) -> list[str]:
    """So many different questions, each as a reader may ask it."""
    said = [(code, text) for one in shipped().statements for code, text in one.phrasings]
    texts = [text for wanted in ("en", "ru", "uk") for code, text in said if code == wanted]
    if number > len(texts):
        raise ValueError(f"there are {len(texts)} different questions, not {number}")
    return texts[:number]


def measure(
    driver: Loopback, operator: Operator, texts: Sequence[str], chats: int
) -> dict[str, float]:
    """Every chat asks the next question as soon as the last is answered, until all are asked."""
    people = [reader(driver, f"Reader {number}") for number in range(chats)]
    world = driver.server.api.world
    times: list[float] = []
    sent: dict[int, tuple[Conversation, int, float]] = {}
    left = list(reversed(texts))
    bots = _family(operator.started[-1].process.pid)

    def ask(one: Conversation) -> None:
        at = time.monotonic()
        sent[one.chat] = (one, driver.write(one.person, one.chat, left.pop(), None), at)

    def look() -> list[int]:
        last = {chat: next(reversed(world.chats[chat].messages.values())) for chat in sent}
        return [chat for chat, one in last.items() if one.by_bot and one.id > sent[chat][1]]

    began, before = time.monotonic(), _spent(bots)
    for one in people[: len(left)]:
        ask(one)
    while sent and time.monotonic() - began < 300:
        now, answered = time.monotonic(), driver.server.call(look)
        for chat in answered:
            one, _, since = sent.pop(chat)
            times.append(now - since)
            if left:
                ask(one)
        time.sleep(0.005)
    seconds = time.monotonic() - began
    times.sort()
    return {
        "answered": len(times),
        "a second": len(times) / seconds,
        "p50": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
        "CPU ms each": (_spent(bots) - before) * 1000 / len(times),
    }


def _family(process: int) -> list[int]:
    """A process and those that it started."""
    started = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    return [process, *(each for one in started for each in _family(int(one)))]


def _spent(processes: Sequence[int]) -> float:
    """Seconds of CPU that processes have used so far."""
    fields = [
        Path(f"/proc/{one}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
        for one in processes
    ]
    return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS


def spread(driver: Loopback, address: str) -> float:
    """Seconds until an edit in the database is in an answer by any worker; asked in 20 chats."""
    people = [reader(driver, f"Looker {number}") for number in range(20)]
    with closing(Store(address)) as store:
        first = next(iter(store.records.documents())).statement
        edited = replace(
            first, phrasings=(*first.phrasings, ("en", "What about the zebra crossing?"))
        )
        store.changes.change(edited, actor=OPERATOR, reason="seen by all")
    began = time.monotonic()
    for one in people:
        one.say("What about the zebra crossing?")
    for one in people:
        wait_for(one.replies, "an answer", 60)
    taken = time.monotonic() - began
    texts = {one.replies()[-1].text for one in people}
    print(f"    an edit: {len(people)} chats have {len(texts)} answer(s) after {taken:.2f} s")
    with closing(Store(address)) as store:
        store.changes.change(
            replace(first, version=first.version + 1), actor=OPERATOR, reason="as before"
        )
    return taken


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--each", type=int, default=5)
    parser.add_argument("--semantic", default="off")
    parser.add_argument("--workers", type=int, nargs="*", default=(1, 2, 3))
    parser.add_argument("--database", help="that is filled already")
    given = parser.parse_args()
    new = questions(given.chats * given.each)
    same = [new[number % REPEATED] for number in range(len(new))]
    port = free_port()
    echo = {"ECHO_WEBHOOK": f"http://127.0.0.1:{port}/hook", "ECHO_PORT": str(port)}
    with bot((sys.executable, "-m", "tests.e2e.echo_bot"), echo) as (driver, operator):
        report("echo", measure(driver, operator, new, given.chats))
    with ExitStack() as stack:
        address = given.database
        if address is None:
            running = stack.enter_context(cluster())
            address = stack.enter_context(running.database())
            with closing(Store(address)) as store:
                fill(store, given.statements)
        with desk_of(Settings(_env_file=None, semantic=given.semantic), address):
            pass  # the vectors are made, and kept for the workers
        for workers in given.workers:
            port = free_port()
            settings = {
                "ACCORDINGTO_DATABASE_URL": address,
                "ACCORDINGTO_SEMANTIC": given.semantic,
                "ACCORDINGTO_LOG_LEVEL": "warning",
                "ACCORDINGTO_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
                "ACCORDINGTO_WEBHOOK_SECRET": SECRET,
                "ACCORDINGTO_LISTEN": f"127.0.0.1:{port}",
                "ACCORDINGTO_WORKERS": str(workers),
            }
            with bot((sys.executable, "-m", "bot", "run"), settings) as (driver, operator):
                threading.Event().wait(5)
                for name, texts in (("new", new), ("same", same)):
                    figures = measure(driver, operator, texts, given.chats)
                    report(f"{workers} worker(s), {name}", figures)
                spread(driver, address)


def report(name: str, figures: dict[str, float]) -> None:
    """One line of the table."""
    told = "  ".join(f"{key} {value:.3g}" for key, value in figures.items())
    print(f"{name:>18}  {told}", flush=True)


if __name__ == "__main__":
    main()
