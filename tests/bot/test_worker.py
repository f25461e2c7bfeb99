"""One worker among several: whether it is ready, what it leads, how it leaves."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot import worker as module
from bot.app import telegram_application
from bot.observability import Metrics
from bot.settings import Settings
from bot.worker import Health, Worker
from knowledge.domain import SchemaProblem, StoreLost, StoreProblem
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
    worker.desk = Desk(status)
    assert await worker.ready() == said


async def test_at_the_end_it_is_not_ready(worker):
    worker.inbox.closing = True
    assert await worker.ready() == "stopping"
    await worker.leave()


async def test_the_others_are_told_when_it_leaves_where_that_is_possible(worker, caplog):
    def fail() -> None:
        raise StoreProblem("The database is gone.")

    worker.living.leave = fail
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

    worker.leadership.held = lambda: held.pop(0) if held else False
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


class Store:
    """A store that is as it is told to be."""

    problem: StoreProblem | None = None

    def refuse_another(self) -> None:
        if self.problem is not None:
            raise self.problem


@pytest.mark.parametrize(
    ("problem", "up", "ended"),
    [
        (None, True, "no"),
        (StoreProblem("away"), False, "no"),
        (StoreLost("gone"), False, "no"),
        (StoreLost("another", replaced=True), False, None),
        (SchemaProblem("newer"), False, "newer"),
    ],
)
async def test_what_it_does_about_each(problem, up, ended, caplog):
    told: list[bool] = []
    ends: list[Any] = []
    store: Any = Store()
    store.problem = problem
    with ThreadPoolExecutor(1) as pool:
        health = Health(store, pool, told.append, ends.append)
        for _ in range(2):
            assert await health.once() == (ended != "no")
        if ended != "no":
            await health.run()
    assert set(told) == {up}
    assert [str(one) for one in ends] == ([] if ended == "no" else [str(ended)] * 3)
    assert caplog.text.count("gone") == (1 if "gone" in str(problem) else 0)
