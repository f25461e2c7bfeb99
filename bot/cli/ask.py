"""`accordingto ask`, `timeline` and `speakers`: one look-up, as words, as a JSON document or as a picture."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.terminal import AsJson, Database, Lang, print_json
from knowledge.characters import cleaned
from knowledge.domain import Language, Reply, ShownStatement, SpeakersChart, TimelineChart

if TYPE_CHECKING:
    from knowledge.answering.browsing import Browser

Json = dict[str, Any]


def document(reply: Reply) -> Json:
    """Everything about the reply; a listing holds all its statements."""
    from handlers.render.html import html

    return {
        "question": reply.question.text,
        "language": reply.language.value,
        "outcome": reply.outcome.name,
        "statements": [_statement(shown, reply.language.value) for shown in reply.shown],
        "caveats": [caveat.value for caveat in reply.caveats],
        "conflicts": [
            {"what": one.what.value, "asked": one.asked, "stored": one.stored}
            for one in reply.conflicts
        ],
        "missing": list(reply.missing),
        "text": reply.message.plain(),
        "html": html(reply.message),
        "ms": round(reply.elapsed, 2),
    }


def _statement(shown: ShownStatement, language: str) -> Json:
    record = shown.record
    statement = record.statement
    titles = {article.id: article.title for article in record.articles}
    incident = record.incident
    return {
        "id": statement.id,
        "incident": statement.incident,
        "score": round(shown.score, 4),
        "claim": statement.claim.in_language(language),
        "speaker": record.speaker.name.in_language(language) if record.speaker else None,
        "attribution": statement.attribution.value,
        "kind": statement.kind.value,
        "when": statement.said or (incident.when if incident else None),
        "caveats": [caveat.value for caveat in shown.caveats],
        "appearances": [
            {
                "article": appearance.article,
                "title": titles.get(appearance.article),
                "paragraph": appearance.paragraphs[0] if appearance.paragraphs else None,
                "quote": appearance.quotes[0] if appearance.quotes else None,
            }
            for appearance in statement.appearances
        ],
    }


def ask(
    question: Annotated[
        str, typer.Argument(help="In your own words, in any language of `--lang`.")
    ],
    *,
    as_json: AsJson = False,
    lang: Lang = None,
    database: Database = None,
) -> None:
    """Ask one question and get one answer with its speaker, caveats and source."""
    from bot.app import desk_of
    from bot.settings import read_settings
    from knowledge.domain import Question

    with desk_of(read_settings(), database) as desk:
        reply = desk.ask(Question(cleaned(question), lang))
    if as_json:
        print_json(document(reply))
        return
    from rich.console import Console

    from bot.cli.terminal import show

    show(Console(), replace(reply.message, actions=()))  # nobody can press a button here


Png = Annotated[
    Path | None,
    typer.Option("--png", metavar="FILE", help="Write a picture there.", dir_okay=False),
]
Dark = Annotated[bool, typer.Option("--dark", help="For a dark screen.")]
WordsLanguage = Annotated[Language, typer.Option("--lang", help="Language of the words.")]


def chat(*, lang: Lang = None, database: Database = None) -> None:
    """Talk to the bot in the terminal: questions, /commands, and numbers for the buttons."""
    # The pages that it shows take longer to import than all other commands together.
    from bot.cli.chat import talk

    talk(lang, database)


def timeline(
    *,
    png: Png = None,
    dark: Dark = False,
    lang: WordsLanguage = Language.EN,
    database: Database = None,
) -> None:
    """Incidents and statements by date, honest about what is not known of the date."""
    with _browsing(database) as browse:
        chart = browse.timeline_chart(lang)
    _tell(chart, png, dark=dark)


def speakers(
    *,
    png: Png = None,
    dark: Dark = False,
    lang: WordsLanguage = Language.EN,
    database: Database = None,
) -> None:
    """Who said how much, and on what terms."""
    with _browsing(database) as browse:
        chart = browse.speakers_chart(lang)
    _tell(chart, png, dark=dark)


@contextmanager
def _browsing(database: str | None) -> Iterator["Browser"]:
    from bot.app import desk_of
    from bot.settings import read_settings

    with desk_of(read_settings(), database) as desk:
        yield desk.browse


def _tell(chart: TimelineChart | SpeakersChart, png: Path | None, *, dark: bool) -> None:
    """As words, or as a picture where a file is named for it."""
    if png is None:
        typer.echo(chart.text)
        return
    from handlers.charts import speakers_png, timeline_png

    drawn = (
        timeline_png(chart, dark=dark)
        if isinstance(chart, TimelineChart)
        else speakers_png(chart, dark=dark)
    )
    png.write_bytes(drawn)
