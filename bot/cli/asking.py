"""`accordingto ask`: one question, one answer."""

from dataclasses import replace
from typing import Annotated

import typer

from bot.cli.options import AsJson, Database, Lang, print_json
from knowledge.characters import cleaned


def ask(
    question: Annotated[
        str, typer.Argument(help="In your own words: English, Russian, Ukrainian.")
    ],
    *,
    as_json: AsJson = False,
    lang: Lang = None,
    database: Database = None,
) -> None:
    """Ask one question and get one answer with its speaker, caveats and source."""
    from bot.app import desk_of
    from bot.settings import read_settings
    from knowledge.model import Question

    with desk_of(read_settings(), database) as desk:
        reply = desk.ask(Question(cleaned(question), lang))
    if as_json:
        from bot.cli.document import document

        print_json(document(reply))
        return
    from rich.console import Console

    from bot.cli.card import show

    show(Console(), replace(reply.message, actions=()))  # nobody can press a button here
