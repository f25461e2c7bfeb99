"""The Bot API server of the tests serves python-telegram-bot as it is."""

import socket
import sys
from pathlib import Path

import pytest

from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, LateError, reader, wait_for
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


ECHO = (sys.executable, "-m", "tests.e2e.echo_bot")


@pytest.fixture
def echo(operator: Operator) -> Conversation:
    """Alice, and a polling bot that echoes."""
    operator.command = ECHO
    operator.start().wait_until_polling()
    return reader(operator.driver)


def test_an_echo_bot_answers_words_presses_and_files(echo: Conversation, driver: Loopback):
    answer = echo.ask("a <b> & 😀")
    assert (answer.text, answer.buttons) == ("a <b> & 😀", ["Again"])
    assert answer.seen.html == "<i>a &lt;b&gt; &amp; 😀</i>"
    pressed = answer.press("again")
    assert (pressed.notice, pressed.message.text, pressed.news) == ("pressed", "again", [])
    assert echo.send("photo", PNG).seen.media == "photo"
    assert echo.send("voice", b"OggS").seen.media == "document"
    assert driver.look_up(echo.chat, "drone")[0]["title"] == "drone"
    assert driver.mistakes() == []


def test_an_echo_bot_answers_a_guest(echo: Conversation, driver: Loopback, server: BotServer):
    far = Conversation(driver, driver.add_chat("group", "Far", [echo.chat], "left"), echo.chat)
    people = server.api.people
    server.call(lambda: people.call_guest(echo.chat, far.chat, "@accordingto_bot who?"))
    wait_for(far.replies, "the guest's message")
    assert far.replies()[0].text == "guest"
    assert driver.mistakes() == []


def test_a_killed_bot_gets_its_unacknowledged_updates_again(
    operator: Operator, driver: Loopback, server: BotServer
):
    operator.command = ECHO
    first = operator.start().wait_until_polling()
    first.kill()
    wait_for(lambda: not driver.polling(), "the poll gone")
    alice = reader(driver)
    question = alice.say("anyone?")
    with pytest.raises(LateError):
        alice.answer_to(question, 0.3)
    operator.start().wait_until_polling()
    assert alice.answer_to(question).text == "anyone?"
    assert operator.started[1].stop() == 0
    assert driver.mistakes() == []
    assert server.api.world.actions


def test_an_echo_bot_answers_by_webhook(operator: Operator, driver: Loopback, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    operator.command = ECHO
    operator.settings = {
        "ECHO_PORT": str(port),
        "ECHO_WEBHOOK": f"http://127.0.0.1:{port}/hook",
    }
    running = operator.start()
    alice = reader(driver)
    assert alice.ask("by post").text == "by post"
    assert running.stop() == 0, running.log
    assert driver.mistakes() == []
    assert list(tmp_path.glob("bot-0.log"))
