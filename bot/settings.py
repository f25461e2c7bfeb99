"""What an operator can set, one frozen object from the environment or `.env`, and where the store is kept by it."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import blake2b
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from platformdirs import user_cache_path, user_data_path
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge.domain import Allowance, Limits, RefusedInput, StoreLost, StoreProblem
from knowledge.domain.credentials import (
    environment_passwords,
    file_passwords,
    passwords_in,
    without_passwords,
)

PREFIX = "ACCORDINGTO_"

_TOKEN = re.compile(r"\A[0-9]++:[A-Za-z0-9_-]++")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PLACEHOLDER = re.compile(
    r"change[-_ ]?(me|this)|your|placeholder|example|replace|secret[-_]?here|todo|x{4,}|[<>{}…]|\.{3}",
    re.IGNORECASE,
)


SIGNING = 32
"""Characters that the key of backups must have; a shorter one can be guessed from one file."""


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("is not an address that begins with http:// or https://")
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is not a time zone; write one like Europe/Kyiv or UTC")
    return value


def _listening(value: str) -> str:
    try:
        parts = urlsplit(f"//{value}")
        ip_address(parts.hostname or "")
        usable = bool(parts.port)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("is not an IP address and a port, like 127.0.0.1:8080")
    return value


def _metrics(value: str | None) -> str | None:
    return None if value is None else _listening(value)


def _ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = value.replace(",", " ").split()
    if not all(part.isdecimal() for part in parts):
        raise ValueError("is not a list of numeric Telegram ids, like 123456789, 987654321")
    return frozenset(int(part) for part in parts)


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


WebAddress = Annotated[str, AfterValidator(_web_address)]


class Settings(BaseSettings):
    """Every setting; bot/README.md says what each is for."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram_token: SecretStr = SecretStr("")
    telegram_base_url: WebAddress = "https://api.telegram.org/bot"
    telegram_base_file_url: WebAddress = "https://api.telegram.org/file/bot"
    webhook_url: WebAddress | None = None
    webhook_secret: SecretStr = SecretStr("")
    listen: Annotated[str, AfterValidator(_listening)] = "127.0.0.1:8080"
    curators: Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)] = frozenset()
    database_url: SecretStr = SecretStr("")
    semantic: str = "use"
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = (
        "info"
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(_lower)] = "text"
    time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    concurrent_chats: Annotated[int, Field(ge=1, le=1000)] = 16
    database_read_url: SecretStr = SecretStr("")
    backup_key: SecretStr = SecretStr("")
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    metrics: Annotated[str | None, AfterValidator(_metrics)] = None
    sends_a_second: Annotated[float, Field(ge=0)] = 0
    reader_burst: Annotated[float, Field(ge=1)] = 120
    reader_a_second: Annotated[float, Field(ge=0)] = 3
    chat_burst: Annotated[float, Field(ge=1)] = 240
    chat_a_second: Annotated[float, Field(ge=0)] = 6
    most_waiting: Annotated[int, Field(ge=1)] = 5_000
    deadline: Annotated[float, Field(gt=0)] = 20
    keep_days: Annotated[int, Field(ge=3)] = 90
    deliver_hours: Annotated[float, Field(gt=0, le=720)] = 24

    def bot_token(self) -> str:
        """The token that BotFather gave.

        Raises:
            RefusedInput: it is missing, a placeholder, or cannot be a token.
        """
        token = self.telegram_token.get_secret_value().strip()
        name = f"{PREFIX}TELEGRAM_TOKEN"
        remedy = f"get one from @BotFather in Telegram and set {name} to it"
        if not token:
            raise RefusedInput(f"There is no bot token: {remedy}.")
        if _PLACEHOLDER.search(token):
            raise RefusedInput(f"{name} holds a placeholder: {remedy}.")
        if not _TOKEN.fullmatch(token):
            raise RefusedInput(f"{name} is not a bot token (digits, a colon, a key): {remedy}.")
        return token

    def webhook_secret_token(self) -> str:
        """The secret that Telegram sends with each update to the webhook.

        Raises:
            RefusedInput: it is missing, a placeholder, or holds a character Telegram does not take.
        """
        secret = self.webhook_secret.get_secret_value()
        name = f"{PREFIX}WEBHOOK_SECRET"
        remedy = "set it to a random word of letters, digits, - and _, at least 16 of them"
        if not secret:
            raise RefusedInput(f"{name} is missing, and {PREFIX}WEBHOOK_URL is set: {remedy}.")
        if _PLACEHOLDER.search(secret):
            raise RefusedInput(f"{name} holds a placeholder: {remedy}.")
        if not _SECRET.fullmatch(secret) or len(secret) < 16:  # noqa: PLR2004  # the sentence says 16
            raise RefusedInput(f"{name} cannot be used: {remedy}.")
        return secret

    def backup_signing_key(self) -> bytes | None:
        """What backups are signed with and checked against; None: they are not.

        Raises:
            RefusedInput: it is a placeholder, or short enough to be guessed.
        """
        key = self.backup_key.get_secret_value()
        name = f"{PREFIX}BACKUP_KEY"
        remedy = 'make one with `python3 -c "import secrets; print(secrets.token_urlsafe(32))"`'
        if not key:
            return None
        if _PLACEHOLDER.search(key):
            raise RefusedInput(f"{name} holds a placeholder: {remedy}.")
        if len(key) < SIGNING:
            raise RefusedInput(f"{name} has fewer than {SIGNING} characters: {remedy}.")
        return key.encode()

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose calendar day "today" is in answers."""
        return ZoneInfo(self.time_zone)

    @property
    def limits(self) -> Limits:
        """Beyond which somebody is told to wait."""
        return Limits(
            sender=Allowance(self.reader_burst, self.reader_a_second),
            chat=Allowance(self.chat_burst, self.chat_a_second),
            waiting=self.most_waiting,
        )

    @property
    def address_and_port(self) -> tuple[str, int]:
        """Where the webhook listens."""
        return _parted(self.listen)

    @property
    def metrics_address(self) -> tuple[str, int] | None:
        """Where Prometheus finds the numbers, of the first worker; None: nowhere."""
        return None if self.metrics is None else _parted(self.metrics)

    def secrets(self) -> tuple[str, ...]:
        """Every text that must not reach a log.

        That is what is set, what stands in addresses, and what the database's own library would
        take from the environment.
        """
        hidden = [
            value.get_secret_value()
            for name in type(self).model_fields
            if isinstance(value := getattr(self, name), SecretStr)
        ]
        shown = [self.telegram_base_url, self.telegram_base_file_url, self.webhook_url or ""]
        known = {one for one in hidden if "://" not in one and not passwords_in(one)}
        for address in (*hidden, *shown):
            known |= passwords_in(address) | file_passwords(address)
        token = self.telegram_token.get_secret_value()
        known |= {token, token.partition(":")[2]}
        known |= environment_passwords(os.environ, Path.home())
        return tuple(sorted(known - {""}))


def _parted(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings; the environment goes before the file.

    Raises:
        RefusedInput: a setting has a value that cannot be used.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"][:1]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise RefusedInput(f"The setting {name} cannot be used: {reason}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedInput(f"The file {env_file} cannot be read: {error}.") from None


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
