"""Databases with all tables and nothing in them: migrated once, then copied."""

import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from knowledge.storage import Store


def with_tables(file: Path) -> str:
    """The address of a SQLite database in this file, made unless it is there."""
    if not file.exists():
        file.write_bytes(_migrated())
    return f"sqlite:///{file}"


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.db"
        with closing(Store(f"sqlite:///{file}")) as store:
            store.upgrade()
        return file.read_bytes()
