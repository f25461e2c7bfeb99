"""One reader who writes without end does not keep another one waiting."""

import time

import pytest

from tests.e2e.client import Conversation, reader, wait_for
from tests.machine import allowed

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


def answered(who: Conversation) -> float:
    """Seconds until somebody's question is answered."""
    began = time.monotonic()
    sent = who.say("How many drones were shot down?")
    wait_for(lambda: who.replies(sent.id), "the answer")
    return time.monotonic() - began


def test_a_flood_is_answered_in_part_told_so_once_and_harms_nobody(operator, driver):
    operator.settings |= {"ACCORDINGTO_SEMANTIC": "off", "ACCORDINGTO_READER_BURST": "20"}
    operator.settings |= {"ACCORDINGTO_LOG_LEVEL": "info"}  # as in production: it is timed
    operator.start().wait_until_polling()
    flooder, other = reader(driver, "Flooder"), reader(driver, "Other")
    other.ask("/start")
    limit, times = allowed(1, 4), [float("inf")]
    while times[-1] > limit and len(times) <= 3:
        for number in range(1000):
            driver.write(flooder.person, flooder.chat, f"How many drones? {number}", None)
        times.append(answered(other))
    assert times[-1] < limit, times
    wait_for(
        lambda: [post for post in flooder.replies() if "a lot at once" in post.text],
        "the word about it",
        60,
    )
    wait_for(lambda: not driver.waiting(), "all of it taken", 60)
    flooder.settle(2, 60)
    told = [post for post in flooder.replies() if "a lot at once" in post.text]
    assert len(told) == 1
    assert 20 <= len(flooder.replies()) < 400
    assert driver.mistakes() == []
