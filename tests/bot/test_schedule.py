"""The clock looks for what is due; what goes wrong with one look does not stop the next."""

import logging
from typing import Any

import pytest
from telegram.ext import Application
from telegram.warnings import PTBUserWarning

from bot.app import telegram_application
from bot.schedule import EVERY, schedule
from bot.settings import Settings
from handlers.context import Context
from handlers.jobs import look_for_what_is_due
from knowledge.desk import Desk
from knowledge.model import StoreProblem
from tests.handlers.telegram import Telegram

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
