"""What is in the outbox is told, paced, through every weather."""

# ruff: noqa: F811  # fixtures of the curators are asked for by their names

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update
from telegram.error import NetworkError

from handlers import error_handler, notifications, sending
from handlers.context import App
from handlers.notifications import Notifier
from handlers.render.html import pages
from knowledge.domain import Language
from knowledge.storage.outbox import OUTBOX
from tests.handlers.curators.conftest import carol, desk, settings  # noqa: F401  # fixtures
from tests.handlers.telegram import Call, Reader, Telegram, messages

pytestmark = pytest.mark.anyio

READER = 4_000


@pytest.fixture
async def teller(application: App, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Notifier]:
    monkeypatch.setattr(notifications, "IDLE", 0.05)
    monkeypatch.setattr(notifications, "BETWEEN", 0.01)
    settle_all(application)
    teller = Notifier(application)
    application.bot_data.wake = teller.wanted.set
    running = asyncio.create_task(teller.run())
    yield teller
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def settle_all(application: App) -> None:
    """Tell nothing more of what the tests before left: claimed, due later, or a report on it."""
    desk = application.bot_data.desk
    while True:
        desk.curation.corrections.collect()
        desk.chats.collect()
        with desk.store.database.writing() as connection:
            left = update(OUTBOX).where(OUTBOX.c.state.not_in(["done", "failed"]))
            if not connection.execute(left.values(state="done")).rowcount:
                return


async def told(telegram: Telegram, method: str, chat: int) -> Call:
    for _ in range(3_000):
        found = [one for one in telegram.of(method) if int(one.values.get("chat_id", 0)) == chat]
        if found:
            return found[-1]
        await asyncio.sleep(0.02)
    raise AssertionError((method, chat, telegram.calls))


async def corrected(carol: Reader, value: int) -> None:
    said = messages(await carol.says(f"/edit mod-130-drones figure {value} | recounted"))
    # A report on an earlier correction may come in between.
    [preview] = [one for one in said if "Confirm" in dict(one.buttons)]
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
    for _ in range(3_000):
        if any("Correction: “" in one.text for one in telegram.of("sendMessage")):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(telegram.calls)


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Telegram whose messages hold little, so that an answer takes several."""
    small = partial(pages, limit=160)
    for module in (sending, notifications):
        monkeypatch.setattr(module, "pages", small)


@pytest.mark.usefixtures("teller", "narrow")
async def test_every_part_of_a_long_answer_is_put_right(carol: Reader, telegram: Telegram):
    desk, reader = carol.application.bot_data.desk, READER + 5000
    await a_reader(carol, reader)
    parts = desk.parts_of(reader, telegram.newest[reader])
    assert len(parts) > 1
    assert parts[-1] == telegram.newest[reader], "a reply to any part is about the answer"
    assert desk.told_in(reader, parts[-1]) == desk.told_in(reader, parts[0])
    await corrected(carol, 141)
    await told_of(telegram, "Correction: “")
    edits = [one for one in telegram.of("editMessageText") if int(one.values["chat_id"]) == reader]
    assert {int(one.values["message_id"]) for one in edits} == set(parts)
    assert any("141" in one.text for one in edits)
    # It says what was corrected, which may take one part more, and that is kept as well.
    now = desk.parts_of(reader, parts[0])
    assert now[: len(parts)] == parts
    # What is withdrawn needs one part: the others are taken away.
    telegram.fail("deleteMessage", 400, "Bad Request: message can't be deleted")
    menu = messages(await carol.says("/retract mod-130-drones recounted once more"))
    [preview] = [one for one in menu if "Confirm" in dict(one.buttons)]
    done = messages(await carol.presses(preview, "Confirm"))
    for _ in range(3_000):
        if desk.parts_of(reader, parts[0]) != now:
            break
        await asyncio.sleep(0.02)
    left = desk.parts_of(reader, parts[0])
    deleted = [one for one in telegram.of("deleteMessage") if int(one.values["chat_id"]) == reader]
    gone = {int(one.values["message_id"]) for one in deleted}
    assert gone == set(now) - set(left)
    emptied = [one for one in telegram.of("editMessageText") if one.text == sending.NOTHING_LEFT]
    assert len(emptied) == 1
    [back] = [one for one in done if "Take it back" in dict(one.buttons)]
    asked = messages(await carol.presses(back, "Take it back"))
    [why] = [one for one in asked if "it was a mistake" in dict(one.buttons)]
    [sure] = [
        one
        for one in messages(await carol.presses(why, "it was a mistake"))
        if "Confirm" in dict(one.buttons)
    ]
    await carol.presses(sure, "Confirm")


@pytest.mark.usefixtures("teller")
async def test_a_post_stays_a_post_and_an_answer_in_a_group_stays_short(
    carol: Reader, telegram: Telegram
):
    desk = carol.application.bot_data.desk
    telegram.chats |= {-300: "channel", -301: "supergroup"}
    channel = Reader(carol.application, telegram, id=-300, chat_type="channel", updates=5_000_000)
    group = Reader(
        carol.application, telegram, id=-301, chat_type="supergroup", person=8, updates=5_100_000
    )
    question = "How many drones were shot down on the night of December 14?"
    await channel.posts(f"/post {question}")
    post = telegram.newest[-300]
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
    hour = desk.clock().hour
    chats = desk.chats
    chats.change(READER + 9, "quiet", f"{hour}-{(hour + 2) % 24}", Language.EN)
    chats.follow(READER + 9, "statement", "mod-130-drones", Language.EN)
    await a_reader(carol, READER + 8)
    await corrected(carol, 129)
    await told(telegram, "editMessageText", READER + 8)
    for _ in range(3_000):
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
    for _ in range(3_000):
        reports = [
            one.text for one in telegram.of("sendMessage") if "could not be reached" in one.text
        ]
        if reports:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(telegram.calls)


async def test_a_failing_network_is_tried_again_later(
    carol: Reader, telegram: Telegram, teller: Notifier, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(error_handler, "FIRST_PAUSE", 0.05)
    await a_reader(carol, READER + 1)
    failures = [NetworkError("away")]
    sent = teller.sent

    async def failing(*arguments):
        if failures:
            raise failures.pop()
        return await sent(*arguments)

    monkeypatch.setattr(Notifier, "sent", staticmethod(failing))
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


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses of a failing network that a test can wait for."""
    monkeypatch.setattr(error_handler, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(error_handler, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr("bot.delivery.PAUSE", 0.0)


@pytest.mark.usefixtures("teller", "quick")
@pytest.mark.parametrize("times", [6, 20])
async def test_a_correction_outlasts_an_outage(carol: Reader, telegram: Telegram, times: int):
    reader = READER + 1000 + times
    await a_reader(carol, reader)
    for _ in range(times):
        telegram.fail("editMessageText", 502, "Bad Gateway")
    await corrected(carol, 200 + times)
    for _ in range(3_000):
        edits = [one for one in telegram.of("editMessageText") if str(200 + times) in one.text]
        if len(edits) > times:
            break
        await asyncio.sleep(0.02)
    await told_of(telegram, "Correction: “")
    assert telegram.failures["editMessageText"] == []


@pytest.mark.usefixtures("teller", "quick")
async def test_a_chat_that_must_wait_holds_up_no_other(carol: Reader, telegram: Telegram):
    await a_reader(carol, READER + 2001)  # whoever is told first is asked to wait
    await a_reader(carol, READER + 2002)
    telegram.fail("editMessageText", 429, "Too Many Requests: retry after 400", retry_after=400)
    await corrected(carol, 231)
    assert "231" in (await told(telegram, "editMessageText", READER + 2002)).text
    store = carol.application.bot_data.desk.store
    for _ in range(3_000):  # what Telegram answered is written down after it was asked
        with store.database.reading() as connection:
            rows = connection.execute(select(OUTBOX).where(OUTBOX.c.refusals > 0)).all()
        rested = [row for row in rows if row.due - row.refused_since == timedelta(seconds=400)]
        if rested:
            break
        await asyncio.sleep(0.02)
    (resting,) = rested
    assert (resting.state, resting.refusals) == ("waiting", 1)


@pytest.mark.usefixtures("teller", "quick")
async def test_beyond_the_bound_a_chat_is_told_once_and_it_is_counted(
    carol: Reader, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
):
    reader = READER + 3000
    shared, given_up = carol.application.bot_data, []
    monkeypatch.setattr(shared, "within", timedelta(0))
    monkeypatch.setattr(shared, "given_up", lambda what, count: given_up.append((what, count)))
    for _ in range(6):  # each try is two requests: the third try is beyond the bound
        telegram.fail("sendMessage", 502, "Bad Gateway")
    answer = '{"kind": "answered", "statement": "mod-130-drones", "text": "How many?"}'
    shared.desk.store.outbox.post([("answered:3000", "answered", reader, answer)])
    shared.wake()
    late = await told_of(telegram, "in time, such as a correction or news")
    assert int(late.values["chat_id"]) == reader
    assert given_up == [("posting", 1)]


@pytest.mark.usefixtures("teller", "quick")
async def test_a_word_about_it_that_nobody_takes_ends_too(
    carol: Reader, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
):
    reader = READER + 3001
    shared, given_up = carol.application.bot_data, []
    monkeypatch.setattr(shared, "within", timedelta(0))
    monkeypatch.setattr(shared, "given_up", lambda what, count: given_up.append((what, count)))
    store = shared.desk.store
    for _ in range(6):
        telegram.fail("sendMessage", 502, "Bad Gateway")
    store.outbox.post([("late:3001", "late", reader, '{"kind": "late"}')])
    shared.wake()
    for _ in range(3_000):
        if given_up:
            break
        await asyncio.sleep(0.02)
    assert given_up == [("notice", 1)]
    assert telegram.failures["sendMessage"] == []


async def told_of(telegram: Telegram, words: str) -> Call:
    for _ in range(3_000):
        found = [one for one in telegram.of("sendMessage") if words in one.text]
        if found:
            return found[-1]
        await asyncio.sleep(0.02)
    raise AssertionError((words, telegram.calls))


@pytest.mark.usefixtures("teller", "quick")
async def test_what_cannot_be_worded_keeps_nobody_waiting(
    carol: Reader, telegram: Telegram, monkeypatch: pytest.MonkeyPatch, caplog
):
    desk, failures = carol.application.bot_data.desk, [RuntimeError("once"), TimeoutError()]
    letter = desk.letter

    def failing(posting):
        if failures and posting.chat == READER + 4000:
            raise failures.pop()
        return letter(posting)

    monkeypatch.setattr(desk, "letter", failing)
    answer = '{"kind": "answered", "statement": "mod-130-drones", "text": "How many?"}'
    desk.store.outbox.post(
        [(f"answered:{each}", "answered", READER + each, answer) for each in (4000, 4001)]
    )
    carol.application.bot_data.wake()
    await told(telegram, "sendMessage", READER + 4001)
    await told(telegram, "sendMessage", READER + 4000)
    assert failures == []
    assert "could not be told" in caplog.text


@pytest.mark.usefixtures("teller")
async def test_what_was_sent_inline_is_put_right_though_nobody_knows_where(
    carol: Reader, telegram: Telegram
):
    desk = carol.application.bot_data.desk
    sender = Reader(carol.application, telegram, id=READER + 30)
    chosen = {
        "result_id": "s_mod-130-drones",
        "from": sender.who,
        "query": "drones",
        "inline_message_id": "AbC-1",
    }
    await sender.update(chosen_inline_result=chosen)
    [kept] = [one for one in desk.store.deliveries.carrying(["mod-130-drones"]) if one.inline]
    assert (kept.chat, kept.inline) == (0, "AbC-1")
    await corrected(carol, 133)
    for _ in range(3_000):
        edits = [
            one
            for one in telegram.of("editMessageText")
            if one.values.get("inline_message_id") == "AbC-1"
        ]
        if edits:
            break
        await asyncio.sleep(0.02)
    assert "133" in edits[-1].text
    assert "chat_id" not in edits[-1].values
    assert [label for label, _ in edits[-1].buttons] == ["Full answer and other accounts"]


@pytest.mark.usefixtures("teller")
async def test_the_page_of_an_incident_is_put_right(carol: Reader, telegram: Telegram):
    reader = Reader(carol.application, telegram, id=READER + 31)
    [page] = messages(await reader.says("/incident night attack of december 14"))
    desk = carol.application.bot_data.desk
    number = telegram.newest[READER + 31]
    assert desk.told_in(READER + 31, number), page.text
    statement = desk.told_in(READER + 31, number)[0]
    said = messages(await carol.says(f"/edit {statement} said 2023-12-16 | misread"))
    [preview] = [one for one in said if "Confirm" in dict(one.buttons)]
    await carol.presses(preview, "Confirm")
    edited = await told(telegram, "editMessageText", READER + 31)
    assert "Corrected on" in edited.text
