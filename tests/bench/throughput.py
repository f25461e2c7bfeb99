"""Updates a second and seconds an answer: a bot that only echoes, then 1, 2, 3 workers, one run.

    python -m tests.bench.throughput [--statements 100000] [--chats 200] [--each 5] [--semantic off]

On PostgreSQL (a cluster of its own, thrown away), by webhook. With `--semantic use` as in production:
the vectors of 100,000 statements take some minutes to make, once.
"""

import argparse
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from bot.app import desk_of
from bot.settings import Settings
from knowledge.intake import shipped
from knowledge.model import Actor, Bundle
from knowledge.store import Store
from tests.bench.crashing import SECRET
from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, reader, wait_for
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator
from tests.postgres import cluster

TOKEN = "7000000001:throughput_token-AAAAAAAAAAAAAAAAAAA"  # noqa: S105  # served on loopback only
OPERATOR = Actor(None, "operator")


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fill(store: Store, statements: int) -> None:
    """The shipped store, and copies of its statements under other ids up to the number."""
    bundle = shipped()
    store.upgrade()
    store.load(bundle, OPERATOR, "the shipped store")
    copies = []
    for number in range(statements - len(bundle.statements)):
        one = bundle.statements[number % len(bundle.statements)]
        said = dict(one.claim.by_language)
        claim = said | {"en": f"{said['en']} Report {number}."}
        texts = replace(one.claim, by_language=claim)
        copies.append(replace(one, id=f"copy-{number}", claim=texts, phrasings=()))
    for start in range(0, len(copies), 20_000):
        store.load(Bundle(statements=tuple(copies[start : start + 20_000])), OPERATOR, "copies")


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


def measure(driver: Loopback, chats: int, each: int) -> dict[str, float]:
    """Every chat asks the next question as soon as the last is answered."""
    people = [reader(driver, f"Reader {number}") for number in range(chats)]
    texts = [text for one in shipped().statements for code, text in one.phrasings if code == "en"]
    times: list[float] = []
    sent_at = {one.chat: 0.0 for one in people}
    left = {one.chat: each for one in people}
    had = {one.chat: 0 for one in people}
    by_chat = {one.chat: one for one in people}

    def ask(one: Conversation) -> None:
        text = texts[(people.index(one) * each + left[one.chat]) % len(texts)]
        sent_at[one.chat] = time.monotonic()
        driver.write(one.person, one.chat, text, None)

    began = time.monotonic()
    for one in people:
        ask(one)
    while any(left.values()) and time.monotonic() - began < 300:
        counts = driver.server.call(
            lambda: {
                chat: sum(
                    message.by_bot
                    for message in driver.server.api.world.chats[chat].messages.values()
                )
                for chat in by_chat
            }
        )
        now = time.monotonic()
        for chat, count in counts.items():
            if left[chat] and count > had[chat]:
                had[chat] = count
                times.append(now - sent_at[chat])
                left[chat] -= 1
                if left[chat]:
                    ask(by_chat[chat])
        time.sleep(0.005)
    seconds = time.monotonic() - began
    times.sort()
    return {
        "answered": len(times),
        "a second": len(times) / seconds,
        "p50": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
    }


def spread(driver: Loopback, address: str) -> float:
    """Seconds until an edit in the database is in an answer by any worker; asked in 20 chats."""
    people = [reader(driver, f"Looker {number}") for number in range(20)]
    with closing(Store(address)) as store:
        first = next(iter(store.documents())).statement
        edited = replace(
            first, phrasings=(*first.phrasings, ("en", "What about the zebra crossing?"))
        )
        store.change(edited, actor=OPERATOR, reason="seen by all")
    began = time.monotonic()
    for one in people:
        one.say("What about the zebra crossing?")
    for one in people:
        wait_for(one.replies, "an answer", 60)
    taken = time.monotonic() - began
    texts = {one.replies()[-1].text for one in people}
    print(f"    an edit: {len(people)} chats have {len(texts)} answer(s) after {taken:.2f} s")
    return taken


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--each", type=int, default=5)
    parser.add_argument("--semantic", default="off")
    given = parser.parse_args()
    port = free_port()
    echo = {"ECHO_WEBHOOK": f"http://127.0.0.1:{port}/hook", "ECHO_PORT": str(port)}
    with bot((sys.executable, "-m", "tests.e2e.echo_bot"), echo) as (driver, _):
        report("echo", measure(driver, given.chats, given.each))
    with cluster() as running, running.database() as address:
        with closing(Store(address)) as store:
            fill(store, given.statements)
        with desk_of(Settings(_env_file=None, semantic=given.semantic), address):
            pass  # the vectors are made, and kept for the workers
        for workers in (1, 2, 3):
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
            with bot((sys.executable, "-m", "bot", "run"), settings) as (driver, _):
                threading.Event().wait(5)
                report(f"{workers} worker(s)", measure(driver, given.chats, given.each))
                spread(driver, address)


def report(name: str, figures: dict[str, float]) -> None:
    """One line of the table."""
    told = "  ".join(f"{key} {value:.3g}" for key, value in figures.items())
    print(f"{name:>12}  {told}", flush=True)


if __name__ == "__main__":
    main()
