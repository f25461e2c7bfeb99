"""The order of work: one thing after the other in a chat, many chats at once."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

WAITING = 100_000
"""Updates that may wait; python-telegram-bot wants a bound. The reader of updates is slower."""


class ChatByChat(BaseUpdateProcessor):
    """Handles the updates of one chat in their order and those of different chats side by side.

    Args:
        chats: how many chats are served at once. A chat that waits for its turn takes no place,
            so that a flood in one chat does not hold up the others.
    """

    def __init__(self, chats: int) -> None:
        super().__init__(WAITING)
        self._places = asyncio.Semaphore(chats)
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the turn of the update's chat, then handle it."""
        key = _key(update)
        if key is None:
            async with self._places:
                await coroutine
            return
        turn = self._turns.setdefault(key, asyncio.Lock())
        self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            async with turn, self._places:
                await coroutine
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key], self._turns[key]

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def _key(update: object) -> int | None:
    """The chat of an update, or who sent it where there is no chat."""
    if not isinstance(update, Update):
        return None
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else None
