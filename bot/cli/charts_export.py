"""`accordingto timeline` and `accordingto speakers`: as words, or as a picture in a file."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal import Database
from knowledge.domain import Language

Png = Annotated[
    Path | None,
    typer.Option("--png", metavar="FILE", help="Write a picture there.", dir_okay=False),
]
Dark = Annotated[bool, typer.Option("--dark", help="For a dark screen.")]
Lang = Annotated[Language, typer.Option("--lang", help="Language of the words.")]


def timeline(
    *, png: Png = None, dark: Dark = False, lang: Lang = Language.EN, database: Database = None
) -> None:
    """Incidents and statements by date, honest about what is not known of the date."""
    from bot.app import desk_of
    from bot.settings import read_settings

    with desk_of(read_settings(), database) as desk:
        chart = desk.browse.timeline_chart(lang)
    if png is None:
        typer.echo(chart.text)
        return
    from handlers.charts.timeline_chart import timeline_png

    png.write_bytes(timeline_png(chart, dark=dark))


def speakers(
    *, png: Png = None, dark: Dark = False, lang: Lang = Language.EN, database: Database = None
) -> None:
    """Who said how much, and on what terms."""
    from bot.app import desk_of
    from bot.settings import read_settings

    with desk_of(read_settings(), database) as desk:
        chart = desk.browse.speakers_chart(lang)
    if png is None:
        typer.echo(chart.text)
        return
    from handlers.charts.speakers_chart import speakers_png

    png.write_bytes(speakers_png(chart, dark=dark))
