"""Where the store and its index are kept."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_data_path

from bot.settings import Settings
from knowledge.domain import StoreLost, StoreProblem
from knowledge.domain.credentials import file_passwords, passwords_in, without_passwords

APP = "accordingto"

PROGRAMS = 64
"""Programs on one database that keep an index on disk; further ones keep it in memory."""


@dataclass(frozen=True, slots=True)
class StoreLocation:
    """A database and the folder of its index.

    Args:
        url: of the database.
        index: folder of the index.
        file: of an SQLite database.
        own: whether it is the default one, which is made and filled without being asked.
    """

    url: str = field(repr=False)
    index: Path
    file: Path | None = None
    own: bool = False

    @property
    def shown(self) -> str:
        """The URL without its passwords."""
        return without_passwords(self.url)

    def is_new(self) -> bool:
        """Whether it is a file that has nothing in it yet."""
        return self.file is not None and not (self.file.exists() and self.file.stat().st_size)

    def refuse_lost(self) -> None:
        """See that a file that was there is not simply made anew.

        Raises:
            StoreLost: it is gone, and something beside it tells that there was one.
        """
        if self.file is None or not self.is_new() or not self.index.is_dir():
            return
        raise StoreLost(
            f"The database {self.file} is gone, though there was one: {self.index} is left of it. "
            "Put the file back, or restore a backup with `accordingto restore`; to begin anew with "
            "a store that knows nothing of the old one, run `accordingto db init`."
        )

    def mark(self) -> None:
        """Leave a sign beside the file that it was there."""
        if self.file is not None:
            with suppress(OSError):  # then the next start cannot tell; nothing else is worse for it
                self.index.mkdir(exist_ok=True)

    def begin_anew(self) -> None:
        """Take away what is left of a file that is gone.

        Raises:
            StoreProblem: the file is there.
        """
        if self.file is None or not self.is_new():
            raise StoreProblem(
                f"The database {self.shown} is there: nothing was changed. Only one whose file is "
                "gone can be begun anew; to bring its tables up, run `accordingto db upgrade`."
            )
        shutil.rmtree(self.index, ignore_errors=True)
        for left in ("-wal", "-shm"):
            self.file.with_name(self.file.name + left).unlink(missing_ok=True)

    def make_folder(self) -> None:
        """Make the folder of the file where there is none.

        Raises:
            StoreProblem: it cannot be made.
        """
        if self.file is None:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreProblem(
                f"The folder {self.file.parent} cannot be made ({error.strerror}): make it "
                "writable, or name another database with --database."
            ) from None

    def secrets(self) -> tuple[str, ...]:
        """Every text that must not reach a log."""
        return tuple(sorted(passwords_in(self.url) | file_passwords(self.url)))


def store_location(given: str | None, settings: Settings) -> StoreLocation:
    """The database named on the command line, else in the settings, else the default one."""
    url = given or settings.database_url.get_secret_value()
    if not url:
        file = user_data_path(APP) / f"{APP}.sqlite3"
        return StoreLocation(f"sqlite:///{file}", _beside(file), file, own=True)
    scheme = url.partition("://")[0] if "://" in url else ""
    if scheme.partition("+")[0].casefold() == "sqlite":
        file = Path(urlsplit(url).path.removeprefix("/"))
        return StoreLocation(url, _beside(file), file)
    # Neither who connects nor with what password: the index is the database's.
    _, _, bare = without_passwords(url).rpartition("://")
    authority, slash, path = bare.partition("/")
    named = f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}"
    return StoreLocation(url, cache_folder() / blake2b(named.encode(), digest_size=8).hexdigest())


def cache_folder() -> Path:
    """The folder of what can be made again."""
    return user_cache_path(APP)


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name or APP}.index")


@contextmanager
def index_of_ours(folder: Path) -> Iterator[Path | None]:
    """A folder for the index that no other running program uses.

    Programs on the same database each keep an index of their own, since an index takes one
    writer: the first free one of the numbered folders, so that it is warm at the next start.

    Args:
        folder: holds the numbered ones.

    Yields:
        The folder, or None where nothing can be written there: the index is in memory then.
    """
    with ExitStack() as held:
        yield _first_free(folder, held)


def _first_free(folder: Path, held: ExitStack) -> Path | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, PROGRAMS + 1):
            lock = (folder / f"{number}.lock").open("w")
            try:
                flock(lock, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                lock.close()
            else:
                held.enter_context(lock)
                return folder / str(number)
    except OSError:
        return None
    return None
