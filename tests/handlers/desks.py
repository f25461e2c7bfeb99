"""A desk over a store of its own that holds what the package ships."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.app import OPERATOR, desk_of, store_of
from bot.settings import Settings
from knowledge.desk import Desk
from knowledge.interchange import shipped


@contextmanager
def desk_in(folder: Path, settings: Settings) -> Iterator[Desk]:
    """Open a desk; `folder` is where its database is made."""
    url = f"sqlite:///{folder}/store.sqlite3"
    with store_of(settings, url) as store:
        store.bulk.load(shipped(), OPERATOR, "for the tests")
    with desk_of(settings, url) as desk:
        yield desk
