"""What comes to the webhook's address: taken, refused with the right code, or told to come again."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from bot import webhook as module
from bot.webhook import LARGEST, SECRET, Webhook
from knowledge.domain import Arrival, StoreProblem

pytestmark = pytest.mark.anyio
GOOD = {SECRET: "0123456789abcdef"}


class Taking:
    """Takes updates, unless it is told that the database is away."""

    def __init__(self) -> None:
        self.taken: list[Arrival] = []
        self.problem = ""
        self.codes: list[int] = []

    async def receive(self, arrival: Arrival) -> None:
        if self.problem:
            raise StoreProblem(self.problem)
        if arrival.update_id == 666:
            raise KeyError("a fault of ours")
        self.taken.append(arrival)

    async def ready(self) -> str:
        return self.problem


@pytest.fixture
def taking() -> Taking:
    return Taking()


@pytest.fixture
async def http(taking: Taking, unused_port: int) -> AsyncIterator[httpx.AsyncClient]:
    webhook = Webhook(
        "some/hook",
        "0123456789abcdef",
        receive=taking.receive,
        ready=taking.ready,
        count=taking.codes.append,
    )
    webhook.open("127.0.0.1", unused_port)
    base = f"http://127.0.0.1:{unused_port}"
    async with httpx.AsyncClient(base_url=base, trust_env=False) as client:
        yield client
    await webhook.close()


async def post(http: httpx.AsyncClient, body: Any, headers: dict[str, str] | None = None) -> int:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = await http.post(
        "/some/hook", content=content, headers=GOOD if headers is None else headers
    )
    return sent.status_code


async def test_an_update_is_taken(http, taking):
    assert await post(http, {"update_id": 1, "message": {"chat": {"id": 5}}}) == 200
    assert [one.update_id for one in taking.taken] == [1]
    assert taking.codes == [200]


@pytest.mark.parametrize("headers", [{}, {SECRET: "wrong"}, {SECRET: "0123456789abcdeF"}])
async def test_without_the_secret_nothing_is_taken_nor_told(http, taking, headers, caplog):
    answer = await http.post("/some/hook", content=b'{"update_id": 1}', headers=headers)
    assert (answer.status_code, answer.text) == (403, "Forbidden\n")
    assert "Server" not in answer.headers
    assert not taking.taken
    assert "0123456789abcdef" not in caplog.text
    assert "secret" in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"7", b"\xff\xfe", b"[" * 100_000, b'{"update_id": "x"}',
        b'{"update_id": 1e400}', b'{"message": {}}', b'{"update_id": 99999999999999999999}',
    ],
)  # fmt: skip
async def test_what_is_no_update_is_refused(http, taking, body):
    assert await post(http, body) == 400
    assert not taking.taken


@pytest.mark.parametrize(
    "body",
    [
        {"update_id": 2**53 + 1, "message": {"chat": {"id": 2**53 + 3}}},
        {"update_id": 1, "message": {"date": 4_102_444_800, "chat": {"id": 5}}},
        {"update_id": 1, "a_kind_of_the_future": {"x": []}},
    ],
)
async def test_large_ids_far_dates_and_new_kinds_are_taken(http, taking, body):
    assert await post(http, body) == 200
    assert len(taking.taken) == 1


async def test_a_body_that_says_it_is_too_large_is_refused(http, taking):
    assert await post(http, b"x" * (20 * 2**20)) == 413
    assert not taking.taken


async def test_a_body_that_does_not_say_so_is_refused_when_it_is(http):
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(LARGEST // 2**16 + 2):
            yield b"x" * 2**16

    answer = await http.post("/some/hook", content=pieces(), headers=GOOD)
    assert answer.status_code == 413


async def test_a_slow_body_is_hung_up_on(http, taking, monkeypatch, unused_port):
    monkeypatch.setattr(module, "PATIENCE", 0.3)
    slow = Webhook("hook", "s" * 16, receive=taking.receive, ready=taking.ready, count=print)
    other = unused_port + 1
    slow.open("127.0.0.1", other)
    reader, writer = await asyncio.open_connection("127.0.0.1", other)
    head = (
        f"POST /hook HTTP/1.1\r\nHost: x\r\n{SECRET}: {'s' * 16}\r\nContent-Length: 100\r\n\r\n{{"
    )
    writer.write(head.encode())
    assert (await asyncio.wait_for(reader.read(), 60)).startswith(b"HTTP/1.1 408 ")
    writer.close()
    await slow.close()
    assert await post(http, {"update_id": 1}) == 200


async def test_while_the_database_is_away_telegram_is_told_to_come_again(http, taking):
    taking.problem = "the database cannot be used"
    answer = await http.post("/some/hook", content=b'{"update_id": 1}', headers=GOOD)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    ready = await http.get("/ready")
    assert (ready.status_code, ready.text) == (503, "the database cannot be used\n")
    assert (await http.get("/health")).status_code == 200
    taking.problem = ""
    assert (await http.get("/ready")).text == "ok\n"


async def test_other_addresses_and_methods_are_not_there(http):
    assert (await http.get("/")).status_code == 404
    assert (await http.get("/some/hook", headers=GOOD)).status_code == 405
    assert (await http.put("/health")).status_code == 405


async def test_a_fault_of_ours_is_an_error_without_its_inside(http, caplog):
    answer = await http.post("/some/hook", content=b'{"update_id": 666}', headers=GOOD)
    assert (answer.status_code, answer.text) == (500, "Internal Server Error\n")
    assert "a request failed" in caplog.text


async def test_too_many_at_once_are_told_to_come_again(taking, monkeypatch, unused_port):
    monkeypatch.setattr(module, "MOST", 1)
    gate = asyncio.Event()

    async def slow(_: Arrival) -> None:
        await gate.wait()

    webhook = Webhook("hook", "s" * 16, receive=slow, ready=taking.ready, count=taking.codes.append)
    webhook.open("127.0.0.1", unused_port)
    headers = {SECRET: "s" * 16}
    url = f"http://127.0.0.1:{unused_port}/hook"
    async with httpx.AsyncClient(trust_env=False) as client:
        first = asyncio.create_task(client.post(url, content=b'{"update_id": 1}', headers=headers))
        await asyncio.sleep(0.2)
        second = await client.post(url, content=b'{"update_id": 2}', headers=headers)
        assert second.status_code == 503
        gate.set()
        assert (await first).status_code == 200
    await webhook.close()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
async def test_no_body_is_a_fault_of_ours(http, body):
    assert await post(http, body) in {200, 400}
