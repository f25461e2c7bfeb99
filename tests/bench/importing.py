"""A curator imports a file while readers ask; and once more, killed (kill -9) on the way.

    python -m tests.bench.importing [--rows 10000] [--kills 0] [--semantic off]

Prints the seconds of the trial and of the import, the memory of the bot before and at most, how
long readers waited meanwhile, and how many rows are in the store, each once.
"""

import argparse
import json
import random
import statistics
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.app import OPERATOR, store_of
from bot.settings import Settings
from knowledge.interchange import shipped
from knowledge.storage import Store
from tests.e2e.botserver import BotServer
from tests.e2e.client import Driver, Post, reader, wait_for
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator

TOKEN = "7000000001:importing_test-token-AAAAAAAAAAAAA"  # noqa: S105  # served on loopback only
PAGE = 4_096
BEAT = 0.01
LONGEST = 300.0
"""Seconds after which a run is given up."""
AFTER = 5.0
"""Seconds for which readers go on after the import: the search still takes rows up."""
QUESTION = "How many drones were shot down on the night of December 14?"


def rows_of(number: int) -> bytes:
    """Statements of fifty speakers."""
    lines = (
        {
            "id": f"row{at}",
            "claim": f"Tower number {at} in town {at % 97} has {100 + at} steps",
            "speaker": f"Office {at % 50}",
        }
        for at in range(number)
    )
    return "\n".join(json.dumps(line) for line in lines).encode()


@dataclass
class Bench:
    """A bot with the shipped store, its curator, and what was measured.

    Args:
        driver: the server.
        home: for the bot's files.
        semantic: the setting of that name.
    """

    driver: Driver
    home: Path
    semantic: str = "off"
    waits: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.url = f"sqlite:///{self.home}/importing.sqlite3"
        with store_of(Settings(_env_file=None), self.url) as store:
            store.bulk.load(shipped(), OPERATOR, "a bench")
        self.carol = reader(self.driver, "Carol")
        settings = {
            "ACCORDINGTO_DATABASE_URL": self.url,
            "ACCORDINGTO_SEMANTIC": self.semantic,
            "ACCORDINGTO_CURATORS": str(self.carol.person),
        }
        self.operator = Operator(self.driver, self.home, settings)
        self.bot = self.operator.start().wait_until_polling()

    def tried(self, rows: int) -> tuple[float, Post]:
        """Send the file; the seconds of the trial and the message with the button."""
        began = time.monotonic()
        person = self.carol.person or 0
        sent = self.driver.attach(
            person, self.carol.chat, "document", rows_of(rows), "/import", "rows.jsonl"
        )

        def told() -> Post | None:
            return next((one for one in self.carol.replies(sent) if one.buttons), None)

        post = wait_for(told, "the trial", LONGEST)
        assert post is not None
        return time.monotonic() - began, post

    def imported(self, button: Post, kills: int = 0) -> float:
        """Press it, kill the bot so many times, and wait for the report; gives the seconds."""
        watching = [threading.Thread(target=one) for one in (self._ask, self._weigh)]
        for one in watching if not kills else ():
            one.start()
        began = time.monotonic()
        data = button.button("Import")[2]
        self.driver.press(self.carol.person or 0, self.carol.chat, button.id, data)
        for _ in range(kills):
            time.sleep(random.uniform(0.1, 1.2))
            self.bot.kill()
            self.bot = self.operator.start().wait_until_polling()
        wait_for(lambda: self.report(button), "the report", LONGEST)
        seconds = time.monotonic() - began
        if not kills:
            time.sleep(AFTER)
            self._ended.set()
            for one in watching:
                one.join()
        return seconds

    def report(self, button: Post) -> str:
        """What the curator is told at the end; empty while there is nothing."""
        told = [one.text for one in self.carol.replies(button.id) if "Imported" in one.text]
        return told[-1] if told else ""

    def count(self) -> tuple[int, int]:
        """(Rows in the store, rows with more than one revision)."""
        with closing(Store(self.url)) as store:
            held = [one.id for one in store.records.bundle().statements if one.id.startswith("row")]
            twice = sum(len(store.revisions.history("statement", one)) > 1 for one in held[::50])
            return len(held), twice

    def close(self) -> None:
        """End the bot."""
        self.operator.close()

    def _ask(self) -> None:
        alice = reader(self.driver, "Alice")
        while not self._ended.is_set():
            began = time.monotonic()
            sent = alice.say(QUESTION)
            while not alice.replies(sent.id):
                time.sleep(BEAT)
            self.waits.append(time.monotonic() - began)
            time.sleep(0.1)

    def _weigh(self) -> None:
        while not self._ended.is_set():
            self.memory.append(_memory(self.bot.workers()[0]))
            time.sleep(0.1)


def _memory(process: int) -> float:
    """Resident, in MB."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE / 1e6


def measure(driver: Driver, rows: int, kills: int, semantic: str) -> str:
    """One import; what came of it in words."""
    with tempfile.TemporaryDirectory() as home:
        bench = Bench(driver, Path(home), semantic)
        try:
            before = _memory(bench.bot.workers()[0])
            trial, post = bench.tried(rows)
            seconds = bench.imported(post, kills)
            held, twice = bench.count()
            told = bench.report(post).replace("\n", " ")
        finally:
            bench.close()
        done = f"trial {trial:.1f} s, import {seconds:.1f} s over {kills} kills"
        lines = [
            f"{done}; {held} of {rows} rows in the store, {twice} changed twice",
            f"told: {told}",
            f"mistakes: {driver.mistakes() or 'none'}",
        ]
        if bench.waits:
            lines.insert(
                1,
                f"memory {before:.0f} MB before, {max(bench.memory):.0f} MB at most; "
                f"{len(bench.waits)} questions answered meanwhile, "
                f"p50 {statistics.median(bench.waits) * 1000:.0f} ms, "
                f"slowest {max(bench.waits) * 1000:.0f} ms",
            )
        return "\n".join(lines)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--semantic", default="off")
    asked = parser.parse_args()
    server = BotServer(TOKEN)
    try:
        print(measure(Loopback(server), asked.rows, asked.kills, asked.semantic))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
