"""Ids short enough for a button, and the way back to the whole id."""

from collections.abc import Callable, Iterable
from hashlib import blake2b

from knowledge.model import NotFound

_MARK = "~"
_HASH = 10
_SHORTEST = 24
"""Bytes of the beginning of a shortened id, at least. A made-up one that is shorter would have half
of the store looked through."""


def shortened(subject: str, room: int) -> str:
    """The subject itself, or where it is too long, its beginning and a hash of the whole.

    Args:
        subject: an id.
        room: bytes at hand.
    """
    if len(subject.encode()) <= room:
        return subject
    head = subject.encode()[: room - len(_MARK) - _HASH].decode(errors="ignore")
    return head + _MARK + _hash(subject)


def beginning(subject: str) -> str | None:
    """The beginning of the id that a shortened subject stands for; None for a whole id."""
    head, mark, tail = subject.rpartition(_MARK)
    return head if mark and len(tail) == _HASH and len(head.encode()) >= _SHORTEST else None


def restored(subject: str, candidates: Iterable[str]) -> str | None:
    """The candidate that a shortened subject stands for."""
    hashed = subject.rpartition(_MARK)[2]
    return next((candidate for candidate in candidates if _hash(candidate) == hashed), None)


def whole(subject: str, ids_beginning: Callable[[str], Iterable[str]]) -> str:
    """The id that a subject is or is short for.

    Raises:
        NotFound: there is nothing of that id any more.
    """
    head = beginning(subject)
    if head is None:
        return subject
    found = restored(subject, ids_beginning(head))
    if found is None:
        raise NotFound("The store holds nothing of that id any more: ask again.")
    return found


def _hash(subject: str) -> str:
    return blake2b(subject.encode(), digest_size=_HASH // 2).hexdigest()
