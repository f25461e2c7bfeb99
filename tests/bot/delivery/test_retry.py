"""A connection that broke is tried once more; nothing is waited for in a place of others."""

from collections.abc import Sequence

import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.delivery.retry import PAUSE, RetryingLimiter


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

    patience = RetryingLimiter(sleep)
    await patience.initialize()
    result = await patience.process_request(server, (), {}, endpoint, {"chat_id": 1}, None)
    assert result is True
    await patience.shutdown()
    return slept


@pytest.mark.anyio
@pytest.mark.parametrize("error", [NetworkError("gone"), NetworkError("Bad Gateway")])
async def test_a_connection_that_broke_is_tried_once_more_at_once(error):
    assert await request(Server([error])) == [PAUSE]


@pytest.mark.anyio
@pytest.mark.parametrize(
    "error",
    [
        BadRequest("chat not found"),
        Forbidden("blocked"),
        RetryAfter(1),
        RetryAfter(400),
        TimedOut(),
        InvalidToken(),
    ],
)
async def test_nothing_else_is_waited_for_here(error):
    server = Server([error])
    with pytest.raises(type(error)):
        await request(server)
    assert server.calls == 1


@pytest.mark.anyio
async def test_a_network_that_stays_away_is_somebody_elses_business():
    server = Server([NetworkError("gone")] * 3)
    with pytest.raises(NetworkError):
        await request(server)
    assert server.calls == 2


@pytest.mark.anyio
@pytest.mark.parametrize("error", [NetworkError("gone"), RetryAfter(1)])
async def test_typing_is_never_tried_again(error):
    server = Server([error])
    with pytest.raises(type(error)):
        await request(server, "sendChatAction")
    assert server.calls == 1
