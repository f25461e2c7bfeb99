"""Options that every command has, and how a command prints: cards for people, lines for pipes."""

import json
import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from knowledge.characters import cleaned
from knowledge.domain import Action, Language, Line, Message, Part, Section, Span, Style

Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="sqlite:///FILE or postgresql://…; a new one is empty. "
        "Default: a SQLite file in your data directory, filled with the shipped store.",
        show_default=False,
    ),
]

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document, nothing else.")]

Lang = Annotated[
    Language | None,
    typer.Option("--lang", help="Language of the answer; else that of the question."),
]

Paths = Annotated[list[Path] | None, typer.Argument(metavar="[PATH…]", show_default=False)]


def print_json(document: object) -> None:
    """Print the one JSON document of a command."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


WIDTH = 88
"""Columns of a card, at most: longer lines are hard to read."""

_STYLES = {
    Style.STRONG: "bold",
    Style.QUIET: "italic",
    Style.LINK: "underline",
    Style.STRUCK: "strike",
}

_PARTS = {Part.CONFLICT: "yellow", Part.CAREFUL: "yellow", Part.SOURCE: "dim", Part.MORE: "dim"}


def card(message: Message) -> RenderableType:
    """The message as a card with its choices numbered below."""
    blocks: list[RenderableType] = []
    for section in message.sections:
        if blocks:
            blocks.append(Text())
        blocks.append(_section(section))
    parts: list[RenderableType] = [Panel(Group(*blocks), border_style="cyan", padding=(0, 1))]
    choices = _choices(message)
    if choices:
        parts.append(Padding(choices, (0, 2)))
    return Group(*parts)


def numbered(message: Message) -> list[Action]:
    """The actions in the order of their numbers, from 1."""
    return [action for row in message.actions for action in row]


def show(console: Console, message: Message) -> None:
    """Print the message as suits where the output goes; without actions there are no numbers."""
    if console.is_terminal:
        console.print(card(message), width=min(console.width, WIDTH))
        return
    console.file.write(cleaned(message.plain()) + "\n")
    for number, action in enumerate(numbered(message), start=1):
        if not _stands_above(action, number):
            console.file.write(f"  [{number}] {cleaned(action.label)}\n")


def _section(section: Section) -> Text:
    text = Text(style=_PARTS.get(section.part, ""))
    for number, line in enumerate(section.lines):
        if number:
            text.append("\n")
        _append(text, line)
    return text


def _append(text: Text, line: Line) -> None:
    for span in line:
        text.append(cleaned(span.text), style=_style(span))


def _style(span: Span) -> str:
    style = _STYLES.get(span.style, "")
    target = span.target or ""
    if span.style is Style.LINK and urlsplit(target).scheme in {"http", "https"}:
        safe = cleaned(target).replace(" ", "%20")
        return f"{style} link {safe}"
    return style


def _choices(message: Message) -> Text:
    """The choices with their numbers, in the rows in which they would be buttons."""
    text = Text()
    number = 0
    for row in message.actions:
        shown = Text()
        for action in row:
            number += 1
            if not _stands_above(action, number):
                shown.append(f"{number}", style="bold cyan")
                shown.append(f" {cleaned(action.label)}   ")
        if shown:
            text.append("\n" if text else "")
            text.append(shown)
    return text


def _stands_above(action: Action, number: int) -> bool:
    """Whether the message itself has the choice under its number."""
    return action.number == number
