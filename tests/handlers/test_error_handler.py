"""What goes wrong is told to the reader in a sentence and to the log with its cause."""

import logging
from copy import copy

import pytest
from telegram import Update

from handlers.context import App
from handlers.error_handler import TurnedAway, failed
from knowledge.desk import Desk
from tests.handlers.telegram import BOT, WHEN, Call, Json, Reader, Telegram, messages

pytestmark = pytest.mark.anyio

QUESTION = "Who called it a gesture of despair?"


async def test_a_reader_who_blocked_the_bot_is_left_alone(
    alice: Reader, telegram: Telegram, caplog
):
    caplog.set_level(logging.INFO)
    telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    assert len(messages(await alice.says(QUESTION))) == 1
    assert "blocked" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    "why",
    [
        "Bad Request: not enough rights to send text messages to the chat",
        "Bad Request: need administrator rights in the channel chat",
        "Bad Request: TOPIC_CLOSED",
        "Bad Request: message thread not found",
    ],
)
async def test_a_place_that_takes_no_message_is_left_alone(
    application: App, telegram: Telegram, caplog, why: str
):
    caplog.set_level(logging.INFO)
    telegram.chats[-77] = "supergroup"
    group = Reader(application, telegram, id=-77, chat_type="supergroup", person=42)
    telegram.fail("sendMessage", 400, why)
    assert len(messages(await group.says(f"/ask {QUESTION}"))) == 1  # tried once
    assert "nothing can be written there" in caplog.text
    assert "Traceback" not in caplog.text


class BrokenDesk(Desk):
    """A desk on the same store, some of whose doors are stuck."""

    def __init__(self, whole: Desk, *stuck: str) -> None:
        self.__dict__.update(whole.__dict__)
        for name in stuck:
            part, _, page = name.rpartition(".")
            if part:
                self.__dict__[part] = copy(self.__dict__[part])
                setattr(self.__dict__[part], page, self._fail)
            else:
                self.__dict__[name] = self._fail

    def _fail(self, *_: object, **__: object) -> None:
        raise RuntimeError("secret inside")


async def test_a_failure_of_our_own_is_one_sentence_without_its_cause(
    alice: Reader, desk: Desk, caplog
):
    alice.application.bot_data.desk = BrokenDesk(desk, "ask")
    (sorry,) = messages(await alice.says(QUESTION))
    assert "try again" in sorry.text
    assert "secret" not in sorry.text
    assert "secret inside" in caplog.text


async def test_a_failure_behind_a_button_ends_its_spinner(alice: Reader, desk: Desk):
    (answer,) = messages(await alice.says(QUESTION))
    alice.application.bot_data.desk = BrokenDesk(desk, "browse.page")
    calls = await alice.presses(answer, "Other accounts")
    assert "answerCallbackQuery" in [call.method for call in calls]
    assert "try again" in messages(calls)[-1].text


async def test_even_a_store_that_fails_leaves_a_sentence(alice: Reader, desk: Desk):
    alice.application.bot_data.desk = BrokenDesk(desk, "before_asking", "language_of")
    (sorry,) = messages(await alice.says(QUESTION))
    assert "try again" in sorry.text


@pytest.mark.parametrize(
    ("code", "description", "told"),
    [
        (400, "Bad Request: query is too old and response timeout expired", 1),
        (400, "Bad Request: something unheard of", 2),
    ],
)
async def test_what_telegram_refuses_is_told_only_where_it_helps(
    alice: Reader, telegram: Telegram, code, description, told
):
    telegram.fail("sendMessage", code, description)
    assert len(messages(await alice.says(QUESTION))) == told


async def test_an_error_without_an_update_is_only_logged(application: App, caplog):
    context = application.context_types.context(application)
    context.error = RuntimeError("on its own")
    await failed(None, context)
    await failed(Update(1), context)
    assert "on its own" in caplog.text


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
