"""What an operator can set: one frozen object, read once from the environment or `.env`."""

import os
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge.domain import Allowance, Limits, RefusedInput
from knowledge.domain.credentials import environment_passwords, file_passwords, passwords_in

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
