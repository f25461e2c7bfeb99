"""How soon a role is gone and there, with several workers: commands of somebody who is revoked.

    python -m tests.bench.revoking [--workers 2] [--rounds 1]

By webhook, so that the kernel deals updates out to the workers, on SQLite and on a PostgreSQL of
its own. All workers first serve the curator, so that each has seen the role.
"""

import argparse
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from handlers.commands import CURATING, READERS_TOO
from knowledge.domain import Actor, Role
from knowledge.interchange import shipped
from knowledge.storage import Store
from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, reader, wait_for
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator
from tests.postgres import NoServer, cluster

TOKEN = "7000000001:revoking_test-token-AAAAAAAAAAAAAAAA"  # noqa: S105  # served on loopback only
SECRET = "revoking-run-of-tests"  # noqa: S105  # the same
REFUSED = "Only the people who keep the store"
TOLD = "your role was taken away"
"""What somebody is told of it meanwhile, which answers no command."""
SETTLES = 1.0
"""Seconds after a role was changed from which every process must know."""

TRIED = 24
GIVEN = tuple(name for name, role in CURATING.items() if role is not Role.OWNER)
TRIES = tuple(islice(cycle([name for name in GIVEN if name not in READERS_TOO]), TRIED))
"""Every command of a curator that opens no page for readers, over again until there are enough."""


@dataclass(frozen=True)
class Figures:
    """What was counted.

    Args:
        database: sqlite or postgresql.
        revoked: commands accepted after /revoke, of so many.
        granted: commands accepted after /grant.
        owner: whether the owner of the settings was still one at the end.
        mistakes: of the bot, as the server saw them.
    """

    database: str
    revoked: int
    granted: int
    owner: bool
    mistakes: tuple[str, ...]

    def __str__(self) -> str:
        """One line."""
        return (
            f"{self.database:>10}: after /revoke {self.revoked} of {TRIED} accepted, after /grant "
            f"{self.granted} of {TRIED}; owner stays owner: {self.owner}"
        )


def run(address: str, workers: int = 2) -> Figures:
    """Start a bot on a new database and count.

    Args:
        address: of the database, which is there or can be made.
        workers: processes that share it.
    """
    with closing(Store(address)) as store:
        store.upgrade()
        store.bulk.load(shipped(), Actor(None, "operator"), "the shipped store")
    with _bot(address, workers) as (driver, owner):
        curator = reader(driver, "Bob")
        curator.ask("/start")
        owner.ask(f"/grant {curator.person} curator")
        accepted(curator)  # each process has served them
        owner.ask(f"/revoke {curator.person}")
        time.sleep(SETTLES)
        revoked = accepted(curator, REFUSED, TOLD)
        owner.ask(f"/grant {curator.person} curator")
        time.sleep(SETTLES)
        granted = accepted(curator)
        stays = "Owners are named" in owner.ask(f"/revoke {owner.person}").text
        stays = stays and f"({curator.person}): curator" in owner.ask("/roles").text
        return Figures(address.partition(":")[0], revoked, granted, stays, tuple(driver.mistakes()))


def accepted(who: Conversation, *others: str) -> int:
    """How many of the commands somebody may give: those answered by none of the others."""
    answers = [who.ask(f"/{name}").text for name in TRIES]
    return sum(all(each not in answer for each in others or (REFUSED,)) for answer in answers)


@contextmanager
def _bot(address: str, workers: int) -> Iterator[tuple[Loopback, Conversation]]:
    server = BotServer(TOKEN)
    driver = Loopback(server)
    home = Path(tempfile.mkdtemp(prefix="revoking-"))
    owner = reader(driver, "Carol")
    port = _free_port()
    operator = Operator(driver, home)
    operator.settings |= {
        "ACCORDINGTO_CURATORS": str(owner.person),
        "ACCORDINGTO_DATABASE_URL": address,
        "ACCORDINGTO_SEMANTIC": "off",
        "ACCORDINGTO_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
        "ACCORDINGTO_WEBHOOK_SECRET": SECRET,
        "ACCORDINGTO_LISTEN": f"127.0.0.1:{port}",
        "ACCORDINGTO_WORKERS": str(workers),
        "ACCORDINGTO_READER_BURST": "1000",
        "ACCORDINGTO_CHAT_BURST": "1000",
    }
    try:
        operator.start()
        owner.say("/start")
        wait_for(owner.replies, "the first answer", 100)
        _all_up(operator, workers)
        yield driver, owner
    finally:
        operator.close()
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def _all_up(operator: Operator, workers: int) -> None:
    """Wait until every worker listens; a connection goes to any of them."""
    bot = operator.started[-1]
    wait_for(lambda: bot.log.count("answering as") >= workers, f"{workers} workers", 60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Print a line a database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    for _ in range(given.rounds):
        with tempfile.TemporaryDirectory() as folder:
            print(run(f"sqlite:///{folder}/store.sqlite3", given.workers), flush=True)
        try:
            with cluster() as running, running.database() as address:
                print(run(address, given.workers), flush=True)
        except NoServer as reason:
            print(f"postgresql: {reason}")


if __name__ == "__main__":
    main()
