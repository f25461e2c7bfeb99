"""Where the store and its index are kept."""

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_data_path

from bot.settings import Settings
from knowledge.model import StoreProblem

APP = "accordingto"


@dataclass(frozen=True, slots=True)
class Place:
    """A database and the folder of its index.

    Args:
        url: of the database.
        index: folder of the index.
        file: of an SQLite database.
        own: whether it is the default one, which is made and filled without being asked.
    """

    url: str
    index: Path
    file: Path | None = None
    own: bool = False

    @property
    def shown(self) -> str:
        """The URL without its password."""
        parts = urlsplit(self.url)
        return self.url.replace(f":{parts.password}@", ":***@") if parts.password else self.url

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
        password = urlsplit(self.url).password
        return (password,) if password else ()


def place(given: str | None, settings: Settings) -> Place:
    """The database named on the command line, else in the settings, else the default one."""
    url = given or settings.database_url.get_secret_value()
    if not url:
        file = user_data_path(APP) / f"{APP}.sqlite3"
        return Place(f"sqlite:///{file}", _beside(file), file, own=True)
    parts = urlsplit(url)
    if parts.scheme.partition("+")[0] == "sqlite":
        file = Path(parts.path.removeprefix("/"))
        return Place(url, _beside(file), file)
    named = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return Place(url, user_cache_path(APP) / blake2b(named.encode(), digest_size=8).hexdigest())


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name or APP}.index")
