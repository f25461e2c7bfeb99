"""Groups that follow one incident are told when it changes, within Telegram's limits, over a kill.

    python -m tests.bench.telling [--groups 1000] [--gone 20]

The server refuses what comes too fast, as Telegram does. The bot is killed (kill -9) when two in
five have been told, and started again. Prints how many were told, how many twice, in how long.
"""

import argparse
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bot.app import OPERATOR, store_of
from bot.settings import Settings
from knowledge.domain import State
from knowledge.interchange import shipped
from knowledge.storage import Store
from knowledge.storage.record_reading import StatementFilter
from tests.e2e.botserver import BotServer
from tests.e2e.client import wait_for
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator

TOKEN = "7000000001:telling_test-token-AAAAAAAAAAAAAAAA"  # noqa: S105  # served on loopback only
INCIDENT = "drone-campaign"
LONGEST = 600.0
"""Seconds after which a run is given up."""


@dataclass(frozen=True)
class Told:
    """What came of it; `mistakes` are what the server holds against the bot."""

    groups: int
    twice: int
    seconds: float
    refused: int
    mistakes: list[str]


def run(groups: int, gone: int, home: Path) -> Told:
    """Let groups follow, some of which throw the bot out, change the incident, kill, count.

    Args:
        groups: that follow.
        gone: how many of them the bot is thrown out of before.
        home: for the bot's files.
    """
    server = BotServer(TOKEN)
    driver = Loopback(server)
    url = f"sqlite:///{home}/store.sqlite3"
    with store_of(Settings(_env_file=None), url) as store:
        store.bulk.load(shipped(), OPERATOR, "a bench")
    settings = {"ACCORDINGTO_DATABASE_URL": url, "ACCORDINGTO_SEMANTIC": "off"}
    operator = Operator(driver, home, settings)
    try:
        with closing(Store(url)) as store:
            return _counted(operator, driver, store, groups, gone)
    finally:
        operator.close()
        server.stop()


def _counted(operator: Operator, driver: Loopback, store: Store, groups: int, gone: int) -> Told:
    bot = operator.start().wait_until_polling()
    alice = driver.add_person("Alice", "en")
    chats = [
        driver.add_chat("supergroup", f"Desk {each}", [alice], "member") for each in range(groups)
    ]
    for chat in chats:
        store.follows.follow(chat, "incident", INCIDENT)
    world = driver.server.api.people
    for chat in chats[:gone]:
        driver.server.call(partial(world.place_bot, chat, "kicked", alice))
    wait_for(lambda: not driver.waiting(), "the updates taken", 60)
    identity = store.statements.select(StatementFilter(incidents=[INCIDENT]))[0]
    draft = replace(store.records.statement(identity), state=State.DRAFT)
    store.changes.change(draft, actor=OPERATOR, reason="a bench")
    wait_for(lambda: _mark(store) == store.revisions.newest(), "the draft seen", 60)
    driver.server.api.flood.on = True
    began = time.monotonic()
    out = replace(store.records.statement(identity), state=State.PUBLISHED)
    store.changes.change(out, actor=OPERATOR, reason="a bench")
    wanted = groups - gone
    wait_for(lambda: len(_told(driver)) >= wanted * 0.4, "two in five told", LONGEST)
    bot.kill()
    operator.start().wait_until_polling()
    wait_for(lambda: len(_told(driver)) >= wanted, "all told", LONGEST)
    told = _told(driver)
    sent = driver.calls("sendMessage")
    twice = sum(number > 1 for number in told.values())
    seconds = time.monotonic() - began
    return Told(len(told), twice, seconds, len(sent) - sum(told.values()), driver.mistakes())


def _mark(store: Store) -> int:
    return int(store.state.get("news up to revision") or 0)


def _told(driver: Loopback) -> Counter[int]:
    """Messages with the news that stand in each group."""

    def look() -> Counter[int]:
        return Counter(
            chat.id
            for chat in driver.server.api.world.chats.values()
            for message in chat.messages.values()
            if message.by_bot and "has changed" in message.source
        )

    return driver.server.call(look)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", type=int, default=1000)
    parser.add_argument("--gone", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        told = run(asked.groups, asked.gone, Path(home))
    print(
        f"{told.groups} of {asked.groups} groups told in {told.seconds:.0f} s over a kill -9, "
        f"{told.twice} twice, {told.refused} requests refused; mistakes: {told.mistakes or 'none'}"
    )


if __name__ == "__main__":
    main()
