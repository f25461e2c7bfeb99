"""An inbox on a store of its own, with a bot that handles what it is told to."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot

from bot.inbox.queue import Inbox
from knowledge.domain import Limits
from knowledge.storage import Store
from tests.knowledge.tables import with_tables


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(with_tables(tmp_path / "store.db"))) as store:
        yield store


@pytest.fixture
def inbox(store: Store) -> Iterator[Inbox]:
    inbox = Inbox(store, Limits(), worker="here/1/aa", capacity=4)
    inbox.parsed_by(Bot("123456:ABC"))
    yield inbox
    inbox.pool.shutdown()


def message(number: int, text: str = "who?", chat: int = 5) -> dict[str, Any]:
    """An update as Telegram sends it."""
    who = {"id": chat, "is_bot": False, "first_name": "Alice"}
    place = {"id": chat, "type": "private", "first_name": "Alice"}
    body = {"message_id": number, "date": 1_700_000_000, "chat": place, "from": who, "text": text}
    return {"update_id": number, "message": body}
