"""What was asked a moment ago, in this process's memory alone: a question has no asker in the store."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.domain import Turn

KEPT = 10_000
"""Answers whose questions are remembered."""

SECONDS = 3600.0
"""For how long: a conversation goes on within that."""


class RecentQuestions:
    """The words of questions by the message that answered them; safe to use from many threads.

    Another worker, or one that was started since, does not have them: a conversation then goes on
    from what was told alone.

    Args:
        clock: gives seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._texts: OrderedDict[tuple[int, int], tuple[float, str]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, chat: int, message: int, text: str) -> None:
        """Remember what a message of ours in a chat answers."""
        with self._lock:
            self._texts.pop((chat, message), None)
            self._texts[chat, message] = (self._clock(), text)
            oldest = self._clock() - SECONDS
            while len(self._texts) > KEPT or next(iter(self._texts.values()))[0] < oldest:
                self._texts.popitem(last=False)

    def forget(self, chat: int) -> None:
        """No longer remember what was asked in a chat."""
        with self._lock:
            for key in [key for key in self._texts if key[0] == chat]:
                del self._texts[key]

    def with_texts(self, chat: int, turns: Sequence[Turn]) -> tuple[Turn, ...]:
        """The turns of a chat with the words of those that are still remembered."""
        oldest = self._clock() - SECONDS
        told = []
        with self._lock:
            for turn in turns:
                kept = self._texts.get((chat, turn.message)) if turn.message is not None else None
                known = kept is not None and kept[0] >= oldest
                told.append(replace(turn, text=kept[1]) if kept and known else turn)
        return tuple(told)
