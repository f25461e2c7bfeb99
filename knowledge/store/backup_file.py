"""What a backup looks like, and whether a file is one.

It is gzip of JSON lines: a head, for each table its name and columns and then a line a row, and at
the end how many rows there were and a hash of everything before.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.model import RefusedInput

FORMAT = "accordingto backup 1"

LONGEST = 64 * 2**20
"""Bytes of one line, at most; a record is far shorter."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds: rows by table, the schema, and when it was made (ISO 8601)."""

    schema: str
    made: str
    rows: dict[str, int]


def verify(path: Path) -> Contents:
    """Read a backup from the first byte to the last.

    Raises:
        RefusedInput: it is damaged, incomplete, or no backup at all.
    """
    found = None
    for _, contents in _read(path):
        found = contents or found
    if found is None:  # pragma: no cover  # `_read` raises where the end is missing
        raise RefusedInput(_damaged(path, "its end is missing"))
    return found


def tables_in(path: Path) -> Iterator[tuple[tuple[str, list[str]], Iterator[list[Any]]]]:
    """Each table of a verified backup with its rows."""
    lines = (line for line, _ in _read(path))
    following: Any = next(lines)

    def rows() -> Iterator[list[Any]]:
        nonlocal following
        for line in lines:
            if not isinstance(line, list):
                following = line
                return
            yield line
        following = None

    following = next(lines, None)
    while following is not None and "table" in following:
        head = (following["table"], following["columns"])
        following = None
        yield head, rows()


class _Damage(ValueError):
    """What is wrong with a file."""


class _Lines:
    """The lines of a backup, counted and hashed as they are read."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._rows: dict[str, int] = {}
        self._head: dict[str, Any] | None = None
        self._name = ""
        self.contents: Contents | None = None

    def take(self, line: bytes) -> Any:  # noqa: ANN401 - a line may be anything
        """One line, read; raises what is wrong with it."""
        value = json.loads(line)
        if self.contents is not None:
            raise _Damage("something follows its end")
        if self._head is None:
            if not (isinstance(value, dict) and value.get("format") == FORMAT):
                raise _Damage("it is no backup of this program")
            self._head = value
        elif isinstance(value, list):
            self._rows[self._name] += 1
        elif "table" in value:
            self._name = value["table"]
            self._rows[self._name] = 0
        else:
            if value["sha256"] != self._digest.hexdigest() or value["rows"] != self._rows:
                raise _Damage("what it says of itself is not so")
            self.contents = Contents(self._head["schema"], self._head["made"], self._rows)
            return value
        self._digest.update(line)
        return value


def _read(path: Path) -> Iterator[tuple[Any, Contents | None]]:
    """Each line, and with the last one what the backup holds."""
    lines = _Lines()
    try:
        with gzip.open(path, "rb") as file:
            while line := file.readline(LONGEST):
                value = lines.take(line)
                yield value, lines.contents
    except (
        OSError,
        EOFError,
        zlib.error,
        ValueError,
        LookupError,
        TypeError,
        RecursionError,
    ) as why:
        raise RefusedInput(_damaged(path, str(why))) from None
    if lines.contents is None:
        raise RefusedInput(_damaged(path, "its end is missing"))


def _damaged(path: Path, why: str) -> str:
    return f"{path} cannot be restored ({why}); take another backup. Nothing was changed."
