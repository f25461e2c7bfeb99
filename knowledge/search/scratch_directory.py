"""A temporary folder that goes with the process that made it, however that ends."""

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

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
