"""Settings are read once, and a bad one is refused with a sentence."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import PREFIX, Settings, index_of_ours, read_settings, store_location
from knowledge.domain import RefusedInput, StoreLost, StoreProblem


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


def settings(url: str = "") -> Settings:
    return Settings(_env_file=None, database_url=url)


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def test_the_default_is_a_file_in_the_data_directory_with_its_index_beside_it(home):
    where = store_location(None, settings())
    file = home / "data" / "accordingto" / "accordingto.sqlite3"
    assert where.own
    assert where.url == f"sqlite:///{file}"
    assert where.index == Path(f"{file}.index")
    assert where.is_new()
    where.make_folder()
    file.write_bytes(b"")
    assert where.is_new()
    file.write_bytes(b"x")
    assert not where.is_new()


@pytest.mark.parametrize("given", ["sqlite:///town.db", "sqlite+pysqlite:///town.db"])
def test_a_named_file_keeps_its_index_beside_it_and_is_not_ours_to_fill(given):
    where = store_location(given, settings("sqlite:///other.db"))
    assert not where.own
    assert where.url == given
    assert where.index == Path("town.db.index")


def test_the_setting_holds_where_nothing_is_named():
    where = store_location(None, settings("sqlite:////srv/facts.db"))
    assert not where.own
    assert where.file == Path("/srv/facts.db")


def test_a_server_has_its_index_in_the_cache_by_its_name_and_not_by_its_password(home):
    one = store_location("postgresql://me:old-word@db/facts", settings())
    two = store_location("postgresql://me:new-word@db/facts", settings())
    other = store_location("postgresql://me:new-word@db/fiction", settings())
    assert one.index == two.index
    assert one.index != other.index
    assert home / "cache" in one.index.parents
    assert one.secrets() == ("old-word",)
    assert "old-word" not in one.shown
    assert not one.is_new()
    one.make_folder()


def test_a_folder_that_cannot_be_made_is_a_sentence(home):
    (home / "data").write_text("a file")
    with pytest.raises(StoreProblem, match="cannot be made"):
        store_location(None, settings()).make_folder()


def test_a_file_has_no_secret_and_shows_whole():
    where = store_location("sqlite:///town.db", settings())
    assert where.secrets() == ()
    assert where.shown == "sqlite:///town.db"


def test_each_program_has_an_index_of_its_own_and_finds_it_again(tmp_path):
    folder = tmp_path / "x.index"
    with index_of_ours(folder) as first, index_of_ours(folder) as second:
        assert (first, second) == (folder / "1", folder / "2")
    with index_of_ours(folder) as again:
        assert again == folder / "1"


def test_a_program_too_many_keeps_its_index_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.settings.PROGRAMS", 1)
    with index_of_ours(tmp_path / "x.index"), index_of_ours(tmp_path / "x.index") as second:
        assert second is None


def test_where_nothing_can_be_written_the_index_is_in_memory(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with index_of_ours(tmp_path / "file") as folder:
        assert folder is None


def test_a_file_that_is_gone_is_missed_where_its_index_is_left(home):
    where = store_location(f"sqlite:///{home}/town.db", settings())
    where.refuse_lost()
    (home / "town.db").write_bytes(b"x")
    where.mark()
    where.refuse_lost()
    with pytest.raises(StoreProblem, match="is there: nothing was changed"):
        where.begin_anew()
    (home / "town.db").unlink()
    (home / "town.db-wal").write_bytes(b"of the old one")
    with pytest.raises(StoreLost, match=r"though there was one: .*town.db.index is left of it"):
        where.refuse_lost()
    where.begin_anew()
    where.refuse_lost()
    assert list(home.iterdir()) == []


def test_a_server_is_never_begun_anew():
    where = store_location("postgresql://me@db/facts", settings())
    where.refuse_lost()
    where.mark()
    with pytest.raises(StoreProblem, match="nothing was changed"):
        where.begin_anew()
