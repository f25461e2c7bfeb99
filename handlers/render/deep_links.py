"""Deep links: ids that travel in the start parameter of a link to the private chat."""

import base64
import re
from binascii import Error
from collections.abc import Callable, Sequence
from hashlib import blake2b

LIMIT = 64
"""Characters of a start parameter: letters, digits, - and _."""

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = 33
_SHORTEST = 24
"""Bytes of the beginning that a link holds, at least; a made-up one that is shorter would have half
of the store looked through."""
_HASH = 8


def payload(identity: str) -> str:
    """The start parameter that leads to a statement, however long or foreign its id is."""
    if _PLAIN.fullmatch(identity) and len(identity) <= LIMIT - 2:
        return f"s_{identity}"
    coded = _coded(identity.encode())
    if len(coded) <= LIMIT - 2:
        return f"b_{coded}"
    head = identity.encode()[:_HEAD].decode(errors="ignore")
    return f"h_{_hash(identity)}{_coded(head.encode())}"


def identity(parameter: str, beginning: Callable[[str], Sequence[str]]) -> str | None:
    """The id that a start parameter stands for; None where it stands for none.

    Args:
        parameter: as it came, from anybody.
        beginning: ids that begin with a text.
    """
    kind, _, rest = parameter.partition("_")
    if kind == "s":
        return rest or None
    try:
        if kind == "b":
            return _decoded(rest)
        if kind == "h":
            wanted, head = rest[: _HASH * 2], _decoded(rest[_HASH * 2 :])
            if len(head.encode()) < _SHORTEST:
                return None
            return next((each for each in beginning(head) if _hash(each) == wanted), None)
    except (Error, UnicodeError, ValueError):
        return None
    return None


def link(username: str, parameter: str) -> str:
    """The address that opens the private chat with this start parameter."""
    return f"https://t.me/{username}?start={parameter}"


def _coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> str:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()


def _hash(identity: str) -> str:
    return blake2b(identity.encode(), digest_size=_HASH).hexdigest()
