"""The file of an SQLite database: made when it is opened first, and then the same one or none."""

from contextlib import suppress
from pathlib import Path

from sqlalchemy import URL

from knowledge.domain import StoreLost


class DatabaseFile:
    """The file as it was when the database was opened.

    Programs that have a deleted file open write into it on, and all of it is gone when they end.

    Args:
        url: of the database. A file that is not there is made, empty.
    """

    def __init__(self, url: URL) -> None:
        self._path = Path(url.database or "").absolute()
        if not self._path.exists():
            with suppress(OSError):  # opening it says why
                self._path.touch()
        self._identity = self._found()

    def refuse_lost(self) -> None:
        """See that it is still there; costs some thousandths of a millisecond.

        Raises:
            StoreLost: it was deleted, moved or replaced.
        """
        found = self._found()
        if found == self._identity:
            return
        if found is None:
            raise StoreLost(
                f"The file of the database, {self._path}, is gone: it was deleted or moved while it "
                "was in use. Nothing is taken in until it is back; put it back, or stop, restore a "
                "backup and start again."
            )
        raise StoreLost(
            f"The file of the database, {self._path}, is another one than was opened: it was "
            "replaced while it was in use. Start again to use the new one.",
            replaced=True,
        )

    def _found(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino
