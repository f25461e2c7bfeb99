"""Whatever comes over the network or becomes of the database, everybody else is served on."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from knowledge.domain import Actor
from knowledge.interchange import shipped
from knowledge.storage import Store
from tests.e2e.botserver import Fault
from tests.e2e.client import Conversation, reader, wait_for
from tests.e2e.process import BotProcess, Operator
from tests.postgres import NoServer, cluster

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

SECRET = "bad-input-secret-of-tests"  # noqa: S105  # opens nothing
HEADER = "X-Telegram-Bot-Api-Secret-Token"
GOOD = {HEADER: SECRET}
SHOT_DOWN = "How many drones were shot down?"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """A bot with its numbers, and somebody who asks it."""

    bot: BotProcess
    alice: Conversation
    hook: str
    metrics: str

    def counted(self, sample: str) -> float:
        """The number of a sample, such as `polls_total{status="409"}`."""
        text = httpx.get(self.metrics, trust_env=False).text
        lines = [line for line in text.splitlines() if line.startswith(f"accordingto_{sample} ")]
        return float(lines[0].rpartition(" ")[2]) if lines else 0.0

    def serves(self, seconds: float = 15) -> None:
        assert "130" in self.alice.ask(SHOT_DOWN, seconds=seconds).text


def running(operator: Operator, *, webhook: bool, settings: dict[str, str]) -> Running:
    port, numbers = free_port(), free_port()
    operator.settings |= {
        "ACCORDINGTO_SEMANTIC": "off",
        "ACCORDINGTO_METRICS": f"127.0.0.1:{numbers}",
        **settings,
    }
    if webhook:
        operator.settings |= {
            "ACCORDINGTO_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
            "ACCORDINGTO_WEBHOOK_SECRET": SECRET,
            "ACCORDINGTO_LISTEN": f"127.0.0.1:{port}",
        }
    bot = operator.start()
    alice = reader(operator.driver)
    alice.say("/start")
    wait_for(alice.replies, "the first answer", 100)
    alice.settle()
    hook, metrics = f"http://127.0.0.1:{port}/hook", f"http://127.0.0.1:{numbers}/metrics"
    return Running(bot, alice, hook, metrics)


def fill(address: str) -> None:
    with closing(Store(address)) as store:
        store.upgrade()
        store.bulk.load(shipped(), Actor(None, "operator"), "for the tests")


@pytest.fixture
def hooked(operator: Operator) -> Running:
    return running(operator, webhook=True, settings={})


@pytest.fixture
def polled(operator: Operator) -> Running:
    return running(operator, webhook=False, settings={})


def post(hooked: Running, body: Any, headers: dict[str, str] = GOOD) -> int:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return httpx.post(
        hooked.hook, content=content, headers=headers, trust_env=False, timeout=30
    ).status_code


def message(number: int, **changed: Any) -> dict[str, Any]:
    who = {"id": 7_000_000, "is_bot": False, "first_name": "Ann"}
    place = {"id": 7_000_000, "type": "private", "first_name": "Ann"}
    body = {"message_id": 1, "date": 1_700_000_000, "chat": place, "from": who, "text": "/start"}
    return {"update_id": number, "message": body | changed}


def test_what_comes_to_the_webhook_is_taken_or_refused_and_readers_are_served(hooked):
    refused: list[tuple[Any, dict[str, str], int]] = [
        (message(1), {}, 403),
        (message(2), {HEADER: "another-secret-altogether"}, 403),
        (b'{"update_id": 3, "message": {', GOOD, 400),
        (b"[" * 100_000, GOOD, 400),
        (b"\xff\xfe", GOOD, 400),
        ([], GOOD, 400),
        ({"message": {}}, GOOD, 400),
        ({"update_id": 2**70}, GOOD, 400),
        (b'{"update_id": 4, "x": "' + b"x" * 20_000_000 + b'"}', GOOD, 413),
    ]
    for body, headers, status in refused:
        assert post(hooked, body, headers) == status
        assert hooked.counted(f'webhook_requests_total{{status="{status}"}}')
    assert hooked.counted('webhook_requests_total{status="403"}') == 2
    taken: list[Any] = [
        {"update_id": 11, "some_new_kind": {"id": 1}},
        {"update_id": 12, "my_chat_member": {"chat": {"id": 5}}},
        {"update_id": 13, "message": {"chat": 7}},
        message(14, date=4_102_444_800),  # the year 2100
        message(15, date=10**17),
        message(2**53 + 1),
        message(16, chat={"id": 2**53 + 5, "type": "private", "first_name": "Ann"}),
    ]
    for body in taken:
        assert post(hooked, body) == 200
    wait_for(
        lambda: hooked.counted('updates_total{result="unreadable"}') >= 3,
        "what cannot be read was counted",
    )
    hooked.serves()
    log = hooked.bot.log
    for line in ("without the secret", "with another secret", "not an update", "more than"):
        assert line in log
    assert "cannot be read" in log
    assert not hooked.bot.ended


def test_a_slow_body_holds_nobody_up(hooked):
    port = int(hooked.hook.rpartition(":")[2].partition("/")[0])
    with socket.create_connection(("127.0.0.1", port)) as slow:
        head = (
            f"POST /hook HTTP/1.1\r\nHost: x\r\n{HEADER}: {SECRET}\r\nContent-Length: 99\r\n\r\n{{"
        )
        slow.sendall(head.encode())
        hooked.serves(5)
        slow.settimeout(20)
        assert slow.recv(99).startswith(b"HTTP/1.1 408 ")
    wait_for(lambda: "not come in time" in hooked.bot.log, "the log line")
    assert hooked.counted('webhook_requests_total{status="408"}') == 1
    hooked.serves()


def test_updates_that_cannot_be_read_do_not_end_the_polling(polled, driver):
    updates = driver.server.api.updates
    for kind, body in (
        ("my_chat_member", {"chat": {"id": 5}}),
        ("message", {"chat": 7}),
        ("callback_query", {"id": "1"}),
    ):
        driver.server.call(lambda kind=kind, body=body: updates.push(kind, body))
        polled.serves()
    assert polled.counted('updates_total{result="unreadable"}') == 3
    assert "cannot be read and is passed over" in polled.bot.log
    wait_for(lambda: not driver.waiting(), "all of it acknowledged")


def test_a_second_poller_is_told_of_and_the_bot_goes_on(polled, driver):
    url = f"{driver.base_url}{driver.token}/getUpdates"
    for _ in range(3):
        httpx.post(url, json={"timeout": 0}, trust_env=False)
        time.sleep(0.5)
    wait_for(lambda: polled.counted('polls_total{status="409"}'), "the conflict was counted")
    assert "another program asks for the updates of this bot" in polled.bot.log
    polled.serves()


def test_a_token_that_is_refused_is_told_of_and_nothing_is_lost(polled, driver):
    weather = driver.server.api.weather
    driver.server.call(
        lambda: weather.faults.extend(
            [
                Fault("getUpdates", "status", 2, status=401),
                Fault("sendMessage", "status", 1, status=401),
            ]
        )
    )
    sent = polled.alice.say(SHOT_DOWN)
    wait_for(lambda: "Telegram refuses the token" in polled.bot.log, "the log line", 40)
    assert polled.counted('polls_total{status="401"}') >= 1
    answer = wait_for(lambda: polled.alice.replies(sent.id), "the answer", 90)
    assert "130" in answer[0].text
    polled.serves(40)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be had by root only")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def remount(place: Path, mode: str) -> None:
    """Make a mounted disk one that may only be read, though files of it are open, or writable."""
    options = f"remount,{mode}"
    subprocess.run(["mount", "-o", options, str(place)], check=True, capture_output=True)


@pytest.mark.parametrize("webhook", [True, False])
def test_a_full_disk_lets_telegram_keep_what_cannot_be_stored(
    operator, driver, small_disk, webhook
):
    url = {"ACCORDINGTO_DATABASE_URL": f"sqlite:///{small_disk}/store.sqlite3"}
    operator.settings |= url | {"ACCORDINGTO_SEMANTIC": "off"}

    fill(url["ACCORDINGTO_DATABASE_URL"])
    found = running(operator, webhook=webhook, settings=url)
    found.serves()
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    sent = [found.alice.say(SHOT_DOWN)]
    deadline = time.monotonic() + 60
    while "found no room" not in found.bot.log and time.monotonic() < deadline:
        time.sleep(0.5)
        sent.append(found.alice.say(SHOT_DOWN))
    assert "found no room" in found.bot.log
    if webhook:
        assert found.counted('webhook_requests_total{status="503"}')
    wait_for(lambda: found.counted('updates_total{result="unstored"}'), "it was counted")
    assert not found.bot.ended
    ballast.unlink()
    wait_for(lambda: not driver.waiting(), "all of it taken", 60)
    wait_for(lambda: len(found.alice.replies(sent[0].id)) >= len(sent), "all answered", 60)
    found.serves()


def test_a_store_that_may_only_be_read_is_told_of_at_the_start_and_nothing_is_lost(
    operator, driver, small_disk
):
    url = {"ACCORDINGTO_DATABASE_URL": f"sqlite:///{small_disk}/store.sqlite3"}
    operator.settings |= url | {"ACCORDINGTO_SEMANTIC": "off"}
    fill(url["ACCORDINGTO_DATABASE_URL"])
    remount(small_disk, "ro")
    early = reader(driver)
    sent = early.say(SHOT_DOWN)
    refused = operator.start()
    assert refused.wait(60) != 0
    assert "its folder exists and may be written" in refused.log
    assert "Traceback" not in refused.log
    remount(small_disk, "rw")
    found = running(operator, webhook=False, settings=url)
    answer = wait_for(lambda: early.replies(sent.id), "the answer", 60)
    assert "130" in answer[0].text
    found.serves()


@pytest.mark.postgres
def test_a_database_that_is_stopped_and_comes_back_loses_no_question(operator):
    try:
        server = cluster()
        there = server.__enter__()
    except NoServer as reason:
        pytest.skip(str(reason))
    try:
        with there.database() as address:
            fill(address)
            found = running(operator, webhook=True, settings={"ACCORDINGTO_DATABASE_URL": address})
            found.serves()
            with there.stopped():
                sent = found.alice.say(SHOT_DOWN)
                wait_for(lambda: found.counted('webhook_requests_total{status="503"}'), "503", 30)
                assert (
                    "does not answer" in found.bot.log or "stopped by its operator" in found.bot.log
                )
                assert found.counted('updates_total{result="unstored"}')
            answer = wait_for(lambda: found.alice.replies(sent.id), "the answer", 60)
            assert "130" in answer[0].text
            found.serves()
            found.bot.stop()
    finally:
        server.__exit__(None, None, None)
