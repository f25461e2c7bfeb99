"""Options that every command has, and how a command prints."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from knowledge.model import Language

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
