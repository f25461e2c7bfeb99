"""`backup` and `restore` on the command line."""

import gzip
import io
import json
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main
from knowledge.model import Role
from knowledge.store import Store
from knowledge.store.backup_file import Seal


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
        store.grant(123456789, Role.CURATOR, None)
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
