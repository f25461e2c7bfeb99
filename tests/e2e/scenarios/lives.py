"""A bot from its start to its end."""

import time

from tests.e2e.client import reader, wait_for
from tests.e2e.process import Operator
from tests.e2e.scenarios.asking import DESPAIR, SHOT_DOWN, started

READERS = 5
AWAY = 4.0
"""Seconds without a server: three attempts to reach it."""
BY_WORDS = {"ACCORDINGTO_SEMANTIC": "off"}
"""Where it does not matter how answers are found: such a bot starts in half the time."""


def the_bot_starts_before_its_server_does(operator: Operator) -> None:
    driver = operator.driver
    operator.settings |= BY_WORDS
    with driver.away():
        running = operator.start()
        alice = reader(driver)
        question = alice.say(SHOT_DOWN)
        time.sleep(AWAY)
        assert not running.ended, running.log
    running.wait_until_polling()
    assert "130" in alice.answer_to(question).text
    assert running.stop() == 0, running.log
    assert "Traceback" not in running.log, running.log


def sigterm_leaves_no_question_without_its_answer(operator: Operator) -> None:
    driver = operator.driver
    running = operator.start().wait_until_polling()
    people = [started(driver, f"Reader{number}") for number in range(READERS)]
    questions = [somebody.say(text) for somebody in people for text in (SHOT_DOWN, DESPAIR)]
    wait_for(lambda: driver.waiting() < len(questions) or people[0].replies(), "questions taken")
    assert running.stop() == 0, running.log
    assert "Traceback" not in running.log, running.log
    operator.start().wait_until_polling()
    for somebody, first in zip(people, questions[::2], strict=True):
        wait_for(lambda s=somebody, q=first: len(s.replies(q.id - 1)) >= 2, "both answers")  # type: ignore[misc]  # bound now
        somebody.settle()
        answers = "\n".join(post.text for post in somebody.replies(first.id))
        assert len(somebody.replies(first.id)) == 2, somebody.transcript()
        assert "130" in answers, somebody.transcript()
        assert "Duma" in answers, somebody.transcript()


def the_menu_of_commands_is_told_in_every_language(operator: Operator) -> None:
    driver = operator.driver
    operator.settings |= BY_WORDS
    running = operator.start().wait_until_polling()
    menus = wait_for(lambda: (m := driver.calls("setMyCommands"))[2:] and m, "three menus")
    assert running.stop() == 0, running.log
    assert {menu.get("language_code") for menu in menus} == {None, "ru", "uk"}, menus
    for menu in menus:
        for name in ("start", "help", "incidents", "speakers", "about", "language", "status"):
            assert name in str(menu["commands"]), menu


def what_a_reader_chose_outlives_a_restart(operator: Operator) -> None:
    operator.settings |= BY_WORDS
    running = operator.start().wait_until_polling()
    alice = started(operator.driver)
    alice.ask("/language").press("Українська")
    answer = alice.ask(SHOT_DOWN)
    assert running.stop() == 0, running.log
    operator.start().wait_until_polling()
    before = len(answer.text)
    assert abs(len(alice.ask(SHOT_DOWN).text) - before) <= 1, alice.transcript()
    source = answer.press(answer.buttons[0])
    assert "10" in source.text, source.text
