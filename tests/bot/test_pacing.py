"""Requests wait when they are told to and are made again when the network fails."""

from collections.abc import Sequence

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.pacing import LONGEST_WAIT, TRIES, Patience


class Server:
    """Fails in the given ways, then answers."""

    def __init__(self, failures: Sequence[Exception]) -> None:
        self.failures = list(failures)
        self.calls = 0

    async def __call__(self) -> bool:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return True


async def request(server: Server, endpoint: str = "sendMessage") -> list[float]:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    patience = Patience(sleep)
    await patience.initialize()
    result = await patience.process_request(server, (), {}, endpoint, {"chat_id": 1}, None)
    assert result is True
    await patience.shutdown()
    return slept


@pytest.mark.anyio
async def test_it_waits_as_long_as_telegram_says():
    assert await request(Server([RetryAfter(7)])) == [7.0]


@pytest.mark.anyio
async def test_a_network_that_fails_is_tried_again_with_growing_pauses():
    slept = await request(Server([NetworkError("gone"), TimedOut(), NetworkError("gone")]))
    assert slept == [0.5, 1.0, 2.0]


@pytest.mark.anyio
@pytest.mark.parametrize("error", [BadRequest("chat not found"), Forbidden("blocked")])
async def test_what_telegram_refuses_is_not_tried_again(error):
    server = Server([error])
    with pytest.raises(type(error)):
        await request(server)
    assert server.calls == 1


@pytest.mark.anyio
async def test_a_network_that_stays_away_is_given_up():
    server = Server([NetworkError("gone")] * TRIES)
    with pytest.raises(NetworkError):
        await request(server)
    assert server.calls == TRIES


@pytest.mark.anyio
async def test_a_wait_beyond_reason_is_not_waited():
    server = Server([RetryAfter(int(LONGEST_WAIT) + 1)])
    with pytest.raises(RetryAfter):
        await request(server)


@pytest.mark.anyio
@pytest.mark.parametrize("error", [NetworkError("gone"), RetryAfter(1)])
async def test_typing_is_never_tried_again(error):
    server = Server([error])
    with pytest.raises(type(error)):
        await request(server, "sendChatAction")
    assert server.calls == 1
