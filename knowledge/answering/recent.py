"""Answers given a moment ago: what many people ask at once is thought about once."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from knowledge.model import Question, Reply

_MOST = 2_000
"""Replies that are kept; the one not asked for the longest goes first."""


class Recent:
    """Keeps replies for as long as everything that they were made from stays as it is."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: Hashable = None
        self._replies: OrderedDict[Hashable, Reply] = OrderedDict()

    def reply(self, question: Question, state: Hashable) -> Reply | None:
        """What was answered to the same question in this state of things, if anything."""
        with self._lock:
            if state != self._state:
                self._state, self._replies = state, OrderedDict()
            reply = self._replies.get(_key(question))
            if reply is not None:
                self._replies.move_to_end(_key(question))
            return reply

    def keep(self, reply: Reply, state: Hashable) -> None:
        """Keep a reply that was made in this state of things."""
        with self._lock:
            if state != self._state:
                return
            self._replies[_key(reply.question)] = reply
            if len(self._replies) > _MOST:
                self._replies.popitem(last=False)


def _key(question: Question) -> Hashable:
    return (question.text, question.language)
