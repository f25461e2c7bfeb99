"""Whoever is not served just now is told so politely, and groups are left in peace."""

import pytest
from telegram import Update

from handlers.limits import TurnedAway
from tests.handlers.telegram import BOT, WHEN, Call, Json

pytestmark = pytest.mark.anyio

ALICE = {"id": 42, "is_bot": False, "first_name": "Alice", "language_code": "ru"}


async def told(application, telegram, *, busy: bool, **content) -> list[Call]:
    update = Update.de_json({"update_id": 1, **content}, application.bot)
    await application.process_update(TurnedAway(update, busy))
    calls: list[Call] = telegram.calls
    return calls


def message(kind: str = "private", code: str = "en") -> Json:
    chat = {"id": 42, "type": kind, "first_name": "Alice", "title": "Desk"}
    who = ALICE | {"language_code": code}
    return {"message_id": 1, "date": WHEN, "chat": chat, "from": who, "text": "again"}


@pytest.mark.parametrize(
    ("busy", "code", "words"),
    [(False, "en", "a lot at once"), (True, "en", "Very many people"), (False, "ru", "слишком")],
)
async def test_a_reader_is_told_in_their_language(application, telegram, busy, code, words):
    (call,) = await told(application, telegram, busy=busy, message=message(code=code))
    assert words in call.text


async def test_a_press_is_answered_with_a_notice(application, telegram):
    query = {"id": "1", "from": ALICE, "chat_instance": "1", "data": "x"}
    query["message"] = message() | {"from": BOT}
    (call,) = await told(application, telegram, busy=False, callback_query=query)
    assert call.method == "answerCallbackQuery"


async def test_a_group_is_left_in_peace(application, telegram):
    assert await told(application, telegram, busy=True, message=message("group")) == []
