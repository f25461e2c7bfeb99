"""Where the store and its index are kept."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_data_path

from bot.settings import Settings
from knowledge.model import StoreProblem
from knowledge.model.credentials import file_passwords, passwords_in, without_passwords

APP = "accordingto"

PROGRAMS = 64
"""Programs on one database that keep an index on disk; further ones keep it in memory."""


@dataclass(frozen=True, slots=True)
class Place:
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


def place(given: str | None, settings: Settings) -> Place:
    """The database named on the command line, else in the settings, else the default one."""
    url = given or settings.database_url.get_secret_value()
    if not url:
        file = user_data_path(APP) / f"{APP}.sqlite3"
        return Place(f"sqlite:///{file}", _beside(file), file, own=True)
    scheme = url.partition("://")[0] if "://" in url else ""
    if scheme.partition("+")[0].casefold() == "sqlite":
        file = Path(urlsplit(url).path.removeprefix("/"))
        return Place(url, _beside(file), file)
    # Neither who connects nor with what password: the index is the database's.
    _, _, bare = without_passwords(url).rpartition("://")
    authority, slash, path = bare.partition("/")
    named = f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}"
    return Place(url, user_cache_path(APP) / blake2b(named.encode(), digest_size=8).hexdigest())


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
