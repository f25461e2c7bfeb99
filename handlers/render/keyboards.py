"""Buttons under a message and links to the private chat: ids short enough for both, and read back."""

import base64
import re
from binascii import Error
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from knowledge.domain import Action, Message, NotFound

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


ABREAST = 5
"""Buttons with a number that stand in one row, each still easy to hit."""

LIMIT = 64
"""Bytes of callback data that Telegram carries."""


ABOUT_A_QUESTION = frozenset({"helpful", "unhelpful", "none", "tell"})
"""Buttons whose subject is the number of the question that was answered, or empty."""


def keyboard(message: Message, question: int | None = None) -> InlineKeyboardMarkup | None:
    """The message's actions as rows of buttons, or None where it has none.

    What opens a numbered line of the message has that number for a label, and stands beside the others
    of its kind: the line itself says what it is.

    Args:
        message: what the reader gets.
        question: the number of the remembered question, for the buttons that judge the answer.
    """
    rows: list[list[InlineKeyboardButton]] = []
    digits: list[InlineKeyboardButton] = []
    number = 0
    for row in message.actions:
        buttons = []
        for action in row:
            number += 1
            if action.name == "link":  # leads to a page or a chat; nothing comes back
                buttons.append(InlineKeyboardButton(action.label, url=action.subject))
                continue
            label = action.label if action.number is None else str(action.number)
            data = _pressed(action, number, question)
            buttons.append(InlineKeyboardButton(label, callback_data=data))
        if row and all(action.number is not None for action in row):
            if not digits or len(digits) + len(buttons) > ABREAST:
                digits = []
                rows.append(digits)
            digits.extend(buttons)
        elif buttons:
            rows.append(buttons)
            digits = []
    return InlineKeyboardMarkup(rows) if rows else None


def read(pressed: str) -> tuple[str, str]:
    """The name and the (possibly shortened) subject of a button that was pressed.

    Both are empty where the data hold what no database can be asked for: nobody but a forger sends
    a zero or half a character.
    """
    if "\x00" in pressed or any("\ud800" <= each <= "\udfff" for each in pressed):
        return "", ""
    name, _, subject = pressed.partition(":")
    return name, subject


def _pressed(action: Action, number: int, question: int | None) -> str:
    subject = action.subject
    if action.name == "ask":  # the button's label is the question; it comes back with the press
        subject = str(number)
    elif action.name in ABOUT_A_QUESTION:  # an id in its place could be taken for a number
        subject = "" if question is None else str(question)
    return f"{action.name}:{shortened(subject, LIMIT - len(action.name.encode()) - 1)}"


_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = 33
_LINK_HASH = 8


def payload(identity: str) -> str:
    """The start parameter that leads to a statement, however long or foreign its id is."""
    if _PLAIN.fullmatch(identity) and len(identity) <= LIMIT - 2:
        return f"s_{identity}"
    coded = _coded(identity.encode())
    if len(coded) <= LIMIT - 2:
        return f"b_{coded}"
    head = identity.encode()[:_HEAD].decode(errors="ignore")
    return f"h_{_link_hash(identity)}{_coded(head.encode())}"


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
            wanted, head = rest[: _LINK_HASH * 2], _decoded(rest[_LINK_HASH * 2 :])
            if len(head.encode()) < _SHORTEST:
                return None
            return next((each for each in beginning(head) if _link_hash(each) == wanted), None)
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


def _link_hash(identity: str) -> str:
    return blake2b(identity.encode(), digest_size=_LINK_HASH).hexdigest()
