"""The composition root: every part is made and joined here, in programs and in tests."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.databases import Place, place
from bot.settings import Settings
from knowledge.desk import Desk
from knowledge.intake import shipped
from knowledge.model import Actor
from knowledge.search import Encoder, Engine, Lexicon, encoder_named
from knowledge.store import Store

if TYPE_CHECKING:
    from telegram.request import BaseRequest

    from handlers.context import App

Clock = Callable[[], datetime]

OPERATOR = Actor(None, "operator")
"""Who acts when a command does."""


def now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


@contextmanager
def store_of(settings: Settings, database: str | None, *, clock: Clock = now) -> Iterator[Store]:
    """The store; the default one is made and filled with the shipped statements at first use.

    Args:
        settings: of the operator.
        database: URL from the command line, or None.
        clock: gives the time, aware.

    Raises:
        StoreProblem: the database cannot be used.
    """
    where = place(database, settings)
    with _made(where), closing(Store(where.url, clock=clock)) as store:
        if where.own or not store.revision():
            store.upgrade()
        if where.own and not store.revision():
            store.load(shipped(), OPERATOR, "the shipped store")
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
    with store_of(settings, database, clock=clock) as store:
        lexicon = Lexicon((concept.id, concept.words) for concept in store.concepts())
        engine = Engine(
            where.index,
            encoder=encoder or encoder_named(settings.semantic),
            keeper=store.vectors,
            lexicon=lexicon,
        )
        with closing(engine):
            desk = Desk(store, engine, clock=lambda: clock().astimezone(settings.zone))
            desk.refresh()
            yield desk
