"""The composition root: every part is made and joined here, in programs and in tests."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.databases import index_of_ours, place
from bot.settings import Settings
from knowledge.desk import Desk
from knowledge.model import Actor, StoreProblem
from knowledge.search import Encoder, Engine, Lexicon, SearchProblem, encoder_named
from knowledge.store import Store

if TYPE_CHECKING:
    from telegram.request import BaseRequest

    from handlers.context import App

Clock = Callable[[], datetime]

READ_TIMEOUT = 20.0
"""Seconds to wait for Telegram's answer; a shorter wait sends answers twice on a bad network."""

OPERATOR = Actor(None, "operator")
"""Who acts when a command does."""


def now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


@contextmanager
def store_of(settings: Settings, database: str | None, *, clock: Clock = now) -> Iterator[Store]:
    """The store; a new file gets its tables, and the default one the shipped statements.

    Args:
        settings: of the operator.
        database: URL from the command line, or None.
        clock: gives the time, aware.

    Raises:
        StoreProblem: the database cannot be used.
    """
    where = place(database, settings)
    new = where.is_new()
    if where.own:
        where.make_folder()
    with closing(Store(where.url, clock=clock)) as store:
        if where.own or new:
            store.upgrade()
        if where.own and not store.revision():
            from knowledge.intake import shipped

            # Where two programs begin at the same moment, the second finds nothing to change.
            store.load(shipped(), OPERATOR, "the shipped store")
        yield store


@contextmanager
def raw_store(settings: Settings, database: str | None) -> Iterator[Store]:
    """The store as it is: nothing is made, brought up or filled.

    Raises:
        StoreProblem: the database cannot be used.
    """
    where = place(database, settings)
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
    where = place(database, settings)
    with (
        store_of(settings, database, clock=clock) as store,
        index_of_ours(where.index) as folder,
        closing(_engine(store, settings, folder, encoder)) as engine,
    ):
        desk = Desk(
            store, engine, clock=lambda: clock().astimezone(settings.zone), owners=settings.curators
        )
        desk.refresh()
        yield desk


def _engine(
    store: Store, settings: Settings, folder: Path | None, encoder: Encoder | None
) -> Engine:
    lexicon = Lexicon((concept.id, concept.words) for concept in store.concepts())
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
    request: "BaseRequest | None" = None,
    updates_request: "BaseRequest | None" = None,
) -> "App":
    """The Telegram side with all its handlers, not started yet.

    Args:
        settings: of the operator.
        token: of the bot.
        desk: that the handlers ask.
        request: carries the requests to Telegram; tests pass their own.
        updates_request: carries the requests for updates.
    """
    from telegram.ext import ApplicationBuilder, ContextTypes

    from bot.order import ChatByChat
    from bot.pacing import Patience
    from handlers.context import Context, Shared
    from handlers.register import register

    # The library would warn at each "too many requests" that its pauses become timedeltas.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    builder = (
        ApplicationBuilder()
        .token(token)
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_base_file_url)
        .context_types(ContextTypes(context=Context, bot_data=Shared))
        .concurrent_updates(ChatByChat(settings.concurrent_chats))
        .rate_limiter(Patience())
        .job_queue(None)
    )
    if request is None:
        builder = builder.read_timeout(READ_TIMEOUT).pool_timeout(READ_TIMEOUT)
    else:
        builder = builder.request(request).get_updates_request(updates_request or request)
    application = builder.build()
    application.bot_data.desk = desk
    register(application)
    return application
