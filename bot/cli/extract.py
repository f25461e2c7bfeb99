"""`accordingto extract`: candidate statements of an article."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.terminal import AsJson, Database, print_json
from knowledge.domain import RefusedInput

if TYPE_CHECKING:
    from knowledge.articles.document import ReadArticle
    from knowledge.extraction.annotations import CandidateStatement, KnownSpeaker, TextSpan
    from knowledge.sandbox import Sandbox

PLAIN = {".txt", ".text", ""}
"""Endings of files whose text is taken as it stands, so that offsets count its own characters."""


def extract(
    article: Annotated[Path, typer.Argument(metavar="ARTICLE", help=".txt, .md, .html or .pdf")],
    *,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Propose the statements of an article: who said what, in which words, on what terms."""
    from knowledge.sandbox import Sandbox

    with Sandbox() as sandbox:
        text, read = text_of(article, sandbox)
        found = sandbox.candidates(
            text,
            language=read.language,
            published=read.published,
            known=_known_speakers(database),
        )
    if as_json:
        print_json({"article": _head(read), "statements": [_document(one) for one in found]})
        return
    _print(found)


def text_of(path: Path, sandbox: "Sandbox") -> "tuple[str, ReadArticle]":
    """(The article's text, as it stands in a plain file, else without the markup; the article).

    Raises:
        RefusedInput: the file cannot be read, or is no article.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RefusedInput(f"{path} cannot be read: {error.strerror}.") from None
    try:
        read = sandbox.read_file(content, path.name if path.suffix else f"{path.name}.txt")
    except RefusedInput as error:
        raise RefusedInput(f"{path}: {error}") from None
    if path.suffix.lower() not in PLAIN:
        return read.text, read
    try:
        return content.decode("utf-8-sig"), read
    except UnicodeDecodeError:
        return read.text, read


def _known_speakers(database: str | None) -> list["KnownSpeaker"]:
    from bot.app import store_of
    from bot.settings import read_settings
    from knowledge.extraction.annotations import KnownSpeaker

    with store_of(read_settings(), database) as store:
        return [
            KnownSpeaker(names[0], (*names[1:], *speaker.aliases))
            for speaker in store.records.speakers()
            if (names := speaker.name.all())
        ]


def _head(read: "ReadArticle") -> dict[str, Any]:
    return {
        "title": read.title,
        "publisher": read.publisher,
        "author": read.author,
        "published": read.published,
        "language": read.language,
    }


def _document(one: "CandidateStatement") -> dict[str, Any]:
    return {
        "claim": one.claim,
        "source": _span(one.source),
        "cue": _span(one.cue),
        "content": _span(one.content),
        "parts": [_span(part) for part in one.parts],
        "quoted": list(one.quoted),
        "quote": one.quoted[0] if one.quoted else None,
        "speaker": one.speaker,
        "role": one.role,
        "speaker_kind": one.speaker_kind.value if one.speaker_kind else None,
        "attribution": one.attribution.value,
        "kind": one.kind.value,
        "said": one.said,
        "about": one.about,
        "figures": [{"value": figure.value, "what": figure.what} for figure in one.figures],
        "places": list(one.places),
        "paragraph": one.paragraph,
        "confidence": round(one.confidence, 2),
    }


def _span(span: "TextSpan | None") -> dict[str, Any] | None:
    return None if span is None else {"text": span.text, "start": span.start, "end": span.end}


def _print(found: list["CandidateStatement"]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from knowledge.characters import cleaned

    table = Table("¶", "speaker", "attribution", "cue", "content", header_style="bold")
    for one in found:
        source = one.speaker or (one.source.text if one.source else "")
        cells = (source, one.attribution.value, one.cue.text if one.cue else "", one.content.text)
        table.add_row(str(one.paragraph), *(Text(cleaned(cell)) for cell in cells))
    console = Console()
    if not console.is_terminal:
        console = Console(width=160)
    console.print(table)
    console.print(f"{len(found)} candidates")
