"""Requests reach Telegram, and what goes wrong is told as python-telegram-bot expects."""

import asyncio
from collections.abc import Iterator

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.delivery import PooledRequest
from tests.e2e.botserver import BotServer
from tests.e2e.client import Conversation, reader
from tests.e2e.loopback import Loopback

pytestmark = pytest.mark.anyio
TOKEN = "7000000001:lines_test-token-AAAAAAAAAAAAAAAAAAAAAA"  # served on loopback only


@pytest.fixture(scope="module")
def driver() -> Iterator[Loopback]:
    server = BotServer(TOKEN)
    yield Loopback(server)
    server.stop()


@pytest.fixture
def ann(driver: Loopback) -> Conversation:
    ann = reader(driver, "Ann")
    ann.say("hello")
    return ann


def bot_with(lines: PooledRequest, driver: Loopback) -> Bot:
    return Bot(TOKEN, base_url=driver.base_url, request=lines, get_updates_request=lines)


@pytest.mark.parametrize("proxies", [{}, {"no": "127.0.0.1"}])
async def test_messages_and_files_arrive(driver, ann, proxies):
    bot = bot_with(PooledRequest(2, 5.0, lambda: proxies), driver)
    async with bot:
        await asyncio.gather(*(bot.send_message(ann.chat, f"{n} & more") for n in range(5)))
        await bot.send_document(ann.chat, b"some words", filename="words.txt")
    texts = [post.text for post in ann.replies()]
    assert sorted(texts[:5]) == [f"{n} & more" for n in range(5)]
    assert ann.replies()[5].seen.media == "document"
    async with bot:
        await bot.send_message(ann.chat, "opened anew")
    assert ann.replies()[-1].text == "opened anew"


async def test_what_telegram_refuses_has_its_own_error(driver, ann):
    driver.fault("sendMessage", "flood", seconds=3)
    async with bot_with(PooledRequest(2, 5.0, dict), driver) as bot:
        with pytest.raises(RetryAfter):
            await bot.send_message(ann.chat, "too soon")


async def test_a_lost_connection_and_a_late_answer_are_told_apart(driver, ann):
    async with bot_with(PooledRequest(2, 0.3, dict), driver) as bot:
        driver.fault("sendMessage", "drop")
        with pytest.raises(NetworkError, match=r"ProtocolError|Read"):
            await bot.send_message(ann.chat, "lost")
        driver.fault("sendMessage", "delay", seconds=1.0)
        with pytest.raises(TimedOut):
            await bot.send_message(ann.chat, "late")
        driver.fault("sendMessage", "delay", seconds=0.6)
        await bot.send_message(ann.chat, "late, but waited for", read_timeout=5)
        with driver.away(), pytest.raises(NetworkError, match="ConnectError"):
            await bot.send_message(ann.chat, "nobody listens")
        await bot.send_message(ann.chat, "there again")


async def test_a_request_that_is_broken_off_holds_up_no_other(driver, ann):
    async with bot_with(PooledRequest(1, 5.0, dict), driver) as bot:
        for moment in range(200):
            typing = asyncio.create_task(bot.send_chat_action(ann.chat, "typing"))
            # Anywhere between its first step and its answer; some milliseconds in the later rounds.
            for _ in range(moment % 50):
                await asyncio.sleep(0)
            await asyncio.sleep(moment // 50 * 0.001)
            typing.cancel()
            await asyncio.gather(typing, return_exceptions=True)
            async with asyncio.timeout(60):
                await bot.send_message(ann.chat, f"answer {moment}")
    assert [post.text for post in ann.replies()][-200:] == [f"answer {n}" for n in range(200)]


def test_a_proxy_that_speaks_socks_is_taken(monkeypatch):
    """The HTTP library leaves SOCKS to a library of its extra, and would fail at the start without it."""
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    assert not PooledRequest(1, 1.0).is_direct
