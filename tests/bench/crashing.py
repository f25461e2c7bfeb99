"""Kills the bot again and again while readers ask and a curator edits, then counts.

    python -m tests.bench.crashing [--kills 50] [--webhook] [--database URL]

Every question must be answered, none twice beyond the one window that `bot/delivery.py` tells of;
the database and the index must be whole.
"""

import argparse
import os
import random
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.app import desk_of
from bot.settings import Settings
from knowledge.domain import Actor
from knowledge.interchange import shipped
from knowledge.storage import Store
from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, reader, wait_for
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator

TOKEN = "7000000001:crashing_test-token-AAAAAAAAAAAAAAAA"  # noqa: S105  # served on loopback only
SECRET = "crashing-run-of-tests"  # noqa: S105  # the same
READERS = 5
# None leans on the one before: what a kill lets be asked twice would be answered otherwise then.
QUESTIONS = (
    "How many drones were shot down?",
    "What did the mayor say?",
    "How many drones were sent against Moscow on December 15?",
    "Was the airport closed?",
    "/start",
)


@dataclass
class Tally:
    """What was counted."""

    kills: int = 0
    questions: int = 0
    answers: int = 0
    unanswered: int = 0
    twice: int = 0
    out_of_order: int = 0
    edits: int = 0
    edits_kept: int = 0
    sound: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    indexed: bool = False
    seconds: float = 0.0


@dataclass
class Asker:
    """A reader who asks now and then, whether the bot is there or not."""

    chat: Conversation
    asked: list[int] = field(default_factory=list)
    questions: Sequence[str] = QUESTIONS

    def run(self, ended: threading.Event, pause: float) -> None:
        """Ask until told to end."""
        while not ended.is_set():
            text = self.questions[len(self.asked) % len(self.questions)]
            sent = self.chat.driver.write(self.chat.person, self.chat.chat, text, None)
            self.asked.append(sent)
            ended.wait(random.uniform(0.5, 1.5) * pause)

    def answered(self) -> int:
        """How many messages of the bot have come."""
        return len(self.chat.replies())


def edit(address: str, ended: threading.Event, tally: Tally) -> None:
    """Change a statement again and again, as a curator does."""
    with closing(Store(address)) as store:
        first = next(iter(store.records.documents())).statement.id
        while not ended.is_set():
            now = store.records.complete([first])[0].statement
            due = f"2030-01-{tally.edits % 28 + 1:02}"
            store.changes.change(
                replace(now, review_due=due), actor=Actor(1, "Olena"), reason="due"
            )
            tally.edits += 1
            ended.wait(0.3)


def run(
    kills: int,
    *,
    webhook: bool,
    address: str | None = None,
    pause: float = 0.6,
    semantic: str = "off",
) -> Tally:
    """One run; gives what was counted."""
    tally, began = Tally(), time.monotonic()
    home = Path(tempfile.mkdtemp(prefix="crashing-"))
    address = address or f"sqlite:///{home / 'store.sqlite3'}"
    with closing(Store(address)) as store:
        store.upgrade()
        store.bulk.load(shipped(), Actor(None, "operator"), "the shipped store")
        before = store.revisions.newest()
    server = BotServer(TOKEN)
    driver = Loopback(server)
    settings = _settings(address, semantic, webhook=webhook)
    operator = Operator(driver, home, settings)
    ended = threading.Event()
    askers = [Asker(reader(driver, f"Reader {number}")) for number in range(READERS)]
    threads = [threading.Thread(target=one.run, args=(ended, pause)) for one in askers]
    threads.append(threading.Thread(target=edit, args=(address, ended, tally)))
    try:
        running = operator.start()
        _first_answer(driver)
        for thread in threads:
            thread.start()
        while tally.kills < kills:
            time.sleep(random.uniform(0.2, 4.0))
            if webhook:
                os.kill(random.choice(running.workers() or [0]), signal.SIGKILL)
            else:
                running.kill()
                running = operator.start()
            tally.kills += 1
        ended.set()
        for thread in threads:
            thread.join()
        tally.questions = sum(len(one.asked) for one in askers)
        with closing(Store(address)) as store:
            settle(askers, driver, store.inbox.waiting)
        running.stop()
        count(askers, tally)
    finally:
        ended.set()
        operator.close()
        server.stop()
    with closing(Store(address)) as store:
        tally.edits_kept = store.revisions.newest() - before
        tally.sound = store.check()
        tally.sound += [f"left in the inbox: {one.update_id}" for one in store.inbox.waiting()]
    environment = Settings(_env_file=None, semantic=semantic)
    with desk_of(environment, address) as desk:
        tally.indexed = desk.lag() == 0
    shutil.rmtree(home, ignore_errors=True)
    tally.seconds = time.monotonic() - began
    return tally


def _settings(address: str, semantic: str, *, webhook: bool) -> dict[str, str]:
    settings = {
        "ACCORDINGTO_DATABASE_URL": address,
        "ACCORDINGTO_SEMANTIC": semantic,
        "ACCORDINGTO_LOG_LEVEL": "warning",
        "ACCORDINGTO_READER_BURST": "100000",
        "ACCORDINGTO_CHAT_BURST": "100000",
    }
    if webhook:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        settings |= {
            "ACCORDINGTO_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
            "ACCORDINGTO_WEBHOOK_SECRET": SECRET,
            "ACCORDINGTO_LISTEN": f"127.0.0.1:{port}",
            "ACCORDINGTO_WORKERS": "2",
        }
    return settings


def _first_answer(driver: Loopback) -> None:
    first = reader(driver, "First")
    first.say("/start")
    wait_for(first.replies, "the first answer", 120)


def settle(
    askers: list[Asker], driver: Loopback, noted: Callable[[], Collection[object]] = tuple
) -> None:
    """Wait until every question is answered and nothing more comes, or for a minute of silence.

    Args:
        askers: who asked.
        driver: of the server.
        noted: what the bot has still to deal with. What a killed one had answered and not noted is
            taken up by another only when its silence has lasted long enough.
    """
    steady, before = time.monotonic(), -1
    while time.monotonic() - steady < 60:
        now = sum(one.answered() for one in askers)
        if now != before:
            before, steady = now, time.monotonic()
        enough = all(one.answered() >= len(one.asked) for one in askers)
        done = enough and not driver.waiting() and not noted()
        if done and time.monotonic() - steady > 3:
            return
        time.sleep(0.2)


def count(askers: list[Asker], tally: Tally) -> None:
    """Match answers with questions: each kind of question has its own answer, in turn."""
    for one in askers:
        said = [post.text for post in one.chat.replies()]
        tally.answers += len(said)
        kinds = _kinds(said, len(one.questions))
        known = list(dict.fromkeys(said))
        tally.odd += known[len(one.questions) :]
        wanted = [number % len(one.questions) for number in range(len(one.asked))]
        given = Counter(kinds)
        for kind, count in Counter(wanted).items():
            tally.unanswered += max(0, count - given[kind])
            tally.twice += max(0, given[kind] - count)
        once = [kind for at, kind in enumerate(kinds) if not at or kinds[at - 1] != kind]
        tally.out_of_order += sum(a != b for a, b in zip(once, wanted, strict=False))


def _kinds(said: list[str], questions: int) -> list[int]:
    """Which question each answer belongs to, by the first answers of the run."""
    firsts: dict[str, int] = {}
    for text in said:
        firsts.setdefault(text, len(firsts) % questions)
    return [firsts[text] for text in said]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--webhook", action="store_true")
    parser.add_argument("--database")
    given = parser.parse_args()
    counted = run(given.kills, webhook=given.webhook, address=given.database)
    for name in Tally.__dataclass_fields__:
        print(f"{name:>14}  {getattr(counted, name)}")
