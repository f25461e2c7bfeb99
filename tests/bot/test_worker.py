"""One worker among several: whether it is ready, what it leads, how it leaves."""

import asyncio
import logging
from typing import Any

import pytest

from bot import worker as module
from bot.app import telegram_application
from bot.metrics import Metrics
from bot.settings import Settings
from bot.worker import Worker
from knowledge.domain import StoreProblem
from tests.handlers.telegram import Telegram

pytestmark = pytest.mark.anyio


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, semantic="off")


@pytest.fixture
def worker(settings, store, desk) -> Worker:
    return Worker(settings, store, desk, Metrics())


class Desk:
    """Tells its status, or that it cannot."""

    def __init__(self, status: Any) -> None:
        self._status = status

    def status(self) -> Any:
        if isinstance(self._status, Exception):
            raise self._status
        return self._status


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ({"indexed_revision": 5, "revision": 6}, ""),
        ({"indexed_revision": 0, "revision": 0}, ""),
        ({"indexed_revision": 0, "revision": 6}, "the index is not made yet"),
        (StoreProblem("no"), "the database cannot be used"),
        (TimeoutError(), "the database does not answer"),
    ],
)
async def test_it_says_why_it_takes_no_work(worker, status, said):
    worker._desk = Desk(status)
    assert await worker.ready() == said


async def test_at_the_end_it_is_not_ready(worker):
    worker.inbox.closing = True
    assert await worker.ready() == "stopping"
    await worker.leave()


async def test_the_others_are_told_when_it_leaves_where_that_is_possible(worker, caplog):
    def fail() -> None:
        raise StoreProblem("The database is gone.")

    worker._living.leave = fail
    await worker.leave()
    assert "could not be told" in caplog.text


async def test_jobs_run_while_it_leads_and_no_longer(settings, worker, desk, monkeypatch, caplog):
    monkeypatch.setattr(module, "BREATH", 0.02)
    caplog.set_level(logging.INFO)
    held = [False, True, True, True, True, False]
    ran: list[str] = []

    async def job() -> None:
        ran.append("begun")
        try:
            await asyncio.Event().wait()
        finally:
            ran.append("ended")

    worker._leadership.held = lambda: held.pop(0) if held else False
    application = telegram_application(
        settings, "123456:ABC", desk, worker=worker, request=Telegram()
    )
    async with worker.taking(application, [job]):
        while len(ran) < 2:  # noqa: ASYNC110  # another task does it
            await asyncio.sleep(0.02)
    assert ran == ["begun", "ended"]
    assert "this worker leads" in caplog.text
    assert "leads no more" in caplog.text
    await worker.leave()


async def test_what_cannot_be_forgotten_or_taken_up_is_told(
    settings, worker, desk, monkeypatch, caplog
):
    monkeypatch.setattr(module, "BREATH", 0.02)

    def fail(*_: Any) -> None:
        raise StoreProblem("The database is away.")

    monkeypatch.setattr(worker.store.erasure, "prune", fail)
    monkeypatch.setattr(worker.store.state, "get", fail)
    monkeypatch.setattr(worker.store.inbox, "backlog", fail)
    monkeypatch.setattr(desk, "refresh", fail)
    application = telegram_application(
        settings, "123456:ABC", desk, worker=worker, request=Telegram()
    )
    async with worker.taking(application, []):
        await asyncio.sleep(0.5)
    assert "could not be forgotten" in caplog.text
    assert "could not take up a change" in caplog.text
    await worker.leave()
