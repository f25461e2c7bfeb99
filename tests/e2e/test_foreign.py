"""What strangers made holds nobody up: files that freeze parsers, messages that freeze patterns."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, reader, wait_for
from tests.e2e.conftest import TOKEN
from tests.e2e.loopback import Loopback
from tests.e2e.process import BotProcess, Operator
from tests.machine import allowed

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

COMMENTS = b"<!-- -->" * 60 + b"x"
ENDLESS_TAG = b"<html><body><p>x</p><" + b"a" * 4_900_000
DASHES = "-" * 4095 + "x"
ASKED = "How many drones were shot down?"
ROUNDS = 8
"""Times that the other reader asks while it is read."""


@pytest.fixture(scope="module")
def operator(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    """One bot for all of them: whatever one test sends must harm none that comes after it."""
    home = tmp_path_factory.mktemp("foreign")
    shutil.copytree(template, home, dirs_exist_ok=True)
    server = BotServer(TOKEN)
    somebody = Operator(Loopback(server), home)
    yield somebody
    somebody.close()
    server.stop()


@pytest.fixture(scope="module")
def carol(operator: Operator) -> Conversation:
    carol = reader(operator.driver, "Carol")
    operator.settings["ACCORDINGTO_CURATORS"] = str(carol.person)
    operator.settings |= {"ACCORDINGTO_SEMANTIC": "off", "ACCORDINGTO_LOG_LEVEL": "info"}
    return carol


@pytest.fixture(scope="module")
def bot(operator: Operator, carol: Conversation) -> BotProcess:
    started = operator.start().wait_until_polling()
    carol.ask("/start", seconds=60)
    return started


@pytest.fixture
def running(bot: BotProcess) -> Iterator[BotProcess]:
    workers = bot.workers()
    yield bot
    assert not bot.ended
    assert bot.workers() == workers, "no worker had to be replaced"


@pytest.fixture
def other(operator: Operator, running: BotProcess) -> Conversation:  # noqa: ARG001  # it must run
    other = reader(operator.driver, "Other")
    other.ask(ASKED, seconds=60)
    return other


def longest_wait(other: Conversation, rounds: int = ROUNDS) -> float:
    """Seconds that the slowest of several answers to another reader took."""
    waits = []
    for _ in range(rounds):
        began = time.monotonic()
        sent = other.say(ASKED)
        wait_for(lambda: other.replies(sent.id), "the other reader's answer", 120)  # noqa: B023  # waited for here
        waits.append(time.monotonic() - began)
        time.sleep(0.1)
    return max(waits)


@pytest.mark.parametrize(
    ("content", "name"),
    [(COMMENTS, "a.txt"), (ENDLESS_TAG, "a.html"), (ENDLESS_TAG, "a.txt")],
    ids=["comments", "tag.html", "tag.txt"],
)
def test_a_file_that_froze_the_bot_holds_nobody_up(carol, other, content: bytes, name: str):
    limit = allowed(1, 5)
    sent = carol.driver.attach(carol.person, carol.chat, "document", content, "/pull", name)
    waited = longest_wait(other)
    told = wait_for(lambda: carol.replies(sent), "a sentence for the curator", 60)
    print(f"{name}, {len(content):,} bytes: the other reader waited {waited:.2f} s at most")  # noqa: T201  # the figure
    assert waited < limit
    assert told[-1].text.endswith(".")


def test_readers_who_send_dashes_hold_nobody_up(operator, other):
    limit = allowed(1, 5)
    dashing = [reader(operator.driver, f"Dash {number}") for number in range(8)]
    sent = [(one, one.say(DASHES)) for one in dashing]
    waited = longest_wait(other)
    for one, message in sent:
        one.answer_to(message, 60)
    print(f"8 readers with {len(DASHES):,} characters: the other waited {waited:.2f} s at most")  # noqa: T201  # the figure
    assert waited < limit


@pytest.mark.parametrize(
    "text",
    [
        "\\u0000 how many drones were shot down?",
        "how many\\u0000 drones\x00 were shot down?",
        "how many \u202edrones\u202c \u200bwere\u2066 shot\U000e0041 down?",
        "how many drones w" + "\u0301\u0316" * 500 + "ere shot down?",
        "ﷺ" * 9 + " how many drones were shot down?",
        "\ue000\ufff9\u3164how many drones\ufe0f\ufe0f\ufe0f were shot\u0378 down?",
    ],
    ids=["literal", "both", "bidi", "marks", "ligatures", "private"],
)
def test_odd_characters_get_an_answer(other: Conversation, text: str):
    answer = other.ask(text, seconds=30)
    assert "130" in answer.text
    assert not set("\x00\u202e\u200b\u2066\ue000\u3164") & set(answer.text)


@pytest.mark.usefixtures("running")
def test_a_name_and_a_quoted_reply_may_hold_anything(operator):
    odd = reader(operator.driver, "A\\u0000\x00\u202e\u200bnn")
    first = odd.ask("how many drones\\u0000 were shot down?", seconds=30)
    assert "130" in first.text
    assert odd.ask("who said that? \\u0000", first, seconds=30).text


def test_the_reading_process_that_is_killed_is_put_in_place_again(running, carol):
    article = b"Ferry runs aground\n\nPiet Vos, the harbour master, said on Monday that 40 passengers were on board."
    carol.send("document", article, "/pull", "a.txt")
    (child,) = children(running.process.pid)
    os.kill(child, 9)
    again = carol.send("document", article.replace(b"40", b"50"), "/pull", "b.txt")
    if "cannot be read" in again.text or "too much time" in again.text:
        again = carol.send("document", article.replace(b"40", b"60"), "/pull", "c.txt")
    assert "statement" in again.text or "here already" in again.text
    assert children(running.process.pid) != [child]


def children(bot: int) -> list[int]:
    """The processes that read for a bot, of whichever of its workers."""
    parents: dict[int, int] = {}
    reading = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, *_ = status.read_text().rpartition(")")[2].split()
            command = (status.parent / "cmdline").read_bytes()
        except OSError:  # it ended meanwhile
            continue
        number = int(status.parent.name)
        parents[number] = int(parent)
        if state != "Z" and b"knowledge.sandbox" in command:
            reading.append(number)
    return [number for number in reading if bot in ancestors(number, parents)]


def ancestors(number: int, parents: dict[int, int]) -> set[int]:
    """The processes that a process descends from."""
    found: set[int] = set()
    while (number := parents.get(number, 0)) and number not in found:
        found.add(number)
    return found
