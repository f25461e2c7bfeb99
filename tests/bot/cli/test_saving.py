"""`backup` and `restore` on the command line."""

import json

import pytest

from bot.cli import main


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
