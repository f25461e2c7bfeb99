"""The index on disk: put, made durable a little later, found again after a crash exactly as last committed."""

import fcntl
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search import vector_index
from knowledge.search.documents import Document
from knowledge.search.lexical_index import LexicalIndex, LexicalWriter, Unsaved, View
from knowledge.search.passage_store import Holdings, PassageStore
from knowledge.search.spelling import SpellingBook, Spellings
from knowledge.search.text_analysis import DocumentFrequencies

BULK = 4 * vector_index.EXACT
"""Vectors without a graph that are too many to be compared even for a while."""
COUNTED_AT_ONCE = 20_000


@dataclass(frozen=True)
class Snapshot:
    """Everything that a search reads, as of one commit; safe in any thread."""

    view: View
    holdings: Holdings
    frequencies: DocumentFrequencies
    near: vector_index.VectorIndex | None
    spellings: Spellings


@dataclass(frozen=True)
class Entry:
    """A document ready to be written down.

    Args:
        fields: for each passage, field of the lexical index → terms.
        codes: for each passage, the hashes of its terms in order.
        asks: for each passage, what sort of question it is.
        rows: for each passage, its vector, or None where there is no encoder.
    """

    document: Document
    fields: Sequence[dict[str, Sequence[str]]]
    codes: Sequence[NDArray[np.uint32]]
    asks: Sequence[int]
    rows: NDArray[Any] | None


class _Other(Exception):
    """The folder holds an index that was made for something else."""


class Index:
    """One folder; the commit of its lexical index confirms everything else in it.

    A few changes are shown before it, for it waits for the disk some twenty times: a crash takes
    them together with their revision, so that they are put anew.

    Args:
        made_for: what the entries depend on; a folder made for something else is emptied.
        dimensions: of the vectors; 0 where there are none.

    Raises:
        OSError: the folder cannot be written.
    """

    shelf: PassageStore

    def __init__(self, folder: Path, made_for: dict[str, Any], dimensions: int) -> None:
        self._folder = folder
        self._made_for = made_for
        self._dimensions = dimensions
        self._pending: dict[str, int] = {}
        self._removed: set[str] = set()
        self.mended = ""
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except _Other:
            self.mended = (
                "The index was made by another version or for other settings and is made anew."
            )
            self._start_over()
        except (ValueError, EOFError, KeyError) as problem:
            self.mended = f"The index was damaged ({problem}) and is made anew."
            self._start_over()

    def write(self, entries: Sequence[Entry]) -> None:
        """Add documents in place of those with their ids."""
        for entry in entries:
            self.remove(entry.document.id)
            first = self.shelf.add(entry.document, entry.codes, entry.asks, entry.rows)
            for number, fields in enumerate(entry.fields):
                self.words.add(entry.document.id, first + number, fields)
                self._book.learn(fields["surface"], self._is_known)
            self._pending[entry.document.id] = first

    def remove(self, key: str) -> None:
        """Take a document off, if it is there."""
        first = self._pending.pop(key, None)
        if first is None and self._settled and key not in self._removed:
            # Until the next save the snapshot still has it; dropped twice, it would count twice.
            self._removed.add(key)
            first = min(self.words.view.slots_of(key), default=None)
        if first is not None:
            self.words.delete(key)
            self.shelf.drop(first)

    def save(self, revision: int) -> None:
        """Make everything durable as of this revision; not during `write_down`."""
        self.shelf.settle()
        self._book.settle()
        self.words.save(self._state(revision))
        self._shown(revision)

    def show(self, revision: int) -> bool:
        """Let a snapshot hold everything as of this revision, if it is little; True if it does."""
        if not self._settled or self.words.many:
            return False
        self.shelf.show()
        self._book.show()
        self.words.show(self._state(revision))
        self._shown(revision)
        return True

    def spill(self) -> None:
        """Make room where much was written that is not saved yet; not during `write_down`."""
        self.words.spill()

    @property
    def unsaved(self) -> Unsaved:
        """What is shown and not durable."""
        return self.words.unsaved

    def write_down(self, unsaved: Unsaved) -> None:
        """Make durable what is shown; the slow part, while others write and show."""
        self.shelf.settle()
        self._book.settle()
        self.words.write_down(unsaved)

    def written(self, unsaved: Unsaved) -> View:
        """Give the words of the newest snapshot, read from the disk where `write_down` put them."""
        self.words.written(unsaved)
        return self.words.view

    def snapshot(self, before: Snapshot | None) -> Snapshot:
        """Give what was saved last, for searching."""
        holdings = self.shelf.holdings()
        self._count(holdings)
        near = None
        if holdings.vectors is not None:
            if vector_index.uncovered(holdings.vectors, self._folder) > BULK:
                vector_index.grow(holdings.vectors, holdings.alive, self._folder)
            known = before.near if before else None
            near = vector_index.following(known, holdings.vectors, self._folder)
        spellings = self._book.spellings()
        return Snapshot(self.words.view, holdings, self.frequencies, near, spellings)

    def grow(self, now: Snapshot) -> None:
        """Let the graph take in what came since it was made; the slow part, without any lock."""
        if now.holdings.vectors is not None:
            vector_index.grow(now.holdings.vectors, now.holdings.alive, self._folder)

    def grown(self, now: Snapshot) -> Snapshot:
        """Give the same snapshot with the newest graph, whatever is being written meanwhile."""
        if (rows := now.holdings.vectors) is None:
            return now
        return replace(now, near=vector_index.following(now.near, rows, self._folder))

    @property
    def waiting(self) -> int:
        """Documents written since the last save."""
        return len(self._pending)

    def clear(self) -> None:
        """Forget everything."""
        self.close()
        self._start_over()

    def close(self) -> None:
        """Let the folder go."""
        self.words.close()
        self.shelf.close()
        self._book.close()

    def _open(self) -> None:
        lexical = LexicalIndex(self._folder / "words")
        with ExitStack() as opened:  # lets go of it where what stands beside it is damaged
            opened.callback(lexical.close)
            words = LexicalWriter(lexical)
            state = words.view.state() or {}
            if state and any(state.get(name) != value for name, value in self._made_for.items()):
                raise _Other
            shelf = opened.enter_context(
                closing(PassageStore(self._folder, state, self._dimensions))
            )
            self._book = SpellingBook(self._folder, state)
            opened.pop_all()
        self.shelf = shelf
        self.words = words
        self.revision = int(state.get("revision", 0))
        self._settled = bool(state.get("slots"))
        counts, self.frequencies = self.shelf.counts(), DocumentFrequencies()
        self._counted = self.frequencies.load(self._folder / "frequencies.npy")
        if self._counted[0] > counts["slots"] or self._counted[1] > counts["dropped"]:
            self.frequencies, self._counted = DocumentFrequencies(), (0, 0)
        self._saved_at = self._counted[0]
        lexical.delete_from(counts["slots"])

    def _state(self, revision: int) -> dict[str, Any]:
        own = self.shelf.counts() | self._book.counts()
        return self._made_for | own | {"revision": revision}

    def _shown(self, revision: int) -> None:
        self.revision = revision
        self._settled = self.shelf.counts()["slots"] > 0
        self._pending.clear()
        self._removed.clear()

    def _is_known(self, word: str) -> bool:
        return self.words.view.frequencies("surface", [word])[0] > 0

    def _start_over(self) -> None:
        for path in self._folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        self._pending.clear()
        self._removed.clear()
        self._open()

    def _count(self, holdings: Holdings) -> None:
        """Bring the frequencies in step with the shelf."""
        slots, dropped = self._counted
        while slots < len(holdings):
            end = min(slots + COUNTED_AT_ONCE, len(holdings))
            last = holdings.slots[end - 1]
            end = int(last["first"]) + int(last["count"])
            self.frequencies.add(*holdings.vocabulary(slots, end), 1)
            slots = end
        for first in holdings.dropped[dropped:].tolist():
            count = int(holdings.slots["count"][first])
            self.frequencies.add(*holdings.vocabulary(first, first + count), -1)
        now = (len(holdings), len(holdings.dropped))
        if now[0] - self._saved_at > COUNTED_AT_ONCE:
            self.frequencies.save(self._folder / "frequencies.npy", *now)
            self._saved_at = now[0]
        self._counted = now


log = logging.getLogger(__name__)

RESTED = 1.0
"""Seconds after which a few changes that searches see are made durable."""


class Flusher:
    """A thread that is there while something is to be made durable.

    Args:
        index: that is saved.
        lock: held by whoever writes to the index; let go of while the disk is waited for.
        saved: told, under the lock, of what searches read from then on.
    """

    def __init__(
        self, index: Index, lock: threading.Condition, saved: Callable[[View], None]
    ) -> None:
        self._index = index
        self._lock = lock
        self._saved = saved
        self._thread: threading.Thread | None = None
        self._under_way = False
        self._closing = threading.Event()

    def soon(self) -> None:
        """Save within a second or so; called under the lock."""
        if self._thread is None and self._index.unsaved.steps:
            self._thread = threading.Thread(target=self._run, name="saving", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait until the disk is not written to; called under the lock."""
        self._lock.wait_for(lambda: not self._under_way)

    def close(self) -> None:
        """Save at once what is left; called without the lock."""
        self._closing.set()
        thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            self._closing.wait(RESTED)
            with self._lock:
                unsaved = self._index.unsaved
                if not unsaved.steps:
                    self._thread = None
                    return
                self._under_way = True
            problem: Exception | None = None
            try:
                self._index.write_down(unsaved)
            except (OSError, ValueError) as error:  # a full disk; tantivy tells it as a ValueError
                problem = error
            with self._lock:
                self._under_way = False
                if problem is None:
                    self._saved(self._index.written(unsaved))
                self._lock.notify_all()
            if problem is not None:
                log.warning("the index cannot be made durable yet: %s", problem)
                if self._closing.is_set():
                    return


class GraphGrower:
    """A thread that is there while a graph is made.

    Args:
        index: whose graph it is.
        grown: called in the thread when there is a new one.
    """

    def __init__(self, index: Index, grown: Callable[[], None]) -> None:
        self._index = index
        self._grown = grown
        self._thread: threading.Thread | None = None

    def where_due(self, now: Snapshot) -> None:
        """Begin if much came since, and all of it is durable: the graph must not be ahead."""
        near = now.near
        if near is None or len(near.recent) <= vector_index.EXACT or self._index.unsaved.steps:
            return
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._grow, args=(now,), daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait for its end; called without a lock."""
        if self._thread is not None:
            self._thread.join()

    def _grow(self, now: Snapshot) -> None:
        self._index.grow(now)
        self._grown()


PREFIX = "accordingto-index-"
_OWNER = "owner"


class ScratchDirectory:
    """A folder of this process, removed by `close`; what killed processes left is removed first.

    Its owner holds a lock on a file in it, of which the system lets go when the process ends.

    Attributes:
        path: of the folder.

    Raises:
        OSError: no temporary folder can be made.
    """

    def __init__(self) -> None:
        _sweep(Path(tempfile.gettempdir()))
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        # Named only once it is locked, or another process would take it for one that was left.
        unnamed = self.path / f"{_OWNER}.new"
        self._lock = os.open(unnamed, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        unnamed.rename(self.path / _OWNER)

    def close(self) -> None:
        """Remove the folder; a second time does nothing."""
        if self._lock >= 0:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = -1


def _sweep(parent: Path) -> None:
    """Remove the folders whose owners have ended; those of other users cannot be, and stay."""
    for owner in parent.glob(f"{PREFIX}*/{_OWNER}"):
        with suppress(OSError):
            lock = os.open(owner, os.O_RDWR)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(owner.parent, ignore_errors=True)
            finally:
                os.close(lock)
