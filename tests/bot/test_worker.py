"""One worker among several: whether it is ready, what it leads, how it leaves."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import worker as module
from bot.app import telegram_application
from bot.observability import Metrics
from bot.settings import Settings
from bot.worker import Health, Worker
from knowledge.domain import Received, SchemaProblem, StoreLost, StoreProblem
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
        (StoreLost("gone"), "the file of the database is gone"),
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


MESSAGE = '{"update_id": 7, "message": {"from": {"id": 5}, "chat": {"id": 6}, "text": "x"}}'


@pytest.mark.parametrize(("raw", "senders"), [(MESSAGE, [5]), ("{broken", [])])
async def test_what_is_set_aside_is_counted_and_its_sender_is_told_where_possible(
    worker, monkeypatch, caplog, raw, senders
):
    told: list[int | None] = []

    def tell(sender: int | None, _update_id: int) -> bool:
        told.append(sender)
        raise StoreProblem("The database is gone.")

    monkeypatch.setattr(worker.desk.curation, "tell_set_aside", tell)
    worker._set_aside(Received(7, raw, datetime.now(UTC)))
    counted = worker.metrics.registry.get_sample_value
    assert counted("accordingto_updates_total", {"result": "set aside"}) == 1
    await asyncio.gather(*worker._telling, return_exceptions=True)
    await asyncio.sleep(0)  # the word about it comes after
    assert told == senders
    assert ("nobody could be told" in caplog.text) is bool(senders)
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
    said = ("could not be forgotten", "could not take up a change")
    async with worker.taking(application, []), asyncio.timeout(60):
        while not all(each in caplog.text for each in said):  # noqa: ASYNC110  # threads say it
            await asyncio.sleep(0.01)
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
