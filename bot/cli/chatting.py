"""`accordingto chat`: the bot in the terminal."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.cli.options import Database, Lang
from knowledge.characters import cleaned

if TYPE_CHECKING:
    from rich.console import Console

LEAVING = {"/quit", "/exit", "/q"}


def chat(*, lang: Lang = None, database: Database = None) -> None:
    """Talk to the bot in the terminal: questions, /commands, and numbers for the buttons."""
    from rich.console import Console

    from bot.app import desk_of
    from bot.cli.card import show
    from bot.cli.conversation import Conversation
    from bot.settings import read_settings

    console = Console()
    with desk_of(read_settings(), database) as desk:
        conversation = Conversation(desk, lang)
        show(console, conversation.hear("/start"))
        for line in _lines(console):
            show(console, conversation.hear(cleaned(line)))


def _lines(console: "Console") -> Iterator[str]:
    """What is typed, until the end of the input or /quit."""
    prompting = sys.stdin.isatty()
    if prompting:
        import readline  # noqa: F401  # gives input() its history and editing

        hint = "A question, a /command, or the number of a choice. /quit ends."
        console.print(hint, style="dim", highlight=False)
    while True:
        try:
            line = input("\n› " if prompting else "")
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if not line.strip():
            continue
        if line.strip().casefold() in LEAVING:
            return
        if not prompting:
            console.file.write(f"\n› {line}\n")
        yield line
