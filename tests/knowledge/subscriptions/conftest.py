"""Desks on one small store, with a clock that a test moves."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.desk import Desk
from knowledge.domain import Actor, Bundle, Relation, RelationKind, State
from knowledge.search import Engine, Lexicon
from knowledge.storage import Store
from tests.clock import Clock
from tests.knowledge.factories import article, incident, place, speaker, statement
from tests.knowledge.tables import with_tables

EDITOR = Actor(7, "Olena")


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 1, 1, 0, 30, tzinfo=UTC))


Open = Callable[[], Desk]


@pytest.fixture
def open_desk(tmp_path: Path, clock: Clock) -> Iterator[Open]:
    """Opens further desks on the same database, as other processes would."""
    with ExitStack() as stack:

        def opened() -> Desk:
            address = with_tables(tmp_path / "s.db")
            store = stack.enter_context(closing(Store(address, clock=clock)))
            if not store.revisions.newest():
                fill(store)
            engine = Engine(None, encoder=None, keeper=None, lexicon=Lexicon([]))
            desk = Desk(store, stack.enter_context(closing(engine)), clock=clock)
            desk.refresh()
            return desk

        yield opened


@pytest.fixture
def desk(open_desk: Open) -> Desk:
    desk = open_desk()
    desk.chats.collect()  # what is there at the first look is no news
    return desk


def fill(store: Store) -> None:
    """An incident with a speaker, one statement that is out and one that is not yet."""
    bundle = Bundle(
        articles=(article(),),
        places=(place(),),
        speakers=(speaker(),),
        incidents=(incident(),),
        statements=(
            statement(id="boats"),
            statement(id="sails", state=State.DRAFT),
        ),
    )
    store.bulk.load(bundle, EDITOR, "the first ones")


def publish(store: Store, identity: str) -> None:
    """Let a draft be read."""
    alter(store, identity, state=State.PUBLISHED)


def alter(store: Store, identity: str, **values: object) -> None:
    """Another state of a statement."""
    before = store.records.statement(identity)
    store.changes.change(replace(before, **values), actor=EDITOR, reason="a test")  # type: ignore[arg-type] # any field


def dispute(store: Store, source: str, target: str) -> None:
    """One statement against another."""
    store.changes.relate(
        Relation(source, RelationKind.DISPUTES, target), actor=EDITOR, reason="a test"
    )
