"""An update of Telegram, as JSON, with the chat that it belongs to and whoever sent it."""

import json
from typing import Any

from knowledge.characters import storable
from knowledge.model import Arrival

Json = dict[str, Any]

LARGEST = 2**63 - 1
"""The largest id that the database can keep."""


def arrival_of(update: Json) -> Arrival:
    """The update as the inbox takes it; kinds that nobody knows yet are taken as well.

    Raises:
        ValueError: it has no usable id, an id in it is no number, or it is nested too deeply.
    """
    number = _id(update.get("update_id"))
    if number is None or number < 0:
        raise ValueError("an update without an id")
    body: Json = next((part for part in update.values() if isinstance(part, dict)), {})
    message = body if "chat" in body else _part(body, "message")
    chat = _id(_part(message, "chat").get("id"))
    sender = _id(_part(body, "from").get("id")) or _id(_part(body, "user").get("id"))
    try:
        raw = json.dumps(_storable(update), ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        raise ValueError("an update that is nested too deeply") from None
    return Arrival(number, raw, sender if chat is None else chat, sender)


def _storable(value: object) -> object:
    """The same values with every text in them such as a database keeps; readers can send others."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): _storable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(one) for one in value]
    return value


def _part(body: Json, name: str) -> Json:
    part = body.get(name)
    return part if isinstance(part, dict) else {}


def _id(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
        raise ValueError("an id that is no number or too large")
    return value
