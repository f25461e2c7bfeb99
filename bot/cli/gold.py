"""Gold questions and detail files, read with the line of every fault."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.cli.measures import Gold, Told
from knowledge.model import Fault, InvalidFile


class _GoldLine(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    question: str
    lang: str = "en"
    expect: frozenset[str] = frozenset()
    must_say: tuple[tuple[str, ...], ...] | None = None
    must_caveat: frozenset[str] | None = None
    abstain: bool = False
    style: str | None = None


class _ToldLine(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    outcome: str
    ranked: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    caveats: frozenset[str] = frozenset()
    text: str = ""
    ms: float = 0.0


Line = TypeVar("Line", _GoldLine, _ToldLine)


def read_gold(path: Path) -> list[Gold]:
    """The questions of a JSONL file.

    Raises:
        InvalidFile: the file cannot be read, or a line is not a question.
    """
    return [
        Gold(
            id=line.id,
            question=line.question,
            lang=line.lang,
            expect=line.expect,
            must_say=line.must_say or (),
            must_caveat=line.must_caveat or frozenset(),
            abstain=line.abstain,
            style=line.style,
        )
        for line in _lines(path, _GoldLine)
    ]


def read_details(path: Path) -> dict[str, Told]:
    """The answers of a file that `eval --details` wrote, by question.

    Raises:
        InvalidFile: the file cannot be read, or a line is not an answer.
    """
    return {
        line.id: Told(
            line.id,
            line.outcome,
            line.ranked,
            line.statements,
            line.caveats,
            line.text,
            line.ms,
        )
        for line in _lines(path, _ToldLine)
    }


def _lines(path: Path, kind: type[Line]) -> Iterator[Line]:
    faults = []
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile([Fault(str(path), None, f"cannot be read: {error}")]) from None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield kind.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            faults.append(Fault(str(path), number, f"{where}: {first['msg']}".lstrip(": ")))
    if faults:
        raise InvalidFile(faults)
