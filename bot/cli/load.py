"""`load`, `export`, `check`, `schema` and `extract`: the store's contents as files, and what an article would bring into it."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from bot.cli.terminal import AsJson, Database, Paths, print_json
from knowledge.domain import Bundle, InvalidFile, LoadReport, RefusedInput

if TYPE_CHECKING:
    from rich.console import Console

    from knowledge.articles.document import ReadArticle
    from knowledge.extraction.annotations import CandidateStatement, KnownSpeaker, TextSpan
    from knowledge.interchange import Format
    from knowledge.sandbox import Sandbox


AsFormat = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="FORMAT", help="Else by the ending of the name.", show_default=False
    ),
]


def load(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", show_default=False)],
    *,
    form: AsFormat = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would happen and store nothing.")
    ] = False,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Take files or folders of curated files into the store; loading again changes nothing."""
    from rich.console import Console

    from bot.app import OPERATOR, store_of
    from bot.settings import read_settings

    chosen = [(path, _chosen(form, path)) for path in paths]
    names = ", ".join(path.name for path in paths)
    with store_of(read_settings(), database) as store:
        console = Console(stderr=True)
        bundles = _counted(_bundles(chosen), console)
        report = store.bulk.load(bundles, OPERATOR, f"load {names}", dry_run=dry_run)
    _tell(report, as_json=as_json, dry_run=dry_run)


def _chosen(form: str | None, path: Path | None) -> "Format":
    """The format that was asked for, else the one that the file's name tells; YAML on the screen."""
    from knowledge.interchange import Format, format_of

    if form and form not in set(Format):
        known = ", ".join(Format)
        raise typer.BadParameter(f"{form} is none of {known}.", param_hint="--format")
    if form:
        return Format(form)
    return format_of(path) if path else Format.YAML


def _bundles(chosen: Sequence[tuple[Path, "Format"]]) -> Iterator[Bundle]:
    """Everything that the files hold; curated files together, since they refer to one another."""
    from knowledge.interchange import Format, read_curated, read_stream

    curated = [path for path, kind in chosen if kind is Format.YAML]
    if curated:
        yield read_curated(curated, complete=False)
    for path, kind in chosen:
        if kind is not Format.YAML:
            yield from read_stream(path, kind)


def _counted(bundles: Iterable[Bundle], console: "Console") -> Iterator[Bundle]:
    """Pass the bundles on, counting statements on standard error where somebody is looking."""
    from rich.progress import Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("loading: {task.completed:.0f} statements"), TimeElapsedColumn())
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as progress:
        task = progress.add_task("loading", total=None)
        for bundle in bundles:
            yield bundle
            progress.advance(task, len(bundle.statements))


def _tell(report: LoadReport, *, as_json: bool, dry_run: bool) -> None:
    """Print what a load did; exit 1 where anything was refused."""
    counts = {
        "created": len(report.created),
        "changed": len(report.changed),
        "unchanged": len(report.unchanged),
        "skipped": len(report.skipped),
        "refused": len(report.refused),
    }
    if as_json:
        rows = {"skipped": report.skipped, "noted": report.cleaned, "refused": report.refused}
        told = {
            name: [{"where": one.where, "reason": one.reason} for one in them]
            for name, them in rows.items()
        }
        print_json({**counts, **told, "dry_run": dry_run})
    else:
        line = ", ".join(
            f"{name} {count}" for name, count in counts.items() if count or name != "skipped"
        )
        typer.echo(f"{line} (dry run: nothing was stored)" if dry_run else line)
    for one in (*report.cleaned, *report.skipped):
        typer.echo(f"{one.where}: {one.reason}", err=True)
    if report.refused:
        for one in report.refused:
            typer.echo(f"{one.where}: {one.reason}", err=True)
        raise typer.Exit(1)


def export(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[PATH]", show_default=False, help="Else to the screen."),
    ] = None,
    *,
    form: AsFormat = None,
    database: Database = None,
) -> None:
    """Write everything in the store; loading it into an empty store gives the same again."""
    from bot.app import store_of
    from bot.settings import read_settings
    from knowledge.interchange import write

    chosen = _chosen(form, path)
    with store_of(read_settings(), database) as store:
        bundle = store.records.bundle()
    with _writable(path) as stream:
        write(bundle, chosen, stream)


def _writable(path: Path | None) -> "nullcontext[TextIO] | TextIO":
    if path is None:
        return nullcontext(sys.stdout)
    return path.open("w", encoding="utf-8", newline="")


def check(
    paths: Paths = None,
    *,
    articles: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Articles' texts: quotations must stand in them."),
    ] = None,
    as_json: AsJson = False,
    database: Database = None,  # noqa: ARG001  # every command takes it; files need no database
) -> None:
    """Validate curated files (without a path: those that are shipped) and their quotations."""
    from knowledge.interchange import check_quotations, read_curated, shipped

    try:
        bundle = read_curated(paths) if paths else shipped()
        faults = tuple(check_quotations(bundle, articles)) if articles else ()
    except InvalidFile as error:
        bundle, faults = Bundle(), error.faults
    if as_json:
        listed = [{"path": one.path, "line": one.line, "reason": one.reason} for one in faults]
        print_json({"statements": len(bundle.statements), "faults": listed})
    elif not faults:
        checked = "quotations, paragraphs and hashes too" if articles else "quotations not checked"
        typer.echo(
            f"{len(bundle.articles)} articles, {len(bundle.incidents)} incidents, "
            f"{len(bundle.statements)} statements: all right ({checked})."
        )
    if faults:
        raise InvalidFile(faults)


def schema(
    *,
    database: Database = None,  # noqa: ARG001  # every command takes it; the schema needs no database
) -> None:
    """Print the JSON Schema of curated files, for editors."""
    from knowledge.interchange import json_schema

    print_json(json_schema())


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
