"""Append-only files beside the index: what every passage says, and its vector.

A slot is the number of a passage, counted from 0 and never used again. Files only grow; what a
commit of the index did not confirm is cut off when they are opened again.
"""

import mmap
import os
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

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


class Tape:
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
