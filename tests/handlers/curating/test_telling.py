"""What is in the outbox is told, paced, through every weather."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram.error import NetworkError

from handlers.context import App
from handlers.curating import telling
from handlers.curating.telling import Teller
from knowledge.model import Language
from tests.handlers.telegram import Call, Reader, Telegram, messages

pytestmark = pytest.mark.anyio

READER = 4_000


@pytest.fixture
async def teller(application: App, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Teller]:
    monkeypatch.setattr(telling, "IDLE", 0.05)
    monkeypatch.setattr(telling, "BETWEEN", 0.01)
    teller = Teller(application)
    application.bot_data.wake = teller.wanted.set
    running = asyncio.create_task(teller.run())
    yield teller
    running.cancel()


async def told(telegram: Telegram, method: str, chat: int) -> Call:
    for _ in range(400):
        found = [one for one in telegram.of(method) if int(one.values["chat_id"]) == chat]
        if found:
            return found[-1]
        await asyncio.sleep(0.02)
    raise AssertionError((method, chat, telegram.calls))


async def corrected(carol: Reader, value: int) -> None:
    [preview] = messages(await carol.says(f"/edit mod-130-drones figure {value} | recounted"))
    await carol.presses(preview, "Confirm")


async def a_reader(carol: Reader, number: int) -> Reader:
    """Somebody who was told how many drones there were."""
    reader = Reader(carol.application, carol.telegram, id=number)
    menu = Call("sendMessage", {"text": "Choices"})
    assert messages(await reader.presses(menu, data="choose:mod-130-drones"))
    return reader


@pytest.mark.usefixtures("teller")
async def test_an_answer_is_edited_and_the_curator_gets_a_report(carol: Reader, telegram: Telegram):
    await a_reader(carol, READER)
    await corrected(carol, 121)
    edited = await told(telegram, "editMessageText", READER)
    assert "121" in edited.text
    assert "Corrected on" in edited.text
    for _ in range(200):
        if any("Correction of" in one.text for one in telegram.of("sendMessage")):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(telegram.calls)


@pytest.mark.usefixtures("teller")
async def test_a_post_stays_a_post_and_an_answer_in_a_group_stays_short(
    carol: Reader, telegram: Telegram
):
    desk = carol.application.bot_data.desk
    telegram.chats |= {-300: "channel", -301: "supergroup"}
    channel = Reader(carol.application, telegram, id=-300, chat_type="channel", _updates=5_000_000)
    group = Reader(
        carol.application, telegram, id=-301, chat_type="supergroup", person=8, _updates=5_100_000
    )
    question = "How many drones were shot down on the night of December 14?"
    await channel.posts(f"/post {question}")
    post = telegram._last
    assert desk.chats.is_post(-300, post)
    await group.says(f"/ask {question}")
    await corrected(carol, 127)
    edited = await told(telegram, "editMessageText", -300)
    assert "127" in edited.text
    assert edited.buttons == []
    short = await told(telegram, "editMessageText", -301)
    assert "Corrected on" in short.text.partition("<blockquote")[0]
    assert "Open in private" in [label for label, _ in short.buttons]


@pytest.mark.usefixtures("teller")
async def test_in_quiet_hours_a_note_waits(carol: Reader, telegram: Telegram):
    desk = carol.application.bot_data.desk
    hour = desk._clock().hour
    chats = desk.chats
    chats.change(READER + 9, "quiet", f"{hour}-{(hour + 2) % 24}", Language.EN)
    chats.follow(READER + 9, "statement", "mod-130-drones", Language.EN)
    await a_reader(carol, READER + 8)
    await corrected(carol, 129)
    await told(telegram, "editMessageText", READER + 8)
    for _ in range(200):
        if any("after its quiet hours" in one.text for one in telegram.of("sendMessage")):
            break
        await asyncio.sleep(0.02)
    else:
        raise AssertionError(telegram.calls)
    assert not [one for one in telegram.calls if one.values.get("chat_id") == str(READER + 9)]


@pytest.mark.usefixtures("teller")
@pytest.mark.parametrize(
    ("code", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (400, "Bad Request: message to edit not found"),
    ],
)
async def test_a_chat_that_is_gone_is_counted_and_stops_nobody(
    carol: Reader, telegram: Telegram, code: int, description: str
):
    await a_reader(carol, READER + code)
    telegram.fail("editMessageText", code, description)
    await corrected(carol, code)
    for _ in range(200):
        reports = [
            one.text for one in telegram.of("sendMessage") if "could not be reached" in one.text
        ]
        if reports:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(telegram.calls)


async def test_a_failing_network_is_tried_again_later(
    carol: Reader, telegram: Telegram, teller: Teller, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(telling, "AGAIN", timedelta(seconds=0.05))
    await a_reader(carol, READER + 1)
    failures = [NetworkError("away")]
    sent = teller._sent

    async def failing(*arguments):
        if failures:
            raise failures.pop()
        return await sent(*arguments)

    monkeypatch.setattr(Teller, "_sent", staticmethod(failing))
    await corrected(carol, 125)
    assert "125" in (await told(telegram, "editMessageText", READER + 1)).text


@pytest.mark.usefixtures("teller")
async def test_a_round_that_fails_is_followed_by_another(
    carol: Reader, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
):
    corrections = carol.application.bot_data.desk.curation.corrections
    collect, failures = corrections.collect, [RuntimeError("once")]

    def failing() -> int:
        if failures:
            raise failures.pop()
        return collect()

    monkeypatch.setattr(corrections, "collect", failing)
    await a_reader(carol, READER + 2)
    await corrected(carol, 126)
    assert "126" in (await told(telegram, "editMessageText", READER + 2)).text
    assert failures == []
