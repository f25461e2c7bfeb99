"""Settings are read once, and a bad one is refused with a sentence."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import PREFIX, Settings, read_settings
from knowledge.domain import RefusedInput


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def given(monkeypatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)
    return read_settings()


def test_without_any_setting_the_defaults_hold():
    settings = read_settings()
    assert settings.log_level == "info"
    assert settings.address_and_port == ("127.0.0.1", 8080)
    assert settings.secrets() == ()


def test_a_file_named_env_is_read_and_the_environment_goes_before_it(monkeypatch):
    Path(".env").write_text("ACCORDINGTO_LOG_LEVEL=error\nACCORDINGTO_LOG_FORMAT=json\n", "utf-8")
    settings = given(monkeypatch, log_level="DEBUG")
    assert (settings.log_level, settings.log_format) == ("debug", "json")


def test_an_empty_setting_counts_as_not_set(monkeypatch):
    assert given(monkeypatch, log_level="").log_level == "info"


def test_settings_cannot_be_changed_once_read():
    with pytest.raises(ValidationError):
        read_settings().log_level = "debug"  # type: ignore[misc]  # that is the point


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log_level", "loud"),
        ("log_format", "xml"),
        ("time_zone", "Mars/Olympus"),
        ("listen", "8080"),
        ("listen", "127.0.0.1:0"),
        ("listen", "127.0.0.1:99999"),
        ("listen", "localhost:80"),
        ("telegram_base_url", "ftp://example"),
        ("webhook_url", "bot.example.org/hook"),
        ("concurrent_chats", "0"),
        ("concurrent_chats", "many"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch, name, value):
    with pytest.raises(RefusedInput) as refused:
        given(monkeypatch, **{name: value})
    assert f"{PREFIX}{name.upper()}" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_env_file_that_is_not_text_is_refused():
    Path(".env").write_bytes(b"\xff\xfe\x00A=\x80")
    with pytest.raises(RefusedInput, match="cannot be read"):
        read_settings()


@pytest.mark.parametrize(
    ("token", "why"),
    [
        ("", "no bot token"),
        ("   ", "no bot token"),
        ("changeme", "placeholder"),
        ("123456:your-token-here", "placeholder"),
        ("<token>", "placeholder"),
        ("123456:XXXXXXXX", "placeholder"),
        ("hunter2", "not a bot token"),
        ("12a:bcd", "not a bot token"),
        ("123456:ABC DEF", "not a bot token"),
    ],
)
def test_a_token_that_cannot_be_one_is_refused_with_the_remedy(monkeypatch, token, why):
    settings = given(monkeypatch, telegram_token=token)
    with pytest.raises(RefusedInput, match=why) as refused:
        settings.bot_token()
    assert "@BotFather" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_token_is_given_without_the_space_around_it(monkeypatch):
    assert given(monkeypatch, telegram_token=" 123456:AB-c_d ").bot_token() == "123456:AB-c_d"


@pytest.mark.parametrize(
    ("secret", "why"),
    [
        ("", "is missing"),
        ("changeme", "placeholder"),
        ("short", "cannot be used"),
        ("with a space in the middle", "cannot be used"),
    ],
)
def test_a_webhook_secret_that_cannot_be_one_is_refused(monkeypatch, secret, why):
    settings = given(monkeypatch, webhook_secret=secret)
    with pytest.raises(RefusedInput, match=why):
        settings.webhook_secret_token()


def test_a_good_webhook_secret_is_given(monkeypatch):
    settings = given(monkeypatch, webhook_secret="0123456789abcdef")
    assert settings.webhook_secret_token() == "0123456789abcdef"


def test_secrets_do_not_show_when_the_settings_are_printed(monkeypatch):
    settings = given(
        monkeypatch,
        telegram_token="123456:hidden",
        webhook_secret="0123456789abcdef",
        database_url="postgresql://me:pass-word@db/facts",
    )
    assert set(settings.secrets()) == {"123456:hidden", "hidden", "0123456789abcdef", "pass-word"}
    for secret in settings.secrets():
        assert secret not in repr(settings)


def test_an_address_of_the_newer_internet_is_taken_apart(monkeypatch):
    assert given(monkeypatch, listen="[::1]:9000").address_and_port == ("::1", 9000)


def test_the_zone_is_the_named_one(monkeypatch):
    assert given(monkeypatch, time_zone="Europe/Kyiv").zone.key == "Europe/Kyiv"


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("changeme" * 8, "placeholder"),
        ("<key of the backups, 32 letters>", "placeholder"),
        ("k" * 31, "fewer"),
    ],
)
def test_a_key_of_backups_that_anybody_could_guess_is_refused(key, why):
    with pytest.raises(RefusedInput, match=why):
        Settings(_env_file=None, backup_key=key).backup_signing_key()


def test_a_key_of_backups_is_a_secret():
    settings = Settings(_env_file=None, backup_key="k" * 43)
    assert settings.backup_signing_key() == b"k" * 43
    assert "k" * 43 in settings.secrets()
    assert Settings(_env_file=None).backup_signing_key() is None


def test_the_password_that_libpq_takes_from_the_environment_is_a_secret(monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "p@ss/word")
    assert "p@ss/word" in Settings(_env_file=None).secrets()
