"""Reading and writing in every format that is understood, JSON lines among them."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TextIO

import yaml

from knowledge.domain import Article, Bundle, Fault, InvalidFile, RefusedInput, as_plain
from knowledge.interchange.bounded_files import MAX_BYTES
from knowledge.interchange.claimreview import read_claimreview, write_claimreview
from knowledge.interchange.csv_table import read_csv, write_csv
from knowledge.interchange.curated_files import FIELD_OF, identity_of, read_curated
from knowledge.interchange.foreign_values import slug
from knowledge.interchange.rows import RowReader, lines_of
from knowledge.translations import Wording

MAX_LINE = 1_000_000
"""Bytes; the longest line that is read. A statement with all its phrasings has a tenth of it."""


def read_jsonl(path: Path, reader: RowReader, size: int) -> Iterator[Bundle]:
    """Bundles of `size` lines; lines that cannot be read are refused, the others go on.

    Raises:
        InvalidFile: the file cannot be opened, is empty or is no text.
    """
    number = 0
    try:
        with path.open("rb") as file:
            while line := file.readline(MAX_LINE + 1):
                number += 1
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                    _refuse_binary(line, path)
                if len(line) > MAX_LINE:
                    reader.refuse(
                        number,
                        Wording(
                            "The line is longer than {number} MB.", number=f"{MAX_LINE / 1e6:g}"
                        ),
                    )
                    while line and not line.endswith(b"\n"):
                        line = file.readline(MAX_LINE)
                elif line.strip():
                    _take(reader, number, line)
                if number % size == 0:
                    yield reader.bundle()
    except OSError as error:
        reason = Wording(
            "The file cannot be read ({why}); check its path and permissions.", why=error.strerror
        )
        raise InvalidFile([Fault(str(path), None, reason)]) from error
    if number == 0:
        raise InvalidFile([Fault(str(path), None, Wording("The file is empty."))])
    yield reader.last()


def write_jsonl(bundles: Iterable[Bundle], stream: TextIO) -> None:
    """Every record as a line."""
    stream.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines_of(bundles))


def _take(reader: RowReader, number: int, line: bytes) -> None:
    try:
        reader.take(number, json.loads(line))
    except UnicodeDecodeError:
        reader.refuse(number, Wording("The line is not UTF-8 text; save the file as UTF-8."))
    except RecursionError:
        reader.refuse(number, Wording("The line is nested too deeply."))
    except ValueError as error:
        reader.refuse(number, Wording("The line is not JSON ({why}).", why=str(error)))


def _refuse_binary(line: bytes, path: Path) -> None:
    if b"\x00" in line:
        raise InvalidFile([Fault(str(path), 1, Wording("This is no text file."))])


SIZE = 5_000
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class Format(StrEnum):
    """A format of files that go in and out."""

    YAML = "yaml"
    JSONL = "jsonl"
    CSV = "csv"
    CLAIMREVIEW = "claimreview"


_BY_SUFFIX = {
    ".yaml": Format.YAML,
    ".yml": Format.YAML,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".json": Format.CLAIMREVIEW,
    ".jsonld": Format.CLAIMREVIEW,
    ".html": Format.CLAIMREVIEW,
    ".htm": Format.CLAIMREVIEW,
}


def format_of(path: Path) -> Format:
    """The format that a file's name tells, a folder being one of curated files.

    Raises:
        RefusedInput: the name tells none.
    """
    if path.is_dir():
        return Format.YAML
    try:
        return _BY_SUFFIX[path.suffix.lower()]
    except KeyError:
        known = ", ".join(Format)
        raise RefusedInput(
            f"The name of {path} does not tell its format; give --format ({known})."
        ) from None


def read_stream(path: Path, format: Format | None = None, *, size: int = SIZE) -> Iterator[Bundle]:  # noqa: A002 - the word of the command line
    """What a file holds, in bundles of about `size` records, so that any size can be loaded.

    Args:
        path: a file; with YAML also a folder.
        format: what its name tells if not given.
        size: records in one bundle. YAML comes as one.

    Raises:
        InvalidFile: the file as a whole cannot be taken. Single lines that cannot are in
            `refused` of their bundle.
    """
    match format or format_of(path):
        case Format.YAML:
            yield read_curated([path], complete=False)
        case Format.JSONL:
            yield from read_jsonl(path, _reader(path), size)
        case Format.CSV:
            yield from read_csv(path, _reader(path), size)
        case Format.CLAIMREVIEW:
            yield from read_claimreview(path, _reader(path), size)


def read(path: Path, format: Format | None = None) -> Bundle:  # noqa: A002 - as above
    """The same as one bundle."""
    return joined(read_stream(path, format))


def joined(bundles: Iterable[Bundle]) -> Bundle:
    """Several bundles as one."""
    parts = list(bundles)
    names = (*FIELD_OF.values(), "examples", "refused", "cleaned", "skipped")
    fields = {name: tuple(one for part in parts for one in getattr(part, name)) for name in names}
    seen: set[tuple[str, str]] = set()
    for kind in ("article", "speaker", "incident", "place", "relation"):
        # What a line implies comes once, however many bundles imply it.
        kept = []
        for record in fields[FIELD_OF[kind]]:
            if (kind, identity_of(record)) not in seen:
                kept.append(record)
            seen.add((kind, identity_of(record)))
        fields[FIELD_OF[kind]] = tuple(kept)
    lines = {key: where for part in parts for key, where in part.lines.items()}
    return replace(
        Bundle(**fields),  # type: ignore[arg-type]  # each name goes with its own type
        lines=lines,
        implied=frozenset().union(*(part.implied for part in parts)) - lines.keys(),
        whole=any(part.whole for part in parts),
    )


def write(bundles: Bundle | Iterable[Bundle], format: Format, stream: TextIO) -> None:  # noqa: A002 - as above
    """Write everything; reading it again gives the same.

    Args:
        bundles: one, or the parts of one in their order; JSONL and CSV then take little memory.
        format: how.
        stream: where to; opened with newline="" for CSV.

    Raises:
        RefusedInput: too much for a YAML file that could be read again.
    """
    writers: dict[Format, Callable[[Iterable[Bundle], TextIO], None]] = {
        Format.YAML: _write_yaml,
        Format.JSONL: write_jsonl,
        Format.CSV: write_csv,
        Format.CLAIMREVIEW: write_claimreview,
    }
    writers[format]((bundles,) if isinstance(bundles, Bundle) else bundles, stream)


def _write_yaml(bundles: Iterable[Bundle], stream: TextIO) -> None:
    bundle = joined(bundles)
    values: dict[str, object] = {
        field: [as_plain(record) for record in getattr(bundle, field)]
        for field in FIELD_OF.values()
    }
    examples: dict[str, list[str]] = {}
    for language, question in bundle.examples:
        examples.setdefault(language, []).append(question)
    values["examples"] = examples
    text = io.StringIO()
    given = {key: value for key, value in values.items() if value}
    yaml.dump(given, text, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=100)
    if len(text.getvalue().encode()) > MAX_BYTES:
        raise RefusedInput(
            Wording(
                "This is more than the {number} MB that a YAML file may have; use the format jsonl.",
                number=f"{MAX_BYTES / 1e6:g}",
            )
        )
    stream.write(text.getvalue())


def _reader(path: Path) -> RowReader:
    return RowReader(str(path), Article(slug(path.stem), path.stem))
