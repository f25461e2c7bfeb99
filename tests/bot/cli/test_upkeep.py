"""What the operator is told of Telegram and of the workers that run."""

import gzip
import io
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli import main
from bot.cli.upkeep import telegram_state, workers_state
from bot.observability import Metrics
from bot.settings import Settings
from knowledge.domain import Role
from knowledge.storage import Store
from knowledge.storage.backup import Seal
from tests.e2e.botserver import BotServer

TOKEN = "7000000001:status_test-token-AAAAAAAAAAAAAAAAAAAAA"  # served on loopback only


@pytest.fixture
def server() -> Iterator[BotServer]:
    running = BotServer(TOKEN)
    yield running
    running.stop()


def settings(server: BotServer) -> Settings:
    return Settings(
        _env_file=None, telegram_token=SecretStr(TOKEN), telegram_base_url=server.base_url
    )


def test_the_webhook_and_the_privacy_mode_are_told(server):
    told = telegram_state(settings(server))
    assert told["webhook"] == "none: polling"
    assert told["privacy_mode"] == "on"
    assert told["waiting_at_telegram"] == 0
    hook = server.api.webhook

    def fail() -> None:
        hook.set("https://example.org/hook", "", 40)
        hook.last_error, hook.last_error_date = "Wrong response: 503", 1

    server.call(fail)
    told = telegram_state(settings(server))
    assert told["webhook"] == "example.org"
    assert told["last_webhook_error"] == "Wrong response: 503"


def test_without_a_token_nothing_is_asked_and_silence_is_told(server):
    assert telegram_state(Settings(_env_file=None)) == {}
    server.go_away()
    told = telegram_state(settings(server))
    server.come_back()
    assert told["telegram"].startswith("does not answer")


def test_the_numbers_of_running_workers_are_told(unused_port):
    metrics = Metrics()
    metrics.index_lag.set(3)
    shown = Settings(_env_file=None, metrics=f"127.0.0.1:{unused_port}", workers=2)
    with metrics.shown_at(shown.metrics_address):
        (worker,) = workers_state(shown)
    assert worker["at"] == f"127.0.0.1:{unused_port}"
    assert worker["index_lag_revisions"] == 3
    assert workers_state(shown) == []
    assert workers_state(Settings(_env_file=None)) == []


def test_a_backup_is_written_checked_and_restored(filled, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    main_of(["backup", "some.backup", "--database", filled])
    assert "read back and sound" in capsys.readouterr().out
    main_of(["restore", "some.backup", "--check"])
    assert "sound" in capsys.readouterr().out
    main_of(["restore", "some.backup", "--json", "--database", f"sqlite:///{tmp_path}/new.db"])
    assert json.loads(capsys.readouterr().out)["rows"]["statement"] > 20
    main_of(["backup", "--json", "--database", f"sqlite:///{tmp_path}/new.db"])
    assert json.loads(capsys.readouterr().out)["file"].startswith("accordingto-")


def test_a_damaged_file_is_refused(filled, tmp_path, capsys):
    file = tmp_path / "some.backup"
    main_of(["backup", str(file), "--database", filled])
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(SystemExit) as ended:
        main(["restore", str(file), "--database", f"sqlite:///{tmp_path}/new.db"])
    assert ended.value.code == 1
    assert "cannot be restored" in capsys.readouterr().err
    assert not (tmp_path / "new.db").exists()


def main_of(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0


@pytest.fixture
def with_roles(filled, tmp_path) -> str:
    """A backup in which somebody is a curator."""
    file = tmp_path / "roles.backup"
    main_of(["backup", str(tmp_path / "x.backup"), "--database", filled])
    database = f"sqlite:///{tmp_path}/granted.db"
    main_of(["restore", str(tmp_path / "x.backup"), "--database", database])
    with closing(Store(database)) as store:
        store.roles.grant(123456789, Role.CURATOR, None)
    main_of(["backup", str(file), "--database", database])
    return str(file)


def test_roles_are_shown_before_they_are_brought(with_roles, tmp_path, capsys, monkeypatch):
    new = tmp_path / "new.db"
    into = ["restore", with_roles, "--database", f"sqlite:///{new}"]
    capsys.readouterr()
    main_of(["restore", with_roles, "--check"])
    assert "  123456789 curator\n" in capsys.readouterr().out
    # Nobody can be asked: nothing happens without --yes, with or without --json.
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    for more in ([], ["--json"]):
        with pytest.raises(SystemExit) as ended:
            main([*into, *more])
        assert ended.value.code == 1
        assert "look at them with --check" in capsys.readouterr().err
        assert not new.exists()
    main_of([*into, "--yes", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["roles"] == [{"user": "123456789", "role": "curator"}]
    assert told["signature"] == "unsigned"


@pytest.mark.parametrize(("says", "done"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_at_a_terminal_one_is_asked(with_roles, says, done, capsys, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    new = Path(with_roles).with_name("new.db")
    monkeypatch.setattr("sys.stdin", Terminal(says))
    with pytest.raises(SystemExit) as ended:
        main(["restore", with_roles, "--database", f"sqlite:///{new}"])
    assert (ended.value.code == 0) is done
    assert new.exists() is done
    out = capsys.readouterr().out
    assert out.index("123456789 curator") < out.index("Shall these people"), "shown, then asked"


def test_a_key_signs_and_is_asked_for(filled, tmp_path, capsys, monkeypatch):
    file = str(tmp_path / "some.backup")
    monkeypatch.setenv("ACCORDINGTO_BACKUP_KEY", "k" * 43)
    main_of(["backup", file, "--database", filled])
    assert "Signed with ACCORDINGTO_BACKUP_KEY." in capsys.readouterr().out
    monkeypatch.setenv("ACCORDINGTO_BACKUP_KEY", "o" * 43)
    with pytest.raises(SystemExit) as ended:
        main(["restore", file, "--check"])
    assert ended.value.code == 1
    assert "not signed with the key" in capsys.readouterr().err
    monkeypatch.delenv("ACCORDINGTO_BACKUP_KEY")
    main_of(["restore", file, "--check"])
    assert "set ACCORDINGTO_BACKUP_KEY to have that checked" in capsys.readouterr().out


def test_what_a_file_says_cannot_steer_the_terminal(with_roles, tmp_path, capsys):
    with gzip.open(with_roles) as file:
        lines = file.readlines()
    lines = [line.replace(b'"curator"', rb'"curator\u001b[2K\n  1 owner\u202e"') for line in lines]
    seal = Seal(None)
    for line in lines[:-1]:
        seal.add(line)
    end = json.dumps(json.loads(lines[-1]) | seal.end()).encode()
    forged = tmp_path / "forged.backup"
    with gzip.open(forged, "wb") as file:
        file.writelines([*lines[:-1], end + b"\n"])
    capsys.readouterr()
    main_of(["restore", str(forged), "--check"])
    assert r"  123456789 curator\x1b[2K\n  1 owner\u202e" in capsys.readouterr().out
