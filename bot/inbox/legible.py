"""What Telegram answers when asked for updates, with nothing in it that would end the asking."""

import json
import logging
from collections.abc import Callable
from typing import Any

from telegram import Update

log = logging.getLogger(__name__)


def legible(body: bytes, told: Callable[[], None]) -> bytes:
    """The answer to getUpdates, in which updates that cannot be read are bare ids.

    python-telegram-bot reads all updates of an answer or none: one that it cannot read would keep
    those beside it from being acknowledged, and be asked for again without a pause.

    Args:
        body: as Telegram sent it; anything but a list of updates is left as it is.
        told: called once for each that cannot be read.
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return body
    result = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(result, list):
        return body
    kept: list[Any] = []
    for update in result:
        problem = _problem(update)
        if problem is None:
            kept.append(update)
            continue
        told()
        number = update.get("update_id") if isinstance(update, dict) else None
        log.error("update %s cannot be read and is passed over: %s", number, problem)
        if isinstance(number, int):
            kept.append({"update_id": number})  # so that it is acknowledged
    return body if kept == result else json.dumps(answer | {"result": kept}).encode()


def _problem(update: object) -> str | None:
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        return "it has no id"
    try:
        Update.de_json(update, None)
    except Exception as error:  # noqa: BLE001  # the library raises anything on what it does not know
        return repr(error)
    return None
