"""A language is a folder, a catalogue and a member of an enum: one more is added to a copy of the program."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import bot

ROOT = Path(bot.__file__).parent.parent
ESPERANTO = Path(__file__).parent / "esperanto"

STATEMENTS = (
    {
        "id": "haveno", "claim": "La haveno restos fermita ĝis lundo",
        "speaker": "Ana Ŝipo, estro de la haveno", "said": "2024-05",
        "article": {"title": "La ŝtormo", "publisher": "La Gazeto", "published": "2024-05-02"},
    },
    {
        "id": "bridge", "claim": "The bridge stays closed until Monday", "speaker": "Bob Doe, mayor",
        "article": {"title": "The storm", "publisher": "The Paper", "published": "2024-05-02"},
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    """A copy of the program that has one more language, and a store with a statement in it."""
    folder: Path = tmp_path_factory.mktemp("program")
    for package in ("bot", "handlers", "knowledge"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copytree(ESPERANTO, folder / "knowledge" / "languages" / "eo")
    catalogue = folder / "knowledge" / "locale" / "eo" / "LC_MESSAGES" / "messages.po"
    catalogue.parent.mkdir(parents=True)
    (folder / "knowledge" / "languages" / "eo" / "messages.po").rename(catalogue)
    registry = folder / "knowledge" / "languages" / "registry.py"
    text = registry.read_text("utf-8")
    registry.write_text(text.replace('    UK = "uk"\n', '    UK = "uk"\n    EO = "eo"\n'), "utf-8")
    lines = [json.dumps(one, ensure_ascii=False) for one in STATEMENTS]
    (folder / "store.jsonl").write_text("\n".join(lines), "utf-8")
    run(folder, "load", "store.jsonl", "--database", "sqlite:///store.db")
    return folder


def run(folder: Path, *arguments: str) -> str:
    """What the copy says to a command."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=kept | {"ACCORDINGTO_SEMANTIC": "off"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def ask(folder: Path, question: str) -> dict[str, Any]:
    """The answer as a document."""
    told: dict[str, Any] = json.loads(
        run(folder, "ask", question, "--json", "--database", "sqlite:///store.db")
    )
    return told


def test_a_question_in_it_is_answered_in_it(program):
    told = ask(program, "Kiu diris, ke la haveno restos fermita ĝis lundo?")
    assert told["language"] == "eo"
    assert told["outcome"] == "answer"
    assert [one["id"] for one in told["statements"]] == ["haveno"]
    # The month as Babel has it and "source" from the catalogue.
    assert "Majo 2024" in told["text"]
    assert "Fonto: “La ŝtormo”" in told["text"]


def test_the_other_languages_stay_as_they_are(program):
    told = ask(program, "who said that the bridge stays closed?")
    assert (told["language"], told["outcome"]) == ("en", "answer")
    assert "Source: “The storm”" in told["text"]
