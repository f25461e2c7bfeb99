"""Forgetting what is kept for a while only, by a clock that is not believed blindly.

A clock that jumps ahead by a year would have everything forgotten at once. So it is compared with
what is known of it: when old rows were forgotten last, and how long this process has run since.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from knowledge.storage import Store

log = logging.getLogger(__name__)

LEEWAY = timedelta(days=2)
"""What a clock may be ahead of what is known: a bot that was off for a weekend is believed."""

DOUBTED = timedelta(days=1)
"""For so long nothing is forgotten by a clock that is further ahead, so that it can be put right."""

STALE = timedelta(days=30)
"""A doubt that is older was about another jump: it begins anew."""

CATCHING_UP = timedelta(days=1)
"""After that, what is known comes nearer to the clock by so much each time, and no faster."""

_LAST, _SINCE = "pruned at", "clock doubted since"


class Pruning:
    """Has old rows forgotten.

    Args:
        store: that they are in.
        kept: for how long.
        clock: gives the time, aware.
        monotonic: gives seconds that never jump.
    """

    def __init__(
        self,
        store: Store,
        kept: timedelta,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._kept = kept
        self._clock = clock
        self._monotonic = monotonic
        self._looked_at = monotonic()

    def once(self) -> int | None:
        """Forget what is older than is kept; gives how many rows, None where the clock is doubted.

        Raises:
            StoreProblem: the database cannot be used.
        """
        now, last = self._clock(), self._known(_LAST)
        if last is None:  # whatever the clock says, from here on it is known
            self._keep(_LAST, now)
            return None
        believed = self._believed(now, last)
        if believed is None:
            return None
        gone = self._store.erasure.prune(believed - self._kept, now=believed)
        self._keep(_LAST, max(last, believed))  # a clock that is set back is soon set right again
        self._looked_at = self._monotonic()
        return gone

    def _believed(self, now: datetime, last: datetime) -> datetime | None:
        """The time, as far as it is believed; None: nothing can be forgotten by it."""
        running = timedelta(seconds=self._monotonic() - self._looked_at)
        if now - last <= running + LEEWAY:
            self._keep(_SINCE, None)
            return now
        since = self._known(_SINCE)
        if since is None or not timedelta(0) <= now - since <= STALE:
            since = now
            self._keep(_SINCE, now)
        if now - since < DOUBTED:
            log.error(
                "The clock says %s, %d days after old rows were last forgotten (%s): nothing is "
                "forgotten by it today. If the bot was off for so long, nothing needs to be done: "
                "it catches up from tomorrow on. If not, set the clock of this machine right.",
                f"{now:%Y-%m-%d %H:%M}", (now - last).days, f"{last:%Y-%m-%d %H:%M}",
            )  # fmt: skip
            return None
        return min(now, last + CATCHING_UP)

    def _known(self, name: str) -> datetime | None:
        kept = self._store.state.get(name)
        return None if kept is None else datetime.fromisoformat(kept)

    def _keep(self, name: str, at: datetime | None) -> None:
        self._store.state.set(name, None if at is None else at.isoformat())
