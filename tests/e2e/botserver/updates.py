"""Updates that wait for the bot: kept until acknowledged, given to one poller at a time."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.botserver.refusal import conflict

# Kinds that come only when the bot names them.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class Poll:
    """One getUpdates that is waiting."""

    gone: Callable[[], bool]
    replaced: bool = False


@dataclass
class Updates:
    """The queue of one bot.

    `allowed` names the kinds that the bot wants, empty for the usual ones; `given` are the ids of
    all that were queued.
    """

    waiting: list[dict[str, Any]] = field(default_factory=list)
    given: set[int] = field(default_factory=set)
    allowed: list[str] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    poll: Poll | None = None
    last_poll: float = 0.0
    next_id: int = field(default_factory=lambda: random.randint(10**8, 9 * 10**8))

    def push(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queue an update; the answer is its id, or None when the bot does not want such."""
        if kind not in self.allowed if self.allowed else kind in ON_REQUEST:
            return None
        update_id = self.next_id
        self.next_id += 1
        self.given.add(update_id)
        self.waiting.append({"update_id": update_id, kind: payload})
        self.changed.set()
        return update_id

    def acknowledge(self, offset: int) -> None:
        """Forget what is below the offset; a negative one keeps so many from the end."""
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset > 0:
            self.waiting = [u for u in self.waiting if u["update_id"] >= offset]

    async def take(
        self, offset: int, limit: int, seconds: float, gone: Callable[[], bool]
    ) -> list[dict[str, Any]]:
        """What is waiting from the offset on, after at most so many seconds.

        Args:
            offset: first update wanted; everything before it is acknowledged.
            limit: most updates to give.
            seconds: how long to wait for a first one.
            gone: whether the bot has hung up.

        Raises:
            RefusedError: another poller came and took over.
        """
        if self.poll is not None:
            self.poll.replaced = True
            self.changed.set()
        mine = self.poll = Poll(gone)
        self.acknowledge(offset)
        deadline = time.monotonic() + seconds
        try:
            while not self.waiting and not mine.replaced and not gone():
                left = deadline - time.monotonic()
                if left <= 0:
                    break
                self.changed.clear()
                try:
                    await asyncio.wait_for(self.changed.wait(), left)
                except TimeoutError:
                    break
        finally:
            self.last_poll = time.monotonic()
            if self.poll is mine:
                self.poll = None
        if mine.replaced:
            raise conflict(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running"
            )
        return self.waiting[:limit]
