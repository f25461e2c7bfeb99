"""The search kept in step with the store, by the number of its last revision."""

import threading
from collections.abc import Iterable, Iterator

from knowledge.answering.indexing import GAP, document_of, document_of_gap
from knowledge.answering.library import Library
from knowledge.model import Changes, GapQuestion
from knowledge.search.documents import Document
from knowledge.search.engine import Engine
from knowledge.store import Store

_AT_ONCE = 64
"""Changed statements that a question takes up itself; more are taken up beside it."""


class Standing:
    """Takes changes of the store up into the search and into the library.

    Args:
        store: where changes are made, by this program or another.
        engine: of the search.
    """

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._engine = engine
        self._lock = threading.Lock()
        self._seen = -1
        self.library = Library.of(store)

    def refresh(self) -> None:
        """Take up everything that changed; everything where the search has no revision."""
        with self._lock:
            self._take_up()

    def catch_up(self) -> int:
        """What a question does first: take up a few changes, leave many to a thread beside it.

        A question never waits for a load that another one is taking up.

        Returns:
            The store's revision.
        """
        revision = self._store.revision()
        if revision != self._seen and self._lock.acquire(blocking=False):
            try:
                few = self._engine.revision > 0 and len(self._changes().statements) <= _AT_ONCE
                if few or self._seen < 0:
                    self._take_up()
            finally:
                self._lock.release()
            if revision > self._seen:
                name = "taking-up-changes"
                threading.Thread(target=self.refresh, name=name, daemon=True).start()
        return revision

    def _changes(self) -> Changes:
        return self._store.changes_since(self._engine.revision)

    def _take_up(self) -> None:
        last = self._store.revision()
        if last == self._seen:
            return
        if not 0 < self._engine.revision <= last:
            self._engine.clear()
            self._engine.put(self._everything())
            self._engine.commit(last)
            self.library = Library.of(self._store)
        elif self._engine.revision < last:
            last = self._take_up_some(self._changes())
        self._seen = last

    def _take_up_some(self, changes: Changes) -> int:
        # A statement that is published no more, or a gap that is gone, is dropped and not put again.
        wanted = {gap: f"{GAP}{gap}" for gap in changes.gaps}
        gaps = [gap for gap in self._store.gaps() if gap.id in wanted] if wanted else []
        self._engine.drop((*changes.statements, *wanted.values()))
        self._engine.put(document_of(each) for each in self._store.documents(changes.statements))
        self._engine.put(_gap_documents(gaps))
        self._engine.commit(changes.revision)
        if changes.vocabulary or changes.gaps or len(changes.statements) > _AT_ONCE:
            self.library = Library.of(self._store)
        return changes.revision

    def _everything(self) -> Iterator[Document]:
        for record in self._store.documents():
            yield document_of(record)
        yield from _gap_documents(self._store.gaps())


def _gap_documents(gaps: Iterable[GapQuestion]) -> Iterator[Document]:
    for gap in gaps:
        document = document_of_gap(gap)
        if document is not None:
            yield document
