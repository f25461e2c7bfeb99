"""CSV: the same lines as a table, safe to open in a spreadsheet; read with any delimiter."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from knowledge.domain import Bundle, Fault, InvalidFile
from knowledge.interchange.bounded_files import text_in_any_encoding
from knowledge.interchange.rows import RowReader, lines_of
from knowledge.translations import Wording

MAX_BYTES = 200_000_000
_ARTICLE = ("id", "title", "url", "publisher", "author", "published", "language")
COLUMNS = (
    "id", "claim", "language", "speaker", "role", "speaker_kind", "attribution", "kind", "quote",
    "said", "about", "incident", "places", "figures", "relations", "phrasings",
    *(f"article_{key}" for key in _ARTICLE), "record",
)  # fmt: skip
_LISTS = {"quote", "phrasings", "places"}
_FORMULA = re.compile(r"\A'*+[=+\-@\t\r]")
_ESCAPED = re.compile(r"\A'++[=+\-@\t\r]")
_FIGURE = re.compile(r"\A\s*+(?P<value>[+-]?\d{1,30}(?:[.,]\d{1,30}){0,5})\s++(?P<what>\S.*)")
_RELATION = re.compile(r"\A\s*+(?P<kind>[A-Za-z_]{1,30})(?:\s*+:\s*+|\s++)(?P<to>\S{1,200})\s*+")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SEPARATED = re.compile(r"\Asep=(?P<mark>.)\r?\n")
_NO_DELIMITER = re.compile(r"[\w\s\"'.-]")
_HEAD = 20_000
"""Characters in which the header must end for its delimiter to be told."""


class _Layout(NamedTuple):
    """Where the table begins in a text, what parts its cells, and its columns (None: ignored)."""

    start: int
    delimiter: str
    columns: tuple[str | None, ...]


def read_csv(path: Path, reader: RowReader, size: int) -> Iterator[Bundle]:
    """Bundles of `size` rows; several quotes, phrasings or places stand in one cell, one a line.

    The delimiter is told by the header, whose names are known; `csv.Sniffer` guesses it from how
    often characters occur and takes letters for it. Columns that are not known are noted and
    left out.

    Raises:
        InvalidFile: the file cannot be read, is no text, or its header is wrong.
    """
    found = text_in_any_encoding(path, MAX_BYTES)
    layout = _layout(found.text, str(path))
    if found.guessed:
        said = Wording("Read as {encoding}; save it as UTF-8 to be sure.", encoding=found.encoding)
        reader.note(1, said)
    csv.field_size_limit(1_000_000)
    source = io.StringIO(found.text, newline="")
    source.seek(layout.start)
    rows = csv.reader(source, delimiter=layout.delimiter, strict=True)
    before = found.text.count("\n", 0, layout.start)
    try:
        _tell_ignored(next(rows, []), layout, reader)
        for count, cells in enumerate(rows, start=1):
            if any(cell.strip() for cell in cells):
                _take_cells(reader, before + rows.line_num, cells, layout)
            if count % size == 0:
                yield reader.bundle()
    except csv.Error as error:
        reason = Wording(
            "This is not CSV ({why}); separate by commas and quote cells with double quotes.",
            why=str(error),
        )
        raise InvalidFile([Fault(str(path), before + rows.line_num, reason)]) from error
    yield reader.last()


def write_csv(bundles: Iterable[Bundle], stream: TextIO) -> None:
    """Every record as a row."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines_of(bundles):
        article = line.get("article") or {}
        cells = {f"article_{key}": article.get(key) for key in _ARTICLE} | line
        for name in ("figures", "record"):
            if name in line:
                cells[name] = json.dumps(line[name], ensure_ascii=False)
        writer.writerow([_cell(cells.get(name)) for name in COLUMNS])


def _layout(text: str, path: str) -> _Layout:
    """Where the header is and how it is parted; raises InvalidFile where it lacks a column."""
    if not text.strip():
        raise InvalidFile([Fault(path, None, Wording("The file is empty."))])
    marked = _SEPARATED.match(text)  # Excel's way to tell the delimiter
    start = marked.end() if marked else len(text) - len(text.lstrip("\r\n"))
    head = text[start : start + _HEAD]
    line = next(iter(head.splitlines()), "")
    marks = [marked["mark"]] if marked else [",", *dict.fromkeys(_NO_DELIMITER.sub("", line)), "\t"]
    best = max(marks, key=lambda mark: len({*_names(head, mark)} & {*COLUMNS}))
    names = _names(head, best)
    known = [name for name in names if name in COLUMNS]
    missing = [name for name in ("id", "claim") if name not in names]
    said = [Wording('The column "{name}" is missing.', name=name) for name in missing]
    said += [
        Wording('The column "{name}" is there twice.', name=name)
        for name in dict.fromkeys(known)
        if known.count(name) > 1
    ]
    if said:
        unknown = [
            Wording('The column "{cell}" is not known.', cell=name[:100])
            for name in names
            if name not in COLUMNS
        ]
        said = [*unknown[:_SHOWN], *said]
        said.append(Wording("The header may hold: {names}.", names=", ".join(COLUMNS)))
        raise InvalidFile([Fault(path, 1, Wording.joined(said))])
    return _Layout(start, best, tuple(name if name in COLUMNS else None for name in names))


_SHOWN = 5
"""Unknown columns that are named where the header is refused."""


def _names(head: str, mark: str) -> list[str]:
    try:
        cells = next(csv.reader(io.StringIO(head, newline=""), delimiter=mark), [])
    except (csv.Error, TypeError, ValueError):
        return []
    return ["_".join(cell.strip().lower().split()) for cell in cells]


def _tell_ignored(header: list[str], layout: _Layout, reader: RowReader) -> None:
    for cell, name in zip(header, layout.columns, strict=False):
        if name is None and cell.strip():
            said = Wording(
                'The column "{cell}" is not known and was left aside.', cell=cell.strip()
            )
            reader.note(1, said)


def _take_cells(reader: RowReader, number: int, cells: list[str], layout: _Layout) -> None:
    columns = layout.columns
    while len(cells) > len(columns) and not cells[-1].strip():
        cells = cells[:-1]  # a delimiter too many at the end of the line
    if len(cells) > len(columns) and (joined := _rejoined(cells, layout)):
        cells = joined
        said = Wording("A cell holds the delimiter without quotation marks; it was read as one.")
        reader.note(number, said)
    if len(cells) != len(columns):
        said = Wording(
            "The row has {cells} cells; the header has {columns}.",
            cells=len(cells),
            columns=len(columns),
        )
        reader.refuse(number, said)
        return
    pairs = zip(columns, cells, strict=True)
    _take(reader, number, {name: cell for name, cell in pairs if name is not None})


def _rejoined(cells: list[str], layout: _Layout) -> list[str] | None:
    """The cells with those put together again that a delimiter within a sentence has parted.

    Within a sentence a space follows it, and between cells none does; so it is done only where
    that tells exactly as many as there are too many.
    """
    made = cells[:1]
    for cell in cells[1:]:
        if cell.startswith(" "):
            made[-1] += layout.delimiter + cell
        else:
            made.append(cell)
    return made if len(made) == len(layout.columns) else None


def _take(reader: RowReader, number: int, cells: dict[str, str]) -> None:
    line: dict[str, Any] = {}
    article: dict[str, str] = {}
    for name, cell in cells.items():
        value = cell[1:] if _ESCAPED.match(cell) else cell
        if not value:
            continue
        if name.startswith("article_"):
            article[name.removeprefix("article_")] = value
        elif name in _LISTS:
            line[name] = [one for one in value.split("\n") if one.strip()]
        else:
            line[name] = value
    if article:
        line["article"] = article
    if unread := _structured(line):
        said = Wording('The cell "{name}" is not JSON; leave it as it was exported.', name=unread)
        reader.refuse(number, said)
    else:
        reader.take(number, line)


def _structured(line: dict[str, Any]) -> str | None:
    """Read the cells that hold more than a text; the name of one that cannot be read."""
    for name, shape in (("figures", _FIGURE), ("relations", _RELATION)):
        if name in line and not line[name].lstrip().startswith(("[", "{")):
            line[name] = [_pair(one, shape) for one in line[name].split("\n") if one.strip()]
    for name in ("record", "figures", "relations"):
        if isinstance(line.get(name), str):
            try:
                line[name] = json.loads(line[name])
            except (ValueError, RecursionError):
                return name
    return None


def _pair(text: str, shape: re.Pattern[str]) -> dict[str, str] | str:
    """A figure ("12 drones") or a relation ("disputes statement-id") as people write it in a cell."""
    found = shape.fullmatch(text)
    if not found:
        return text
    pair = found.groupdict()
    if "value" in pair:
        parted = _THOUSANDS.fullmatch(pair["value"])
        return pair | {"value": pair["value"].replace(",", "" if parted else ".")}
    return pair | {"kind": pair["kind"].lower()}


def _cell(value: object) -> str:
    text = "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text
