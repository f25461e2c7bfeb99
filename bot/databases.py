"""Where the store and its index are kept."""

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_data_path

from bot.settings import Settings

APP = "accordingto"


@dataclass(frozen=True, slots=True)
class Place:
    """A database and the folder of its index.

    Args:
        url: of the database.
        index: folder of the index; None keeps it in memory.
        own: whether it is the default one, which is made and filled without being asked.
    """

    url: str
    index: Path | None
    own: bool = False

    def secrets(self) -> tuple[str, ...]:
        """Every text that must not reach a log."""
        password = urlsplit(self.url).password
        return (password,) if password else ()


def place(given: str | None, settings: Settings) -> Place:
    """The database named on the command line, else in the settings, else the default one."""
    url = given or settings.database_url.get_secret_value()
    if not url:
        file = user_data_path(APP) / f"{APP}.sqlite3"
        return Place(f"sqlite:///{file}", _beside(file), own=True)
    parts = urlsplit(url)
    if parts.scheme.partition("+")[0] == "sqlite":
        name = parts.path.removeprefix("/")
        return Place(url, _beside(Path(name)) if name and name != ":memory:" else None)
    named = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return Place(url, user_cache_path(APP) / blake2b(named.encode(), digest_size=8).hexdigest())


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.index")
