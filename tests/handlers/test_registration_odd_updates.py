"""Updates that lack what a handler needs are left alone, and slow answers show that work goes on."""

import time

import pytest
from telegram import CallbackQuery, Update, User
from telegram.error import NetworkError

from handlers import error_handler, private_chats, registration
from handlers.context import App
from knowledge.desk import Desk
from knowledge.domain import Question, Reply
from tests.handlers.telegram import Reader, Telegram, messages

pytestmark = pytest.mark.anyio

QUESTION = "Who called it a gesture of despair?"


@pytest.mark.parametrize(
    "handler",
    [
        private_chats.asked,
        private_chats.edited,
        registration.pressed,
        private_chats.opened,
        private_chats.not_text,
    ],
)
async def test_an_update_without_a_message_is_left_alone(
    application: App, telegram: Telegram, handler
):
    update = Update(1)
    context = application.context_types.context.from_update(update, application)
    await handler(update, context)
    assert telegram.calls == []


async def test_a_question_without_a_chat_is_left_alone(application: App, telegram: Telegram):
    update = Update(1)
    context = application.context_types.context.from_update(update, application)
    await private_chats.answer(update, context, QUESTION, asked_in=None)
    assert telegram.calls == []


@pytest.mark.parametrize("data", ["source:x", "helpful:1", "language:ru"])
async def test_a_button_without_its_message_is_only_acknowledged(
    application: App, telegram: Telegram, data
):
    query = CallbackQuery("1", User(42, "Alice", is_bot=False), "1", data=data)
    query.set_bot(application.bot)
    await application.process_update(Update(1, callback_query=query))
    assert {call.method for call in telegram.calls} <= {"answerCallbackQuery"}


async def test_the_language_chosen_by_an_unknown_button_is_told_so(alice: Reader):
    (offer,) = messages(await alice.says("/language"))
    assert "Українська" in await alice.told_by_pressing(offer, data="language:xx")


async def test_a_speaker_is_opened_by_name(alice: Reader):
    (page,) = messages(await alice.says("/speakers Sobyanin"))
    assert "Sobyanin" in page.text


class SlowDesk(Desk):
    """A desk that thinks for half a second."""

    def __init__(self, whole: Desk) -> None:
        self.__dict__.update(whole.__dict__)

    def ask(self, question: Question, revision: int | None = None) -> Reply:
        time.sleep(0.5)
        return super().ask(question, revision)


async def test_typing_is_shown_while_an_answer_takes_long(alice: Reader, desk: Desk, monkeypatch):
    monkeypatch.setattr("handlers.sending.PATIENCE", 0.05)
    alice.application.bot_data.desk = SlowDesk(desk)
    calls = await alice.says(QUESTION)
    assert [call.method for call in calls] == ["sendChatAction", "sendMessage"]


async def test_typing_that_fails_does_not_matter(
    alice: Reader, desk: Desk, telegram: Telegram, monkeypatch
):
    monkeypatch.setattr("handlers.sending.PATIENCE", 0.05)
    alice.application.bot_data.desk = SlowDesk(desk)
    telegram.fail("sendChatAction", 400, "Bad Request: no")
    assert len(messages(await alice.says(QUESTION))) == 1


async def test_a_question_that_points_back_is_about_the_last_answer(alice: Reader):
    await alice.says(QUESTION)
    (when,) = messages(await alice.says("and who said that?"))
    assert "Duma" in when.text


async def test_network_failures_are_a_line_in_the_log(application: App, caplog):
    context = application.context_types.context(application)
    context.error = NetworkError("gone")
    await error_handler.failed(Update(1), context)
    assert "could not be reached" in caplog.text
    assert "Traceback" not in caplog.text


async def test_failures_outside_private_chats_are_only_logged(
    application: App, telegram: Telegram, caplog
):
    group = Reader(application, telegram, id=-100, chat_type="supergroup")
    update = Update.de_json({"update_id": 1, "message": group.message(1, "x")}, application.bot)
    context = application.context_types.context(application)
    context.error = RuntimeError("inside")
    await error_handler.failed(update, context)
    assert telegram.calls == []
    assert "inside" in caplog.text
