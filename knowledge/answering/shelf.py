"""Records read once for each state of the store: most questions ask for the same few."""

import threading
from collections.abc import Sequence

from knowledge.answering.facts import Facts, facts_of
from knowledge.model import Place, Record
from knowledge.store import Store

_MOST = 20_000
"""Records that are kept; then all are forgotten, which is simpler than choosing and as quick."""


class Shelf:
    """Reads records through a memory that a new revision of the store empties.

    Args:
        store: of the records.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._revision = -1
        self._records: dict[str, Record] = {}
        self._facts: dict[str, Facts] = {}

    @property
    def revision(self) -> int:
        """The revision of the store that is remembered."""
        return self._revision

    def as_of(self, revision: int) -> None:
        """Forget everything that was read before this revision of the store."""
        if revision != self._revision:
            with self._lock:
                self._revision, self._records, self._facts = revision, {}, {}

    def records(self, ids: Sequence[str]) -> list[Record]:
        """As the store's `records`: in the order asked, redirected where merged, each once."""
        held = self._records
        wanted = dict.fromkeys(ids)
        lacking = [each for each in wanted if each not in held]
        if lacking:
            read = {each.statement.id: each for each in self._store.records(lacking)}
            if len(held) + len(read) > _MOST:
                held.clear()
            held.update(read)
        if all(each in held for each in wanted):
            return [held[each] for each in wanted]
        # Merged or unknown ids: rare, and the store's own business.
        return self._store.records(ids)

    def facts(self, record: Record, places: dict[str, Place]) -> Facts:
        """What a record says, read from its texts once."""
        identity = record.statement.id
        held = self._facts
        facts = held.get(identity)
        if facts is None:
            facts = held[identity] = facts_of(record, places)
        return facts
