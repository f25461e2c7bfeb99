"""The pages tell everything that there is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli import app
from bot.settings import PREFIX, Settings
from handlers.commands import COMMANDS
from knowledge.domain import Caveat

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
OPERATORS = (ROOT / "bot" / "README.md").read_text("utf-8")
TELEGRAM = (ROOT / "handlers" / "README.md").read_text("utf-8")
KNOWLEDGE = (ROOT / "knowledge" / "README.md").read_text("utf-8")
LINES = 150


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_told_with_its_default(name):
    (row,) = re.findall(rf"^\| `{PREFIX}{name.upper()}` \|([^|]*)\|", OPERATORS, re.MULTILINE)
    default = Settings.model_fields[name].default
    if isinstance(default, str | int | float):
        assert row.strip() == f"`{default}`"


def test_no_setting_is_told_that_is_not_there():
    told = set(re.findall(rf"`{PREFIX}([A-Z_]+)`", OPERATORS))
    assert told == {name.upper() for name in Settings.model_fields}


def commands_of(group: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(group, TyperGroup):
        context = typer.Context(group)
        for name in group.list_commands(context):
            yield name, group.get_command(context, name)


def every_command(group: object = None, before: str = "accordingto") -> list[str]:
    group = group or get_command(app)
    names = []
    for name, command in commands_of(group):
        inner = every_command(command, f"{before} {name}")
        names += inner or [f"{before} {name}"]
    return names


@pytest.mark.parametrize("command", every_command())
def test_every_command_is_told(command):
    assert f"| `{command}" in README


def test_no_command_is_told_that_is_not_there():
    told = re.findall(
        r"^\| `(accordingto [a-z-]+(?: (?:upgrade|check|init|list|replay))?)", README, re.MULTILINE
    )
    assert set(told) == set(every_command())


def test_every_option_of_every_command_is_told():
    group = get_command(app)
    for name, command in commands_of(group):
        row = "".join(re.findall(rf"^\| `accordingto {name}\b.*$", README, re.MULTILINE))
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option not in {"--database", "--help"}:
                    assert option in row, f"{name} {option}"


def table(heading: str) -> set[str]:
    """The commands in the table under a heading."""
    part = TELEGRAM.partition(f"## {heading}")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `/([a-z_]+)` \|", part, re.MULTILINE))


def test_every_command_of_the_chat_is_told_and_no_other():
    assert table("For readers") == {one.name for one in COMMANDS if one.role is None}


def test_every_command_of_curators_is_told_and_no_other():
    assert table("For those who keep the store") == {one.name for one in COMMANDS if one.role}


@pytest.mark.parametrize("caveat", list(Caveat))
def test_every_caveat_is_told(caveat):
    assert f"| `{caveat.value}` |" in KNOWLEDGE


def test_the_first_page_is_short():
    assert len(README.splitlines()) <= LINES


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("[!.]*/README.md")), ROOT / "README.md"])
def test_every_link_leads_to_a_file(page):
    for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
        assert "://" in target or (page.parent / target).exists(), target
    for name in re.findall(
        r"`((?:bot|handlers|knowledge|tests)/[\w/]+\.(?:py|md|png|jsonl))`", page.read_text("utf-8")
    ):
        assert (ROOT / name).exists(), name
