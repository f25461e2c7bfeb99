"""Killed at random, by polling and by webhook: every question is answered, the store is whole."""

import pytest

from tests.bench.crashing import READERS, run

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("template"), pytest.mark.timeout(240)]


@pytest.mark.parametrize("webhook", [False, True])
def test_nothing_is_lost_when_the_bot_is_killed(webhook):
    counted = run(3, webhook=webhook)
    assert counted.questions > 5
    assert counted.unanswered == 0
    assert counted.out_of_order == 0
    # Each kill can fall into the one window of every reader in which Telegram has a message that
    # nobody noted; where the machine is busy, into several at once.
    assert counted.twice <= counted.kills * READERS
    assert counted.edits_kept == counted.edits
    assert counted.sound == []
    assert counted.indexed
