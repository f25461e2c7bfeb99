"""`accordingto eval`: how good the answers are, against gold questions."""

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from pydantic import BaseModel, ConfigDict, RootModel, ValidationError

from bot.cli.evaluation_measures import Gold, Told, ToldDifference
from bot.cli.terminal import AsJson, Database, print_json
from knowledge.characters import cleaned
from knowledge.domain import Fault, InvalidFile

if TYPE_CHECKING:
    from bot.cli.evaluation_measures import Judged
    from knowledge.desk import Desk


class _Turn(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    question: str
    expect: frozenset[str] = frozenset()
    must_say: tuple[tuple[str, ...], ...] | None = None
    must_not_say: tuple[str, ...] | None = None
    must_caveat: frozenset[str] | None = None
    must_conflict: frozenset[str] | None = None
    abstain: bool = False
    smalltalk: bool = False

    def gold(self, identity: str, lang: str, style: str | None) -> Gold:
        return Gold(
            id=identity,
            question=self.question,
            lang=lang,
            expect=self.expect,
            must_say=self.must_say or (),
            must_not_say=self.must_not_say or (),
            must_caveat=self.must_caveat or frozenset(),
            must_conflict=self.must_conflict or frozenset(),
            abstain=self.abstain,
            smalltalk=self.smalltalk,
            style=style,
        )


class _QuestionLine(_Turn):
    id: str
    lang: str = "en"
    style: str | None = None


class _ConversationLine(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    lang: str = "en"
    theme: str | None = None
    turns: tuple[_Turn, ...]


class _GoldLine(RootModel[_ConversationLine | _QuestionLine]):
    """A conversation where the line has turns, else a question."""

    def golds(self) -> tuple[Gold, ...]:
        line = self.root
        if isinstance(line, _QuestionLine):
            return (line.gold(line.id, line.lang, line.style),)
        return tuple(
            turn.gold(f"{line.id}#{number}", line.lang, line.theme)
            for number, turn in enumerate(line.turns, start=1)
        )


class _DifferenceLine(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    what: str
    asked: str = ""
    stored: str = ""


class _ToldLine(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    outcome: str
    ranked: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    caveats: frozenset[str] = frozenset()
    text: str = ""
    ms: float = 0.0
    conflicts: tuple[_DifferenceLine, ...] = ()


Line = TypeVar("Line", _GoldLine, _ToldLine)


def read_gold(path: Path) -> list[tuple[Gold, ...]]:
    """The conversations of a JSONL file, turn by turn; a question alone is one of a single turn.

    Raises:
        InvalidFile: the file cannot be read, or a line is neither.
    """
    return [line.golds() for line in _lines(path, _GoldLine)]


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
            tuple(ToldDifference(each.what, each.asked, each.stored) for each in line.conflicts),
        )
        for line in _lines(path, _ToldLine)
    }


def _lines(path: Path, kind: type[Line]) -> Iterator[Line]:
    faults = []
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise InvalidFile([Fault(str(path), None, f"cannot be read: {why}")]) from None
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


Measured = dict[str, dict[str, float]]


def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS.jsonl")],
    *,
    as_json: AsJson = False,
    details: Annotated[
        Path | None, typer.Option(metavar="OUT.jsonl", help="Write every answer, a line each.")
    ] = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option(
            metavar="BEFORE AFTER",
            help="Ask nothing: tell how two files of details differ on the questions.",
        ),
    ] = None,
    database: Database = None,
) -> None:
    """Measure the answers against gold questions or conversations, by one policy for every file."""
    from bot.cli.evaluation_measures import judge

    conversations = read_gold(questions)
    gold = [turn for turns in conversations for turn in turns]
    if compare is not None:
        _tell_difference(gold, read_details(compare[0]), read_details(compare[1]), as_json=as_json)
        return
    from bot.app import desk_of
    from bot.settings import read_settings

    with desk_of(read_settings(), database) as desk:
        told = list(_asked(desk, conversations))
    if details is not None:
        _write(details, told)
    judged = [judge(one, answer) for one, answer in zip(gold, told, strict=True)]
    _print(_measured(judged), as_json=as_json)


def _asked(desk: "Desk", conversations: list[tuple["Gold", ...]]) -> Iterator["Told"]:
    """Ask everything, each conversation in a chat of its own; a bar where somebody is looking."""
    from rich.console import Console
    from rich.progress import track

    from bot.cli.chat import Conversation
    from bot.cli.evaluation_measures import Told, ToldDifference

    console = Console(stderr=True)
    shown = console.is_terminal
    for turns in track(conversations, "asking", console=console, disable=not shown, transient=True):
        chat = Conversation(desk)
        for one in turns:
            began = time.perf_counter()
            reply = chat.ask(cleaned(one.question))
            passed = (time.perf_counter() - began) * 1000
            yield Told(
                id=one.id,
                outcome=reply.outcome.name,
                ranked=tuple(candidate for candidate, _ in reply.ranked[:50]),
                statements=tuple(shown.record.statement.id for shown in reply.shown),
                caveats=frozenset(caveat.value for caveat in reply.caveats),
                text=reply.message.plain(),
                ms=round(passed, 3),
                conflicts=tuple(
                    ToldDifference(each.what.value, each.asked, each.stored)
                    for each in reply.conflicts
                ),
            )


def _write(path: Path, told: Iterable["Told"]) -> None:
    with path.open("w", encoding="utf-8") as out:
        for one in told:
            line = {
                "id": one.id,
                "outcome": one.outcome,
                "ranked": one.ranked,
                "statements": one.statements,
                "caveats": sorted(one.caveats),
                "conflicts": [asdict(each) for each in one.conflicts],
                "text": one.text,
                "ms": one.ms,
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def _measured(judged: list["Judged"]) -> dict[str, float | Measured]:
    from bot.cli.evaluation_measures import by, measures

    document: dict[str, float | Measured] = dict(measures(judged))
    for attribute in ("style", "lang"):
        parts = by(judged, attribute)
        if parts:
            document[f"by_{attribute}"] = dict(parts)
    return document


PARTS = {
    "n": "n",
    "hit1": "hit1",
    "right": "answered_right",
    "offered": "offered",
    "wrong": "answered_wrong",
    "refused": "refused_wrong",
    "abstained": "abstain_recall",
    "say": "must_say",
    "caveat": "must_caveat",
    "differs": "must_conflict",
}
"""Columns of the table by style and language, short enough for a terminal."""


def _print(document: dict[str, float | Measured], *, as_json: bool) -> None:
    if as_json:
        print_json(document)
        return
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    whole = Table("measure", "all", header_style="bold")
    parts = Table(header_style="bold", box=SIMPLE, padding=0, collapse_padding=True)
    parts.add_column(no_wrap=True)
    for heading in PARTS:
        parts.add_column(heading, justify="right", no_wrap=True)
    for name, value in document.items():
        if isinstance(value, dict):
            for part, figures in value.items():
                parts.add_row(part, *(f"{figures[one]:.3g}" for one in PARTS.values()))
        else:
            whole.add_row(name, f"{value:g}")
    Console().print(whole, *([parts] if parts.rows else []))


def _tell_difference(
    gold: list["Gold"], before: dict[str, "Told"], after: dict[str, "Told"], *, as_json: bool
) -> None:
    from bot.cli.evaluation_measures import judge, measures

    pairs = [
        (judge(one, before[one.id]), judge(one, after[one.id]))
        for one in gold
        if one.id in before and one.id in after
    ]
    changed = [
        {
            "id": old.gold.id,
            "question": old.gold.question,
            "before": old.verdict,
            "after": new.verdict,
            "place_before": old.first_hit,
            "place_after": new.first_hit,
        }
        for old, new in pairs
        if (old.verdict, old.first_hit) != (new.verdict, new.first_hit)
    ]
    first, second = measures([old for old, _ in pairs]), measures([new for _, new in pairs])
    if as_json:
        print_json({"before": first, "after": second, "changed": changed})
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    figures = Table("measure", "before", "after", header_style="bold")
    for name, value in first.items():
        figures.add_row(name, f"{value:g}", f"{second[name]:g}")
    rows = Table("question", "before", "after", header_style="bold")
    for one in changed:
        rows.add_row(
            Text(f"{one['id']} {one['question']}"),
            f"{one['before']} ({one['place_before'] or '–'})",
            f"{one['after']} ({one['place_after'] or '–'})",
        )
    Console().print(figures, rows)
