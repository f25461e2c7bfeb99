"""Records and answers kept for one state of the store: most questions ask for the same few."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock

from knowledge.answering.statement_facts import StatementFacts, facts_of
from knowledge.domain import Place, Question, Record, Reply
from knowledge.search.fair_scheduling import check
from knowledge.storage import Store
from knowledge.storage.statement_queries import StatementFilter

_RECORDS_KEPT = 20_000
"""Records that are kept; then all are forgotten, which is simpler than choosing and as quick."""


LOOKED_THROUGH = 60
"""Statements of one incident that are compared with each other."""


class RecordCache:
    """Reads records through a memory that a new revision of the store empties.

    Args:
        store: of the records.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._revision = -1
        self._records: dict[str, Record] = {}
        self._facts: dict[str, StatementFacts] = {}
        self._undisputed: dict[str, bool] = {}

    @property
    def revision(self) -> int:
        """The revision of the store that is remembered."""
        return self._revision

    def as_of(self, revision: int) -> None:
        """Forget everything that was read before this revision of the store."""
        if revision != self._revision:
            with self._lock:
                self._revision, self._records, self._facts = revision, {}, {}
                self._undisputed = {}

    def records(self, ids: Sequence[str]) -> list[Record]:
        """As the store's `records`: in the order asked, redirected where merged, each once."""
        held = self._records
        wanted = dict.fromkeys(ids)
        lacking = [each for each in wanted if each not in held]
        if lacking:
            read = {each.statement.id: each for each in self._store.records.complete(lacking)}
            if len(held) + len(read) > _RECORDS_KEPT:
                held.clear()
            held.update(read)
        if all(each in held for each in wanted):
            return [held[each] for each in wanted]
        # Merged or unknown ids: rare, and the store's own business.
        return self._store.records.complete(ids)

    def siblings(self, record: Record) -> list[Record]:
        """The other published statements of its incident, or of its article where it has none.

        Returns:
            As many as are looked through at most, where there are more.
        """
        statement = record.statement
        articles = [each.article for each in statement.appearances]
        beside = (
            StatementFilter(incidents=[statement.incident])
            if statement.incident
            else StatementFilter(articles=articles)
        )
        ids = self._store.statements.select(beside, limit=LOOKED_THROUGH)
        return self.records([each for each in ids if each != statement.id])

    def undisputed(self, record: Record, look: Callable[[], bool]) -> bool:
        """Whether nothing disputes a statement, as `look` found when it was asked first."""
        held = self._undisputed
        found = held.get(record.statement.id)
        if found is None:
            found = held[record.statement.id] = look()
        return found

    def facts(self, records: Sequence[Record], places: dict[str, Place]) -> list[StatementFacts]:
        """What each of some records says, read from its texts once."""
        held = self._facts
        found = []
        for record in records:
            identity = record.statement.id
            facts = held.get(identity)
            if facts is None:
                check()
                facts = held[identity] = facts_of(record, places)
            found.append(facts)
        return found


_ANSWERS_KEPT = 2_000
"""Replies that are kept; the one not asked for the longest goes first."""


class AnswerCache:
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
            if len(self._replies) > _ANSWERS_KEPT:
                self._replies.popitem(last=False)


def _key(question: Question) -> Hashable:
    return (question.text, question.language, question.usual)
