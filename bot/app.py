"""The composition root: every part is made and joined here, in programs and in tests."""

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from bot.settings import Settings, index_of_ours, store_location
from knowledge.desk import Desk
from knowledge.domain import Actor, Fallen, StoreProblem
from knowledge.search import Encoder, Engine, Lexicon, SearchProblem, encoder_named
from knowledge.storage import Store

if TYPE_CHECKING:
    from telegram.request import BaseRequest

    from bot.heartbeat import Heartbeat
    from bot.observability import MeasuredDesk
    from bot.worker import Worker
    from handlers.context import App

DeskKind = TypeVar("DeskKind", bound=Desk)

Clock = Callable[[], datetime]

READ_TIMEOUT = 20.0
"""Seconds to wait for Telegram's answer; a shorter wait sends answers twice on a bad network."""

FURTHER = 8
"""Requests to Telegram that are made at once beside one for each chat that is served, at most."""

GARBAGE = 20_000
"""Objects that are made before a worker looks for garbage."""

OPERATOR = Actor(None, "operator")
"""Who acts when a command does."""


SHIPPED = "shipped"
"""The state that tells which shipped statements the default store has taken up."""

log = logging.getLogger(__name__)

now: Clock = partial(datetime.now, UTC)
"""The time, UTC."""


@contextmanager
def store_of(settings: Settings, database: str | None, *, clock: Clock = now) -> Iterator[Store]:
    """The store; a new file gets its tables, and the default one the shipped statements.

    A newer version brings the default one what it ships, but for what was changed there.

    Args:
        settings: of the operator.
        database: URL from the command line, or None.
        clock: gives the time, aware.

    Raises:
        StoreProblem: the database cannot be used.
    """
    where = store_location(database, settings)
    where.refuse_lost()
    new = where.is_new()
    if where.own:
        where.make_folder()
    replica = settings.database_read_url.get_secret_value() or None
    with closing(Store(where.url, clock=clock, read_address=replica)) as store:
        if where.own or new:
            store.upgrade()
        if where.own:
            bring_shipped(store)
        where.mark()
        yield store


def bring_shipped(store: Store) -> None:
    """Fill the default store with the shipped statements, and bring it what a newer version ships.

    What anybody changed in it, or took away, stays so; nothing is ever removed.
    """
    from knowledge.interchange import shipped, shipped_print

    brought = shipped_print()
    if store.state.get(SHIPPED) == brought:
        return
    new = not store.revisions.newest()
    # Where two programs begin at the same moment, the second finds nothing to change.
    bundle = replace(shipped(), whole=False)  # what no longer fits a changed store is left out
    report = store.bulk.load(bundle, OPERATOR, "the shipped store", only_own=True)
    store.state.set(SHIPPED, brought)
    if not new and (report.created or report.changed):
        log.warning(
            "The shipped statements were brought up to date (new: %d, changed: %d, left as they were "
            "changed here: %d).",
            len(report.created),
            len(report.changed),
            len(report.skipped),
        )


@contextmanager
def raw_store(settings: Settings, database: str | None, *, anew: bool = False) -> Iterator[Store]:
    """The store as it is: nothing is brought up or filled.

    Args:
        settings: of the operator.
        database: URL from the command line, or None.
        anew: whether one that is gone may be made anew.

    Raises:
        StoreProblem: the database cannot be used.
    """
    where = store_location(database, settings)
    if anew and where.is_new():
        where.begin_anew()  # an index of the old one would be taken for its own
        where.mark()
    else:
        where.refuse_lost()
    if where.own:
        where.make_folder()
    with closing(Store(where.url)) as store:
        yield store


@contextmanager
def desk_of(
    settings: Settings,
    database: str | None = None,
    *,
    clock: Clock = now,
    encoder: Encoder | None = None,
) -> Iterator[Desk]:
    """The desk with everything it stands on.

    Args:
        settings: of the operator.
        database: URL from the command line, or None.
        clock: gives the time, aware; answers take "today" from it in the operator's time zone.
        encoder: instead of the one that the settings name.
    """
    where = store_location(database, settings)
    with (
        store_of(settings, database, clock=clock) as store,
        desk_on(store, settings, where.index, Desk, clock=clock, encoder=encoder) as desk,
    ):
        yield desk


@contextmanager
def desk_on(
    store: Store,
    settings: Settings,
    index: Path,
    kind: type[DeskKind],
    *,
    clock: Clock = now,
    encoder: Encoder | None = None,
) -> Iterator[DeskKind]:
    """A desk on a store that is open; `index` is the folder that holds the programs' indexes."""
    with (
        index_of_ours(index) as folder,
        closing(_engine(store, settings, folder, encoder)) as engine,
    ):
        desk = kind(
            store,
            engine,
            clock=clock,
            zone=settings.zone,
            owners=settings.curators,
            keep_days=settings.keep_days,
        )
        desk.refresh()
        yield desk


@contextmanager
def worker_of(
    settings: Settings,
    database: str | None = None,
    *,
    clock: Clock = now,
    heartbeat: "Heartbeat | None" = None,
    fallen: Sequence[Fallen] = (),
) -> Iterator[tuple["MeasuredDesk", "Worker"]]:
    """What a process needs that handles updates: its desk and its share of the inbox.

    Args:
        settings: of the operator.
        database: URL from the command line, or None.
        clock: gives the time, aware.
        heartbeat: that it shares with its supervisor; None where nobody watches it.
        fallen: the workers that it replaces.
    """
    from bot.observability import MeasuredDesk, Metrics
    from bot.worker import Worker

    where = store_location(database, settings)
    with (
        store_of(settings, database, clock=clock) as store,
        desk_on(store, settings, where.index, MeasuredDesk, clock=clock) as desk,
    ):
        metrics = Metrics()
        desk.measured_by(metrics)
        desk.warm_up()
        # What is there now stays: to look through all of it for garbage takes a tenth of a second.
        gc.collect()
        gc.freeze()
        # What a question leaves behind is freed by itself; cycles are few, and looked for seldom.
        gc.set_threshold(GARBAGE, 20, 50)
        desk.deadline = settings.deadline
        yield (
            desk,
            Worker(settings, store, desk, metrics, clock=clock, heartbeat=heartbeat, fallen=fallen),
        )


def _engine(
    store: Store, settings: Settings, folder: Path | None, encoder: Encoder | None
) -> Engine:
    lexicon = Lexicon((concept.id, concept.words) for concept in store.records.concepts())
    try:
        return Engine(
            folder,
            encoder=encoder or encoder_named(settings.semantic),
            keeper=store.vectors,
            lexicon=lexicon,
        )
    except SearchProblem as problem:
        raise StoreProblem(str(problem)) from None


def telegram_application(
    settings: Settings,
    token: str,
    desk: Desk,
    *,
    worker: "Worker | None" = None,
    request: "BaseRequest | None" = None,
    updates_request: "BaseRequest | None" = None,
) -> "App":
    """The Telegram side with all its handlers, not started yet.

    Args:
        settings: of the operator.
        token: of the bot.
        desk: that the handlers ask.
        worker: brings the updates, once each; without one they are handled as they come.
        request: carries the requests to Telegram; tests pass their own.
        updates_request: carries the requests for updates.
    """
    from telegram.ext import ApplicationBuilder, ContextTypes, JobQueue
    from telegram.request import HTTPXRequest

    from bot.delivery import PooledRequest, RetryingLimiter
    from bot.inbox.queue import PerChatProcessor
    from bot.inbox.recovery import owe, redeliver
    from handlers.context import Context, Shared
    from handlers.registration import register

    updates_request = updates_request or request or HTTPXRequest(connection_pool_size=1)
    if request is None:
        request = PooledRequest(settings.concurrent_chats + FURTHER, READ_TIMEOUT)
    jobs: JobQueue[Context] = JobQueue()
    shared = cast("type[Shared]", partial(Shared, desk))  # the library only calls it
    builder = (
        ApplicationBuilder()
        .token(token)
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_base_file_url)
        .context_types(ContextTypes(context=Context, bot_data=shared))
        .request(request)
        .job_queue(jobs)
    )
    if worker is None:
        builder = builder.concurrent_updates(PerChatProcessor(settings.concurrent_chats))
        builder = builder.rate_limiter(RetryingLimiter()).get_updates_request(updates_request)
    else:
        builder = builder.concurrent_updates(worker.processor).rate_limiter(worker.pacing)
        builder = builder.update_queue(worker.inbox)
        builder = builder.get_updates_request(worker.hearing(updates_request))
    application = builder.build()
    application.bot_data.deadline = settings.deadline
    application.bot_data.within = timedelta(hours=settings.deliver_hours)
    if worker is not None:
        application.bot_data.owed = owe
        application.bot_data.given_up = worker.metrics.given_up
        application.add_error_handler(redeliver)  # before that of the handlers
    register(application)
    return application
