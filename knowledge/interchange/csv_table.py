"""CSV: the same lines as a table, safe to open in a spreadsheet."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from knowledge.domain import Bundle, Fault, InvalidFile
from knowledge.interchange.bounded_yaml import text_of
from knowledge.interchange.rows import RowReader, lines_of
from knowledge.translations import Wording

MAX_BYTES = 200_000_000
_ARTICLE = ("id", "title", "url", "publisher", "published")
COLUMNS = (
    "id", "claim", "speaker", "attribution", "kind", "quote", "said", "incident", "phrasings",
    *(f"article_{key}" for key in _ARTICLE), "record",
)  # fmt: skip
_LISTS = {"quote", "phrasings"}
_FORMULA = re.compile(r"\A'*+[=+\-@\t\r]")
_ESCAPED = re.compile(r"\A'++[=+\-@\t\r]")


def read_csv(path: Path, reader: RowReader, size: int) -> Iterator[Bundle]:
    """Bundles of `size` rows; several quotes or phrasings stand in one cell on lines of their own.

    Raises:
        InvalidFile: the file cannot be read, is no UTF-8 text, or its header is wrong.
    """
    rows = csv.reader(io.StringIO(text_of(path, MAX_BYTES), newline=""), strict=True)
    csv.field_size_limit(1_000_000)
    try:
        header = _header(next(rows, []), str(path))
        for count, cells in enumerate(rows, start=1):
            number = rows.line_num
            if any(cells):
                if len(cells) != len(header):
                    reader.refuse(
                        number,
                        Wording(
                            "The row has {cells} cells; the header has {columns}.",
                            cells=len(cells),
                            columns=len(header),
                        ),
                    )
                else:
                    _take(reader, number, dict(zip(header, cells, strict=True)))
            if count % size == 0:
                yield reader.bundle()
    except csv.Error as error:
        reason = Wording(
            "This is not CSV ({why}); separate by commas and quote cells with double quotes.",
            why=str(error),
        )
        raise InvalidFile([Fault(str(path), rows.line_num, reason)]) from error
    yield reader.last()


def write_csv(bundles: Iterable[Bundle], stream: TextIO) -> None:
    """Every record as a row."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines_of(bundles):
        article = line.get("article") or {}
        cells = {f"article_{key}": article.get(key) for key in _ARTICLE} | line
        if "record" in line:
            cells["record"] = json.dumps(line["record"], ensure_ascii=False)
        writer.writerow([_cell(cells.get(name)) for name in COLUMNS])


def _header(cells: list[str], path: str) -> list[str]:
    if not cells:
        raise InvalidFile([Fault(path, None, Wording("The file is empty."))])
    names = [cell.strip().lower() for cell in cells]
    unknown = [cell for cell, name in zip(cells, names, strict=True) if name not in COLUMNS]
    missing = [name for name in ("id", "claim") if name not in names]
    said = [Wording('The column "{cell}" is not known.', cell=cell) for cell in unknown]
    said += [Wording('The column "{name}" is missing.', name=name) for name in missing]
    said += [
        Wording('The column "{name}" is there twice.', name=name)
        for name in set(names)
        if names.count(name) > 1
    ]
    if said:
        said.append(Wording("The header may hold: {names}.", names=", ".join(COLUMNS)))
        raise InvalidFile([Fault(path, 1, Wording.joined(said))])
    return names


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
    if "record" in line:
        try:
            line["record"] = json.loads(line["record"])
        except (ValueError, RecursionError):
            reader.refuse(
                number, Wording('The cell "record" is not JSON; leave it as it was exported.')
            )
            return
    reader.take(number, line)


def _cell(value: object) -> str:
    text = "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text
