"""Telegram takes nothing for a while: whatever is owed is delivered later, in order, and once."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import telegram_application, worker_of
from bot.lifecycle import serve
from bot.settings import Settings
from knowledge.storage import Store
from tests.e2e.client import Conversation, reader, wait_for
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator
from tests.e2e.scenarios.asking import SHOT_DOWN
from tests.e2e.scenarios.curating import HOW_MANY, all_accepted, pulled, staffed, told
from tests.machine import allowed

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

ENDLESS = 10**6
QUESTIONS = (SHOT_DOWN, "/start", "Who called it a gesture of despair?")


def weather_clears(driver: Loopback) -> None:
    driver.server.call(driver.server.api.weather.faults.clear)


def refused(driver: Loopback, method: str, before: int) -> int:
    """Requests of a method since there were so many."""
    return len(driver.calls(method)) - before


def asked(alice: Conversation, number: int) -> list[str]:
    """Questions in a row, that nobody waits for; gives them."""
    texts = [QUESTIONS[each % 3] if each % 3 != 1 else f"Who is {each}?" for each in range(number)]
    for text in texts:
        alice.driver.write(alice.person, alice.chat, text, None)
    return texts


def test_an_outage_over_a_kill_loses_nothing(operator: Operator, driver: Loopback):
    operator.settings |= {"ACCORDINGTO_SEMANTIC": "off"}
    bot = operator.start().wait_until_polling()
    alice, bob = reader(driver), reader(driver, "Bob")
    alice.ask("/start")
    bob.ask("/start")
    kinds = [alice.ask(text).text for text in (QUESTIONS[0], "Who is 1?", QUESTIONS[2])]
    before, calls = len(alice.replies()), len(driver.calls("sendMessage"))
    driver.fault("sendMessage", "status", times=ENDLESS)
    asked(alice, 6)
    late = bob.say(SHOT_DOWN)
    wait_for(lambda: refused(driver, "sendMessage", calls) >= 6, "some refusals", 30)
    bot.kill()
    operator.start().wait_until_polling()
    calls = len(driver.calls("sendMessage"))
    wait_for(lambda: refused(driver, "sendMessage", calls) >= 2, "refusals after the kill", 40)
    weather_clears(driver)
    wait_for(lambda: len(alice.replies()) >= before + 6, "every answer", 90)
    wait_for(lambda: bob.replies(late.id), "the other answer", 30)
    time.sleep(2)
    said = [post.text for post in alice.replies()[before:]]
    assert len(said) == 6
    assert said[0] == kinds[0]
    assert said[2] == kinds[2]
    assert said[3] == kinds[0]
    assert said[5] == kinds[2]
    assert driver.mistakes() == []


def test_groups_at_their_limit_hold_up_nobody_else(operator: Operator, driver: Loopback):
    operator.settings |= {"ACCORDINGTO_SEMANTIC": "off", "ACCORDINGTO_LOG_LEVEL": "info"}
    operator.start().wait_until_polling()
    alice, other = reader(driver), reader(driver, "Other")
    other.ask("/start")
    groups = [
        driver.add_chat("supergroup", f"Desk {each}", [alice.chat], "member") for each in range(26)
    ]
    driver.server.api.flood.a_minute_in_a_group = 2
    driver.server.api.flood.a_second_in_a_chat = 1000
    driver.server.api.flood.a_second = 1000
    driver.server.api.flood.on = True
    for number in range(5):
        for group in groups:
            driver.write(alice.person, group, f"/ask {QUESTIONS[number % 3]}", None)
    wait_for(lambda: len(driver.mistakes()) >= 26, "all groups at their limit", 60)
    limit, times = allowed(1, 4), []
    for number in range(3):
        began = time.monotonic()
        other.ask(QUESTIONS[number % 3], seconds=60)
        times.append(time.monotonic() - began)
    assert min(times) < allowed(1, 2), times
    assert max(times) < limit, times
    mistakes = driver.mistakes()
    assert all("Too Many Requests" in each for each in mistakes), mistakes
    assert len(mistakes) <= 2 * 26, "a chat that was asked to wait was written to meanwhile"


def test_a_change_whose_word_is_late_is_made_and_told_once(operator: Operator, driver: Loopback):
    carol = staffed(operator)
    card = pulled(carol)
    assert all_accepted(card) >= 3
    named = carol.ask("/edit How many passengers were on board?")
    field = named.press("40 passengers").last.press("Claim").last
    claim = field.text.split("now: ")[1].split("\n")[0]
    preview = carol.ask(claim.replace("40", "42"), field).press("misread").last
    with closing(Store(operator.settings["ACCORDINGTO_DATABASE_URL"])) as store:
        before, calls = store.revisions.newest(), len(driver.calls("sendMessage"))
        driver.fault("sendMessage", "status", times=ENDLESS)
        confirm = preview.button("Confirm")[2]
        driver.press(carol.chat, carol.chat, preview.seen.id, confirm)
        wait_for(lambda: refused(driver, "sendMessage", calls) >= 4, "the word refused twice", 30)
        weather_clears(driver)
        wait_for(lambda: any("/undo" in post.text for post in carol.replies()), "it is done", 30)
        time.sleep(2)
        assert store.revisions.newest() == before + 1
    assert sum("/undo" in post.text for post in carol.replies()) == 1
    assert not [post for post in carol.replies() if "used" in post.text], carol.transcript()


def test_a_correction_outlasts_an_outage_and_a_kill(operator: Operator, driver: Loopback):
    carol = staffed(operator)
    assert all_accepted(pulled(carol)) >= 3
    alice = reader(driver)
    alice.ask("/start")
    answer = told(alice, HOW_MANY, "40 passengers")
    named = carol.ask("/edit How many passengers were on board?")
    field = named.press("40 passengers").last.press("Claim").last
    claim = field.text.split("now: ")[1].split("\n")[0]
    preview = carol.ask(claim.replace("40", "42"), field).press("misread").last
    driver.fault("editMessageText", "status", times=ENDLESS)
    calls = len(driver.calls("editMessageText"))
    preview.press("Confirm")
    wait_for(lambda: refused(driver, "editMessageText", calls) >= 4, "refusals", 40)
    operator.started[-1].kill()
    calls = len(driver.calls("editMessageText"))
    operator.start().wait_until_polling()
    wait_for(lambda: refused(driver, "editMessageText", calls) >= 2, "refusals after the kill", 60)
    assert "40 passengers" in answer.now().text
    weather_clears(driver)
    wait_for(lambda: "42 passengers" in answer.now().text, "the answer put right", 90)
    wait_for(
        lambda: any("Correction: “" in post.text for post in carol.replies()), "the report", 60
    )


class Moved:
    """The time, moved by hand."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def pass_by(self, **time_: float) -> None:
        """Move it."""
        self.ahead += timedelta(**time_)


def in_process(driver: Loopback, home: Path, clock: Moved, act: Callable[[], None]) -> None:
    """Serve with this clock while `act` runs beside, in a thread."""
    settings = Settings(
        _env_file=None,
        semantic="off",
        telegram_token=driver.token,
        telegram_base_url=driver.base_url,
        telegram_base_file_url=driver.base_file_url,
    )

    async def served() -> None:
        with worker_of(settings, f"sqlite:///{home / 'moved.sqlite3'}", clock=clock) as made:
            desk, worker = made
            application = telegram_application(settings, driver.token, desk, worker=worker)
            stop = asyncio.Event()
            serving = asyncio.create_task(serve(application, worker, settings, stop))
            try:
                await asyncio.to_thread(act)
            finally:
                stop.set()
                await serving
            assert worker.store.inbox.waiting() == []

    asyncio.run(served())


def tried_again(driver: Loopback, clock: Moved, quiet: float, **later: float) -> None:
    """Let time pass, and wait until something was tried and nothing more was for `quiet` seconds.

    Each look lets a second more pass: what failed only after the time was moved, on a busy
    machine, is due a pause after that.
    """
    before = len(driver.calls("sendMessage"))
    clock.pass_by(**later)

    def look() -> bool:
        clock.pass_by(seconds=1)
        return len(driver.calls("sendMessage")) > before

    wait_for(look, "one more try", 60)
    tried = -1
    while tried != (tried := len(driver.calls("sendMessage"))):
        time.sleep(quiet)


def in_time(clock: Moved, readers: Sequence[Conversation], number: int) -> Callable[[], bool]:
    """Whether all have so many messages; each look lets a second pass.

    An attempt that was under way when the weather cleared is made again only later.
    """

    def look() -> bool:
        clock.pass_by(seconds=1)
        return all(len(one.replies()) >= number for one in readers)

    return look


@pytest.mark.parametrize("method", ["sendMessage", "*"])
def test_twenty_minutes_without_telegram_lose_nothing(
    driver: Loopback, tmp_path: Path, method: str
):
    clock = Moved()
    readers = [reader(driver, f"Reader {each}") for each in range(3)]

    def act() -> None:
        wait_for(driver.polling, "the bot polling", 60)
        for one in readers:
            one.ask("/start")
        driver.fault(method, "status", times=ENDLESS)
        for one in readers:
            asked(one, 4)
        for _ in range(20):
            tried_again(driver, clock, 0.3, minutes=1)
        assert all(len(one.replies()) == 1 for one in readers)
        weather_clears(driver)
        clock.pass_by(minutes=1)
        wait_for(in_time(clock, readers, 5), "every answer", 60)
        time.sleep(1)
        assert [len(one.replies()) for one in readers] == [5, 5, 5]

    in_process(driver, tmp_path, clock, act)
    assert driver.mistakes() == []


def test_beyond_a_day_a_reader_is_told_once_in_their_language(driver: Loopback, tmp_path: Path):
    clock = Moved()
    alice, olena = reader(driver), reader(driver, "Олена", "uk")

    def act() -> None:
        wait_for(driver.polling, "the bot polling", 60)
        for one in (alice, olena):
            one.ask("/start")
        driver.fault("sendMessage", "status", times=ENDLESS)
        for one in (alice, olena):
            asked(one, 4)
        for _ in range(7):
            tried_again(driver, clock, 0.8, hours=5)
        assert len(alice.replies()) == len(olena.replies()) == 1
        weather_clears(driver)
        clock.pass_by(minutes=1)
        wait_for(in_time(clock, (alice, olena), 2), "the word", 60)
        time.sleep(1.5)

    in_process(driver, tmp_path, clock, act)
    (_, word), (_, in_ukrainian) = alice.replies(), olena.replies()
    assert "could not answer this in time" in word.text
    assert "не вдалося" in in_ukrainian.text
    assert driver.mistakes() == []
