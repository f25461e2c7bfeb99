"""Bad weather between the bot and Telegram."""

import time

from tests.e2e.client import Driver, wait_for
from tests.e2e.scenarios.asking import DESPAIR, SHOT_DOWN, started

AWAY = 10.0
RECOVERY = 30.0


def a_reader_who_blocks_the_bot_stops_nobody(driver: Driver) -> None:
    alice, bob = started(driver), started(driver, "Bob")
    answers = len(alice.replies())
    driver.fault("sendMessage", "delay", seconds=1.0)
    alice.say(SHOT_DOWN)
    driver.block(alice.chat, True)
    assert "Duma" in bob.ask(DESPAIR).text
    wait_for(lambda: any("blocked" in m for m in driver.mistakes()), "the answer was refused")
    time.sleep(1)
    assert len(alice.replies()) == answers, alice.transcript()
    refused = [mistake for mistake in driver.mistakes() if "blocked" in mistake]
    assert len(refused) == 1, refused
    assert refused == driver.mistakes(), driver.mistakes()
    driver.forget()
    driver.block(alice.chat, False)
    assert "130" in alice.ask(SHOT_DOWN).text


def a_reader_waits_when_telegram_asks_to(driver: Driver) -> None:
    alice, bob = started(driver), started(driver, "Bob")
    driver.fault("sendMessage", "flood", seconds=2.0)
    began = time.monotonic()
    question = alice.say(SHOT_DOWN)
    answer = alice.answer_to(question)
    assert "130" in answer.text, answer.text
    assert time.monotonic() - began >= 2.0, "the bot did not wait"
    assert len(alice.replies(question.id)) == 1, alice.transcript()
    assert "Duma" in bob.ask(DESPAIR).text


def a_failing_gateway_does_not_swallow_the_answer(driver: Driver) -> None:
    alice = started(driver)
    driver.fault("sendMessage", "status", times=2)
    question = alice.say(SHOT_DOWN)
    answer = alice.answer_to(question, RECOVERY)
    assert "130" in answer.text, answer.text
    assert len(alice.replies(question.id)) == 1, alice.transcript()


def the_server_goes_away_for_ten_seconds(driver: Driver) -> None:
    alice = started(driver)
    with driver.away():
        question = alice.say(SHOT_DOWN)
        time.sleep(AWAY)
    assert "130" in alice.answer_to(question, RECOVERY).text
    assert len(alice.replies(question.id)) == 1, alice.transcript()
    assert "Duma" in alice.ask(DESPAIR).text
