"""What a backup looks like, and whether a file is one.

It is gzip of JSON lines: a head, for each table its name and columns and then a line a row, and at
the end how many rows there were, a hash of everything before, and with a key an HMAC of the same.
The hash finds damage; whoever changes the file can make it anew. The HMAC takes the key.
"""

import gzip
import hashlib
import hmac
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from knowledge.model import RefusedInput

FORMAT = "accordingto backup 1"

LONGEST = 64 * 2**20
"""Bytes of one line, at most; a record is far shorter."""


ROLES = "role"
"""The table of who may change the store; its columns `user` and `role` are told before a restore."""


_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Signature(Enum):
    """What is known of who made a backup."""

    NONE = "unsigned"
    NOT_CHECKED = "not checked"
    """It is signed, and there is no key here to check it with."""
    GOOD = "signed"
    """Whoever made it had the key."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds.

    Args:
        schema: of the database it was made from.
        made: when, as ISO 8601.
        rows: how many, by table.
        roles: Telegram ids with their roles, as they stand in it.
        signature: whether it is signed.
        digest: of everything in it but its end, as hexadecimal SHA-256.
    """

    schema: str
    made: str
    rows: dict[str, int]
    roles: tuple[tuple[str, str], ...] = ()
    signature: Signature = Signature.NONE
    digest: str = ""


def verify(path: Path, key: bytes | None = None) -> Contents:
    """Read a backup from the first byte to the last.

    Args:
        path: of the file.
        key: with which it must be signed; None takes any.

    Raises:
        RefusedInput: it is damaged, incomplete, no backup at all, or not signed with the key.
    """
    found = None
    for _, contents in _read(path, key):
        found = contents or found
    if found is None:  # pragma: no cover  # `_read` raises where the end is missing
        raise RefusedInput(_damaged(path, "its end is missing"))
    return found


def tables_in(
    path: Path, key: bytes | None, verified: Contents
) -> Iterator[tuple[tuple[str, list[str]], Iterator[list[Any]]]]:
    """Each table of a verified backup with its rows.

    Args:
        path: of the file.
        key: as for `verify`.
        verified: what `verify` said of it.

    Raises:
        RefusedInput: with the last table, where the file is another one by now.
    """
    lines = _unchanged(path, key, verified)
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


def _unchanged(path: Path, key: bytes | None, verified: Contents) -> Iterator[Any]:
    for line, contents in _read(path, key):
        if contents is not None and contents != verified:
            raise RefusedInput(_damaged(path, "it was changed while it was read"))
        yield line


class Seal:
    """The hash of what passes, and with a key the HMAC."""

    def __init__(self, key: bytes | None) -> None:
        self._digest = hashlib.sha256()
        self._mac = hmac.new(key, digestmod=hashlib.sha256) if key else None

    def add(self, line: bytes) -> None:
        """Take one more line into it."""
        self._digest.update(line)
        if self._mac is not None:
            self._mac.update(line)

    @property
    def digest(self) -> str:
        """The hash so far."""
        return self._digest.hexdigest()

    def end(self) -> dict[str, str]:
        """What stands at the end of the file."""
        signed = {} if self._mac is None else {"hmac": self._mac.hexdigest()}
        return {"sha256": self.digest, **signed}

    def signature(self, end: dict[str, Any]) -> Signature:
        """What this end says of who made the file; raises what is wrong with it."""
        signed = end.get("hmac")
        if self._mac is None:
            return Signature.NONE if signed is None else Signature.NOT_CHECKED
        if signed is None:
            raise _Damage("it is not signed, and a key is set with which it has to be")
        if not hmac.compare_digest(str(signed).encode(), self._mac.hexdigest().encode()):
            raise _Damage("it is not signed with the key that is set, or was changed after that")
        return Signature.GOOD


class _Damage(ValueError):
    """What is wrong with a file."""


class _Lines:
    """The lines of a backup, counted and hashed as they are read."""

    def __init__(self, key: bytes | None) -> None:
        self._seal = Seal(key)
        self._rows: dict[str, int] = {}
        self._roles: list[tuple[str, str]] = []
        self._columns: list[str] = []
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
            if self._name == ROLES:
                row = dict(zip(self._columns, value, strict=True))
                self._roles.append((str(row["user"]), str(row["role"])))
        elif "table" in value:
            self._begin(value["table"], value["columns"])
        else:
            if value["sha256"] != self._seal.digest or value["rows"] != self._rows:
                raise _Damage("what it says of itself is not so")
            self.contents = Contents(
                self._head["schema"],
                self._head["made"],
                self._rows,
                tuple(self._roles),
                self._seal.signature(value),
                self._seal.digest,
            )
            return value
        self._seal.add(line)
        return value

    def _begin(self, name: str, columns: list[str]) -> None:
        # SQLite takes "ROLE" for `role`: rows under such a name would be restored and not told.
        if not all(map(_NAME.fullmatch, (name, *columns))):
            raise _Damage("a table or a column has a name that none has")
        if name in self._rows or len(set(columns)) < len(columns):
            raise _Damage("it has a table or a column twice")
        self._name, self._columns = name, columns
        self._rows[name] = 0


def _read(path: Path, key: bytes | None) -> Iterator[tuple[Any, Contents | None]]:
    """Each line, and with the last one what the backup holds."""
    lines = _Lines(key)
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
