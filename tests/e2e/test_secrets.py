"""Logs at their most talkative hold no token, secret or password."""

import socket

import pytest

from tests.e2e.client import reader, wait_for
from tests.e2e.conftest import TOKEN
from tests.postgres import NoServer, cluster

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240), pytest.mark.postgres]

SECRET = "hook-secret-of-this-run"  # noqa: S105  # opens nothing
PASSWORD = "pass-word-of-this-run"  # noqa: S105  # the same


def test_nothing_secret_is_logged_whatever_happens(operator, driver):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    try:
        running = cluster()
        server = running.__enter__()
    except NoServer as reason:
        pytest.skip(str(reason))
    operator.measured = True
    with server.database() as address:
        operator.settings |= {
            "ACCORDINGTO_SEMANTIC": "off",
            "ACCORDINGTO_LOG_LEVEL": "debug",
            "ACCORDINGTO_DATABASE_URL": address.replace("postgres@", f"postgres:{PASSWORD}@"),
            "ACCORDINGTO_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
            "ACCORDINGTO_WEBHOOK_SECRET": SECRET,
            "ACCORDINGTO_LISTEN": f"127.0.0.1:{port}",
        }
        operator.command = (operator.command[0], "-m", "bot", "db", "upgrade")
        assert operator.start().wait(60) == 0
        operator.command = (operator.command[0], "-m", "bot", "run")
        bot = operator.start()
        alice = reader(driver)
        alice.say("/start")
        wait_for(alice.replies, "an answer", 60)
        driver.fault("sendMessage", "drop", 2)
        driver.fault("sendMessage", "flood", 1)
        alice.ask("How many drones were shot down?", seconds=60)
        with driver.away():
            driver.write(alice.person, alice.chat, "Who said it?", None)
        wait_for(lambda: not driver.waiting(), "the last one taken", 60)
        bot.stop()
        log = "".join(one.log for one in operator.started)
    running.__exit__(None, None, None)
    assert "handled in" in log, "it was at its most talkative"
    for secret in (TOKEN, TOKEN.partition(":")[2], SECRET, PASSWORD):
        assert secret not in log
