"""JSON lines: one object a line, read as a stream."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from knowledge.domain import Bundle, Fault, InvalidFile
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
