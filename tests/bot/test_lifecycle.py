"""The clock looks for what is due; what goes wrong with one look does not stop the next."""

import asyncio
import logging
import os
import signal
from typing import Any

import pytest
from telegram.ext import Application
from telegram.warnings import PTBUserWarning

from bot.app import telegram_application
from bot.inbox.queue import arrival_of
from bot.lifecycle import EVERY, schedule, serve, stop_signals, tell_commands
from bot.observability import Metrics
from bot.settings import Settings
from bot.worker import Worker
from handlers.context import App, Context
from handlers.notifications import look_for_what_is_due
from knowledge.desk import Desk
from knowledge.domain import RefusedInput, StoreProblem
from knowledge.storage import Store
from tests.handlers.telegram import WHEN, Telegram

pytestmark = pytest.mark.anyio


async def test_the_look_is_repeated_and_a_late_one_is_made_once(desk: Desk):
    application = telegram_application(
        Settings(_env_file=None), "123456:ABC", desk, request=Telegram()
    )
    schedule(application)
    assert application.job_queue is not None
    (job,) = application.job_queue.jobs()
    assert job.job.misfire_grace_time is None
    assert job.job.coalesce
    assert job.job.trigger.interval == EVERY


async def test_an_application_without_a_clock_is_refused():
    application: Any = Application.builder().token("123456:ABC").job_queue(None).build()
    with pytest.warns(PTBUserWarning), pytest.raises(ValueError, match="job queue"):
        schedule(application)


class Chats:
    """Something is due, then the database is away."""

    def __init__(self) -> None:
        self.answers: list[int | Exception] = [1, 0, StoreProblem("The disk is full.")]

    def collect(self) -> int:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_the_teller_is_woken_when_something_is_due(desk: Desk, caplog):
    caplog.set_level(logging.WARNING)
    application = telegram_application(
        Settings(_env_file=None), "123456:ABC", desk, request=Telegram()
    )
    woken: list[bool] = []
    application.bot_data.wake = lambda: woken.append(True)

    class Stuck(Desk):
        chats = Chats()  # type: ignore[assignment]  # stands in for the real ones

    application.bot_data.desk = Stuck.__new__(Stuck)
    for _ in range(3):
        await look_for_what_is_due(Context(application))
    assert woken == [True]
    assert "The disk is full" in caplog.text


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, semantic="off")


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def worker(settings: Settings, store: Store, desk) -> Worker:
    return Worker(settings, store, desk, Metrics())


@pytest.fixture
def application(settings: Settings, telegram: Telegram, desk, worker: Worker) -> App:
    return telegram_application(settings, "123456:ABC", desk, worker=worker, request=telegram)


async def served(
    application: App, worker: Worker, settings: Settings, telegram: Telegram, **options: bool
) -> None:
    """Serve until the first request for updates, or the first webhook."""
    stop = asyncio.Event()

    async def watch() -> None:
        await telegram.listened_to.wait()
        await asyncio.sleep(0.05)
        stop.set()

    watching = asyncio.create_task(watch())
    try:
        await asyncio.wait_for(serve(application, worker, settings, stop, **options), 20)
    finally:
        watching.cancel()


async def test_it_polls_and_fills_the_menu_in_three_languages(
    application, worker, settings, telegram
):
    await served(application, worker, settings, telegram)
    codes = [call.values.get("language_code") for call in telegram.of("setMyCommands")]
    assert codes == [None, "ru", "uk"]


async def test_a_menu_that_cannot_be_set_is_only_a_warning(
    application, worker, settings, telegram, caplog
):
    telegram.fail("setMyCommands", 400, "Bad Request: no")
    await served(application, worker, settings, telegram)
    assert "menu" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_telegram_that_is_away_is_waited_for(
    application, worker, settings, telegram, caplog
):
    telegram.fail("getMe", 502, "Bad Gateway")
    telegram.fail("getMe", 429, "Too Many Requests", retry_after=1)
    await served(application, worker, settings, telegram)
    assert "next try in" in caplog.text
    assert "asks to wait" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_stop_while_telegram_is_away_ends_it(application, worker, settings, telegram):
    for _ in range(10):
        telegram.fail("getMe", 502, "Bad Gateway")
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(application, worker, settings, stop))
    await asyncio.sleep(0.2)
    stop.set()
    await asyncio.wait_for(serving, 60)
    assert not telegram.of("getUpdates")


@pytest.mark.parametrize("code", [401, 404])
async def test_a_refused_token_is_a_sentence(application, worker, settings, telegram, code):
    telegram.fail("getMe", code, "Unauthorized")
    with pytest.raises(RefusedInput, match="refuses the bot token") as refused:
        await served(application, worker, settings, telegram)
    assert "123456:ABC" not in str(refused.value)


async def test_while_a_webhook_is_set_it_does_not_poll(application, worker, settings, telegram):
    telegram.webhook = "https://bot.example.org/hook/secret-path"
    with pytest.raises(RefusedInput, match=r"bot\.example\.org") as refused:
        await served(application, worker, settings, telegram)
    assert "secret-path" not in str(refused.value)
    assert not telegram.of("getUpdates", "deleteWebhook")


async def test_by_force_it_polls_all_the_same(application, worker, settings, telegram):
    telegram.webhook = "https://bot.example.org/hook"
    await served(application, worker, settings, telegram, force=True)
    assert telegram.of("deleteWebhook")


async def test_with_a_webhook_configured_it_listens(telegram, desk, store, unused_port):
    settings = Settings(
        _env_file=None,
        webhook_url="https://bot.example.org/hook",
        webhook_secret="0123456789abcdef",
        listen=f"127.0.0.1:{unused_port}",
    )
    worker = Worker(settings, store, desk, Metrics())
    application = telegram_application(
        settings, "123456:ABC", desk, worker=worker, request=telegram
    )
    await served(application, worker, settings, telegram)
    (set_,) = telegram.of("setWebhook")
    assert set_.values["url"] == "https://bot.example.org/hook"
    assert set_.values["secret_token"] == "0123456789abcdef"
    assert not telegram.of("getUpdates")


async def test_what_is_not_finished_in_time_is_left_in_the_inbox(
    application, worker, settings, telegram, monkeypatch
):
    store = worker.store
    monkeypatch.setattr("bot.lifecycle.GRACE", 0.2)
    telegram.slow["sendMessage"] = 60
    ann = {"id": 77, "first_name": "Ann"}
    message = {"message_id": 5, "date": WHEN, "text": "/start", "from": ann | {"is_bot": False}}
    message["chat"] = ann | {"type": "private"}
    store.inbox.receive([arrival_of({"update_id": 771, "message": message})], settings.limits)
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(application, worker, settings, stop))
    while not telegram.of("sendMessage"):  # noqa: ASYNC110  # what is waited for is in the fake
        await asyncio.sleep(0.01)
    assert [one.update_id for one in store.inbox.waiting()] == [771]
    stop.set()
    await asyncio.wait_for(serving, 10)
    assert [one.update_id for one in store.inbox.waiting()] == [771]
    (again,) = store.inbox.claim("another/1/worker", 5)
    assert (again.update_id, again.tries) == (771, 2)
    store.inbox.settle([], [771])


async def test_sigterm_sets_the_event():
    stop = asyncio.Event()
    with stop_signals(stop):
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(stop.wait(), 60)


async def test_polling_goes_on_after_a_failure(application, worker, settings, telegram, caplog):
    caplog.set_level(logging.INFO)
    telegram.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    await served(application, worker, settings, telegram)
    assert "another program asks for the updates of this bot" in caplog.text


async def test_the_menu_holds_every_command(application, telegram):
    async with application:
        await tell_commands(application)
    assert "privacy" in str(telegram.of("setMyCommands")[0].values["commands"])
