"""What the index holds of every passage, in append-only files: its text, its terms, its vector.

A slot is the number of a passage, counted from 0 and never used again. Files only grow; what a
commit of the index did not confirm is cut off when they are opened again.
"""

import json
import mmap
import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from knowledge.search.documents import Document, Passage
from knowledge.search.vector_index import row_type

SLOT = np.dtype(
    [
        ("at", "<u8"),  # where its record begins in the log
        ("head", "<u4"),  # bytes of the document's id and marks, in its first slot only
        ("text", "<u4"),  # bytes of the text, UTF-8
        ("terms", "<u4"),  # number of 4-byte hashes of its terms, in their order
        ("first", "<u4"),  # the first slot of its document
        ("count", "<u2"),  # passages of its document
        ("role", "u1"),
        ("language", "u1"),
        ("asks", "u1"),  # what sort of question it is
    ]
)


class AppendOnlyFile:
    """One growing file.

    Args:
        path: made if it is not there.
        size: bytes that count; the rest is cut off.

    Raises:
        OSError: it cannot be written.
        EOFError: it is shorter than `size`.
    """

    def __init__(self, path: Path, size: int) -> None:
        path.touch()
        self._file: BinaryIO = path.open("r+b")
        if path.stat().st_size < size:
            self._file.close()
            raise EOFError(f"{path.name} has lost its end")
        self._file.truncate(size)
        self._file.seek(size)
        self._path = path
        self.size = size

    def append(self, piece: bytes) -> None:
        """Write at the end; seen by `view` and `rows` after `show`."""
        self._file.write(piece)
        self.size += len(piece)

    def show(self) -> None:
        """Let views that are given from now on hold what was appended."""
        self._file.flush()

    def settle(self) -> None:
        """Make what was appended durable as well."""
        self._file.flush()
        os.fdatasync(self._file.fileno())

    def view(self) -> bytes | mmap.mmap:
        """Give everything shown so far; pages come into memory as they are read."""
        if not self.size:
            return b""
        return mmap.mmap(self._file.fileno(), self.size, prot=mmap.PROT_READ)

    def rows(self, kind: np.dtype[Any]) -> NDArray[Any]:
        """The same as an array of records."""
        return np.frombuffer(self.view(), dtype=kind)

    def close(self) -> None:
        """Let the file go; views that were given stay good."""
        self._file.close()


_BETWEEN = b"\x00"
"""Stands between the id and the marks of a document."""
_HASH = 4
"""Bytes of a term's hash."""
_MARKS = 4_096
"""Marks that are kept as they were read."""
_FIRST = 4
"""Bytes of the first slot of a document that was taken off."""


@lru_cache(maxsize=_MARKS)
def _marks(written: bytes) -> dict[str, frozenset[str]]:
    """Marks as they are written down; the same documents are found again and again."""
    return {aspect: frozenset(values) for aspect, values in json.loads(written).items()}


class Holdings:
    """The shelf as it was at one commit; safe in any thread."""

    def __init__(
        self,
        *,
        log: bytes | mmap.mmap,
        slots: NDArray[Any],
        vectors: NDArray[Any] | None,
        alive: NDArray[np.bool_],
        dropped: NDArray[np.uint32],
        labels: Sequence[str],
    ) -> None:
        self._log = log
        self.dropped = dropped
        self._labels = labels
        self.slots = slots
        self.vectors = vectors
        self.alive = alive

    def __len__(self) -> int:
        return len(self.slots)

    def passages(self, slots: NDArray[np.int64]) -> list[Passage]:
        """Give the passages in these slots."""
        rows = self.slots[slots]
        labels = self._labels
        return [
            Passage(labels[role], labels[language], text)
            for role, language, text in zip(
                rows["role"].tolist(), rows["language"].tolist(), self._texts(rows), strict=True
            )
        ]

    def texts(self, slots: NDArray[np.int64]) -> list[str]:
        """Give the texts of the passages in these slots."""
        return self._texts(self.slots[slots])

    def _texts(self, rows: NDArray[Any]) -> list[str]:
        return [piece.decode() for piece in self._pieces(rows["at"] + rows["head"], rows["text"])]

    def _pieces(self, starts: NDArray[Any], lengths: NDArray[Any]) -> list[bytes]:
        """Cut pieces out of the log, all of them together: reading slot by slot takes ten times as long."""
        log, begins = self._log, starts.astype(np.int64)
        ends = (begins + lengths).tolist()
        return [log[begin:end] for begin, end in zip(begins.tolist(), ends, strict=True)]

    def keys(self, firsts: NDArray[np.int64]) -> list[str]:
        """Give the ids of the documents that begin in these slots."""
        return [head.partition(_BETWEEN)[0].decode() for head in self._heads(firsts)]

    def marks(
        self, firsts: NDArray[np.int64], aspects: Iterable[str]
    ) -> list[dict[str, frozenset[str]]]:
        """Give the marks of the documents that begin in these slots.

        Args:
            firsts: the first slot of each.
            aspects: of the marks that are given.
        """
        named = {aspect: json.dumps(aspect, ensure_ascii=False).encode() for aspect in aspects}
        found: list[dict[str, frozenset[str]]] = []
        for head in self._heads(firsts):
            marks = head.partition(_BETWEEN)[2]
            # To look for the name takes far less than to read what most documents do not have.
            there = [aspect for aspect, name in named.items() if name in marks]
            read = _marks(marks) if there else {}
            found.append({each: read[each] for each in there if each in read})
        return found

    def _heads(self, firsts: NDArray[np.int64]) -> list[bytes]:
        rows = self.slots[firsts]
        return self._pieces(rows["at"], rows["head"])

    def terms(self, slots: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Give the terms of passages, one after the other, and how many each has."""
        rows = self.slots[slots]
        counts = rows["terms"].astype(np.int64)
        pieces = self._pieces(rows["at"] + rows["head"] + rows["text"], _HASH * counts)
        return np.frombuffer(b"".join(pieces), dtype="<u4"), counts

    def vocabulary(self, start: int, end: int) -> tuple[NDArray[np.uint32], int]:
        """Give the distinct terms of each document from slot `start` up to `end`, and how many there are."""
        flat, counts = self.terms(np.arange(start, end))
        firsts = self.slots["first"][start:end].astype(np.uint64)
        marked = (np.repeat(firsts, counts) << np.uint64(32)) | flat.astype(np.uint64)
        return (np.unique(marked) & np.uint64(0xFFFFFFFF)).astype(np.uint32), len(np.unique(firsts))


class PassageStore:
    """The writing side; used under the engine's lock.

    Args:
        counts: sizes and labels as `counts()` gave them at the commit to go on from.
        dimensions: of the vectors; 0 where there are none.

    Raises:
        OSError: the folder cannot be written.
        EOFError: a file has lost its end.
    """

    def __init__(self, folder: Path, counts: dict[str, Any], dimensions: int) -> None:
        self._labels: list[str] = list(counts.get("labels", []))
        self._kind = row_type(dimensions) if dimensions else None
        self._count = counts.get("slots", 0)
        width = self._kind.itemsize if self._kind else 0
        with ExitStack() as opened:  # lets go of the first where a later one is damaged

            def tape(name: str, size: int) -> AppendOnlyFile:
                return opened.enter_context(closing(AppendOnlyFile(folder / name, size)))

            self._log = tape("passages.log", counts.get("log", 0))
            self._slots = tape("slots.bin", self._count * SLOT.itemsize)
            self._dropped = tape("dropped.bin", counts.get("dropped", 0) * _FIRST)
            self._vectors = tape("vectors.bin", self._count * width)
            opened.pop_all()
        self._alive = np.ones(0, dtype=np.bool_)
        self._marked = 0

    def add(
        self,
        document: Document,
        terms: Sequence[NDArray[np.uint32]],
        asks: Sequence[int],
        vectors: NDArray[Any] | None,
    ) -> int:
        """Append a document and give its first slot.

        Args:
            document: with its passages.
            terms: for each passage the hashes of its terms, in order.
            asks: for each passage what sort of question it is.
            vectors: a row a passage, or None where there is no encoder.
        """
        first: int = self._count
        marks = {aspect: sorted(values) for aspect, values in document.marks.items()}
        head = document.id.encode() + _BETWEEN
        if marks:
            head += json.dumps(marks, ensure_ascii=False).encode()
        rows = np.zeros(len(document.passages), dtype=SLOT)
        rows["asks"] = asks
        for row, passage, hashes in zip(rows, document.passages, terms, strict=True):
            text = passage.text.encode(errors="replace")
            row["at"] = self._log.size
            row["head"], row["text"], row["terms"] = len(head), len(text), len(hashes)
            row["first"], row["count"] = first, len(rows)
            row["role"], row["language"] = self._label(passage.role), self._label(passage.language)
            self._log.append(head + text + hashes.astype("<u4").tobytes())
            head = b""
        self._slots.append(rows.tobytes())
        if vectors is not None:
            self._vectors.append(vectors.tobytes())
        self._count += len(rows)
        return first

    def drop(self, first: int) -> None:
        """Take the document that begins in this slot off."""
        self._dropped.append(int(first).to_bytes(_FIRST, "little"))

    def show(self) -> None:
        """Let `holdings` give everything."""
        for tape in (self._log, self._slots, self._dropped, self._vectors):
            tape.show()

    def settle(self) -> None:
        """Make everything durable, to be confirmed by a commit of the index."""
        for tape in (self._log, self._slots, self._dropped, self._vectors):
            tape.settle()

    def counts(self) -> dict[str, Any]:
        """Give what a commit has to write down."""
        return {
            "log": self._log.size,
            "slots": self._count,
            "dropped": self._dropped.size // _FIRST,
            "labels": list(self._labels),
        }

    def holdings(self) -> Holdings:
        """Give everything shown so far."""
        slots = self._slots.rows(SLOT)
        dropped = self._dropped.rows(np.dtype("<u4"))
        alive = np.ones(self._count, dtype=np.bool_)
        alive[: len(self._alive)] = self._alive
        for first in dropped[self._marked :].tolist():
            alive[first : first + int(slots["count"][first])] = False
        self._alive, self._marked = alive, len(dropped)
        vectors = self._vectors.rows(self._kind) if self._kind else None
        return Holdings(
            log=self._log.view(),
            slots=slots,
            vectors=vectors,
            alive=alive,
            dropped=dropped,
            labels=tuple(self._labels),
        )

    def close(self) -> None:
        """Let the files go."""
        for tape in (self._log, self._slots, self._dropped, self._vectors):
            tape.close()

    def _label(self, label: str) -> int:
        if label not in self._labels:
            self._labels.append(label)
        return self._labels.index(label)
