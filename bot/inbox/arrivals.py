"""An update of Telegram, as JSON, with the chat that it belongs to and whoever sent it."""

import json
from typing import Any

from knowledge.model import Arrival

Json = dict[str, Any]

LARGEST = 2**63 - 1
"""The largest id that the database can keep."""


def arrival_of(update: Json) -> Arrival:
    """The update as the inbox takes it; kinds that nobody knows yet are taken as well.

    Raises:
        ValueError: it has no usable id, or an id in it is no number.
    """
    number = _id(update.get("update_id"))
    if number is None or number < 0:
        raise ValueError("an update without an id")
    body: Json = next((part for part in update.values() if isinstance(part, dict)), {})
    message = body if "chat" in body else _part(body, "message")
    chat = _id(_part(message, "chat").get("id"))
    sender = _id(_part(body, "from").get("id")) or _id(_part(body, "user").get("id"))
    raw = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    # PostgreSQL keeps neither; a reader can send both.
    raw = raw.replace("\\u0000", "").encode("utf-8", "replace").decode("utf-8")
    return Arrival(number, raw, sender if chat is None else chat, sender)


def _part(body: Json, name: str) -> Json:
    part = body.get(name)
    return part if isinstance(part, dict) else {}


def _id(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
        raise ValueError("an id that is no number or too large")
    return value
