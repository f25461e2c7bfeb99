"""A worker that hangs is found by its missing heartbeat and replaced, and nobody waits for it."""

import os
import signal
import socket
import threading

import httpx
import pytest

from tests.e2e.client import reader, wait_for
from tests.e2e.process import BotProcess, Operator

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(150)]

SECRET = "hanging-run-of-tests"  # noqa: S105  # served on loopback only
REPLACED_WITHIN = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def by_webhook(operator: Operator, workers: int) -> tuple[BotProcess, str]:
    """Some workers behind one webhook, and its address."""
    address = f"127.0.0.1:{free_port()}"
    operator.settings |= {
        "ACCORDINGTO_SEMANTIC": "off",
        "ACCORDINGTO_WEBHOOK_URL": f"http://{address}/hook",
        "ACCORDINGTO_WEBHOOK_SECRET": SECRET,
        "ACCORDINGTO_LISTEN": address,
        "ACCORDINGTO_WORKERS": str(workers),
    }
    running = operator.start()
    first = reader(operator.driver, "First")
    first.say("/start")
    wait_for(first.replies, "the first answer", 100)
    return running.wait_until_answering(workers), address


def ready(address: str) -> int:
    try:
        with httpx.Client(trust_env=False, timeout=3) as http:
            return http.get(f"http://{address}/ready").status_code
    except httpx.HTTPError:
        return 0


def test_one_of_two_that_is_stopped_is_replaced_and_no_post_times_out_then(operator):
    running, address = by_webhook(operator, workers=2)
    stopped = running.workers()[0]
    os.kill(stopped, signal.SIGSTOP)
    askers = [reader(operator.driver, f"Reader {number}") for number in range(10)]
    for one in askers:
        one.say("How many drones were shot down?")
    wait_for(lambda: stopped not in running.workers(), "its end", REPLACED_WITHIN)
    wait_for(lambda: len(running.workers()) == 2, "its replacement", REPLACED_WITHIN)
    outcomes: list[int] = []
    posts = [threading.Thread(target=lambda: outcomes.append(ready(address))) for _ in range(40)]
    for post in posts:
        post.start()
    for post in posts:
        post.join()
    assert outcomes == [200] * 40
    for one in askers:
        wait_for(one.replies, "an answer", 30)
    assert sum(len(one.replies()) for one in askers) == len(askers)


def test_a_single_worker_that_is_stopped_is_replaced_too(operator):
    operator.settings["ACCORDINGTO_SEMANTIC"] = "off"
    running = operator.start().wait_until_polling().wait_until_answering(1)
    (worker,) = running.workers()
    os.kill(worker, signal.SIGSTOP)
    alice = reader(operator.driver)
    asked = alice.say("How many drones were shot down?")
    answer = alice.answer_to(asked, REPLACED_WITHIN + 10)
    assert "130" in answer.text
    assert worker not in running.workers()
    assert running.stop() == 0
