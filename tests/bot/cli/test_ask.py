"""Charts from the command line: words to read, or a picture in a file."""

from contextlib import suppress
from pathlib import Path

import pytest

from bot.cli import main

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def called(monkeypatch, capsys, filled):
    """Call a command on the shipped store; gives what it printed."""
    monkeypatch.setenv("ACCORDINGTO_SEMANTIC", "off")

    def call(*arguments: str) -> str:
        with suppress(SystemExit):
            main([*arguments, "--database", filled])
        printed: str = capsys.readouterr().out
        return printed

    return call


@pytest.mark.parametrize(("name", "holds"), [("timeline", "May"), ("speakers", "Sobyanin")])
def test_a_chart_is_words_without_a_file(called, name, holds):
    assert holds in called(name)


def test_a_chart_speaks_the_language_that_is_asked_for(called):
    assert "Собянин" in called("speakers", "--lang", "ru")


@pytest.mark.parametrize("name", ["timeline", "speakers"])
def test_a_chart_is_a_picture_in_the_file_that_is_named(called, tmp_path: Path, name):
    light, dark = tmp_path / "light.png", tmp_path / "dark.png"
    assert called(name, "--png", str(light)) == ""
    assert called(name, "--png", str(dark), "--dark") == ""
    assert light.read_bytes().startswith(PNG)
    assert dark.read_bytes().startswith(PNG)
    assert light.read_bytes() != dark.read_bytes()
