"""Handles updates: those of one chat in their order, those of different chats side by side."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from structlog.contextvars import bound_contextvars
from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.delivery import keep_in
from bot.inbox.queue import Inbox
from bot.inbox.recovery import REDELIVERY, Redelivery

WAITING = 100_000
"""Updates that may wait; python-telegram-bot wants a bound. The reader of updates is slower."""


class PerChatProcessor(BaseUpdateProcessor):
    """Handles the updates of one chat in their order and those of different chats side by side.

    Args:
        chats: how many chats are served at once. A chat that waits for its turn takes no place,
            so that a flood in one chat does not hold up the others.
    """

    def __init__(self, chats: int) -> None:
        super().__init__(WAITING)
        self._places = asyncio.Semaphore(chats)
        self.turns: dict[int, asyncio.Lock] = {}
        self.waiting: dict[int, int] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the turn of the update's chat, then handle it."""
        key = _key(update)
        if key is None:
            async with self._places:
                await coroutine
            return
        turn = self.turns.setdefault(key, asyncio.Lock())
        self.waiting[key] = self.waiting.get(key, 0) + 1
        try:
            async with turn, self._places:
                await coroutine
        finally:
            self.waiting[key] -= 1
            if not self.waiting[key]:
                del self.waiting[key], self.turns[key]

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


log = logging.getLogger(__name__)


class UpdateProcessor(PerChatProcessor):
    """Handles what the inbox gave out and tells it when that has ended.

    Args:
        chats: how many chats are served at once.
        inbox: that the updates come from.
        timed: told how many seconds each update took.
    """

    def __init__(
        self, chats: int, inbox: Inbox, timed: Callable[[float], None] = lambda _seconds: None
    ) -> None:
        super().__init__(chats)
        self._inbox = inbox
        self._timed = timed
        self._handling: set[asyncio.Task[object]] = set()

    def break_off(self) -> None:
        """End what is being handled; it stays in the inbox, for whoever begins it again."""
        for task in self._handling:
            task.cancel()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update; one that is broken off (a stop, a crash) stays in the inbox."""
        received = self._inbox.claimed(update)
        if received is None:
            await super().do_process_update(update, coroutine)
            return
        began, task = time.perf_counter(), asyncio.current_task()
        if task is not None:
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)
        with bound_contextvars(request=f"{received.update_id:x}", update=received.update_id):
            journal = self._inbox.journal(received)
            keep_in(journal)
            later = Redelivery(received.tries - 1, received.refusals)
            REDELIVERY.set(later)
            try:
                begun = self._begun(received.update_id, coroutine)
                await super().do_process_update(update, begun)
            except Exception:
                log.exception("update %s ended in a failure", received.update_id)
            seconds = time.perf_counter() - began
            self._timed(seconds)
            log.debug("update %s handled in %.0f ms", received.update_id, seconds * 1000)
            if later.undelivered:
                await self._inbox.put_off(received, journal, later)
            elif later.pause:
                await self._inbox.again(received, journal, later)
            else:
                await self._inbox.ended(received)

    async def _begun(self, update_id: int, coroutine: Awaitable[Any]) -> None:
        """Note while an update is really being handled, for whoever sees this process end."""
        self._inbox.heartbeat.begin(update_id)
        try:
            await coroutine
        finally:
            self._inbox.heartbeat.end(update_id)
