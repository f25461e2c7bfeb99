"""`accordingto eval`: how good the answers are, against gold questions, by measures of information retrieval.

Ranking measures are taken from the ranked list, whatever the outcome was: MAP@5 (average
precision over the first five, divided by the number of expected statements or five), MRR,
hit1 and hit5. The verdicts divide the answerable questions: answered right, offered (the right
one is among the choices or in the listing), answered wrong, refused; what is left are choices
without the right one. `must_conflict` is the share of the questions with a false premise whose
difference is told, `clean` the share of all in which nothing stands that must not be said.
"""

import json
import re
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from pydantic import BaseModel, ConfigDict, RootModel, ValidationError

from bot.cli.terminal import AsJson, Database, print_json
from knowledge.characters import cleaned
from knowledge.domain import Fault, InvalidFile
from knowledge.languages.scripts import merge_letters

if TYPE_CHECKING:
    from knowledge.desk import Desk

CUT = 5
"""Where the ranking measures stop looking."""


_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Gold:
    """A question with the answer that people expect; empty fields ask for nothing."""

    id: str
    question: str
    lang: str = "en"
    expect: frozenset[str] = frozenset()
    must_say: tuple[tuple[str, ...], ...] = ()
    must_caveat: frozenset[str] = frozenset()
    must_not_say: tuple[str, ...] = ()
    must_conflict: frozenset[str] = frozenset()
    abstain: bool = False
    smalltalk: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class ToldDifference:
    """What a question took for granted and a statement says otherwise, as details hold it."""

    what: str
    asked: str
    stored: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered.

    Args:
        outcome: answer, choices, listing or no_answer.
        ranked: statement ids, best first, before the outcome was decided.
        statements: ids that were shown.
        caveats: codes.
        text: as plain text.
        ms: milliseconds.
        conflicts: where the question differs from what is told.
    """

    id: str
    outcome: str
    ranked: tuple[str, ...]
    statements: tuple[str, ...]
    caveats: frozenset[str]
    text: str
    ms: float
    conflicts: tuple[ToldDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One question, judged; the pairs are (found, wanted), `banned` what had to be left unsaid."""

    gold: Gold
    verdict: str
    average_precision: float
    reciprocal_rank: float
    first_hit: int | None
    said: tuple[int, int]
    careful: tuple[int, int]
    ms: float
    differed: tuple[int, int] = (0, 0)
    banned: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether there is something to be found."""
        return not self.gold.abstain and bool(self.gold.expect)

    @property
    def barren(self) -> bool:
        """Whether there is nothing to be found, though something is asked."""
        return not self.answerable and not self.gold.smalltalk


def judge(gold: Gold, told: Told) -> Judged:
    """Compare one answer with what was expected."""
    hits = [place for place, one in enumerate(told.ranked, start=1) if one in gold.expect]
    within = [place for place in hits if place <= CUT]
    precision = sum((count / place) for count, place in enumerate(within, start=1))
    answered = told.outcome in {"answer", "listing"} and not gold.abstain
    spoken = folded(told.text)
    said = sum(any(folded(word) in spoken for word in group) for group in gold.must_say)
    return Judged(
        gold=gold,
        verdict=verdict(gold, told),
        average_precision=precision / min(len(gold.expect), CUT) if gold.expect else 0.0,
        reciprocal_rank=1 / hits[0] if hits else 0.0,
        first_hit=hits[0] if hits else None,
        said=(said, len(gold.must_say)) if answered else (0, 0),
        careful=(len(gold.must_caveat & told.caveats), len(gold.must_caveat))
        if answered
        else (0, 0),
        ms=told.ms,
        differed=(
            bool(gold.must_conflict & {each.what for each in told.conflicts}),
            bool(gold.must_conflict),
        ),
        banned=tuple(each for each in gold.must_not_say if _says(spoken, folded(each))),
    )


def verdict(gold: Gold, told: Told) -> str:
    """right, offered, wrong, refused or missed; for a question without an answer the outcome."""
    shown = set(told.statements)
    if gold.abstain or not gold.expect:
        refused = "refused" if told.outcome == "no_answer" else "asserted"
        return "talked" if gold.smalltalk else refused
    match told.outcome:
        case "answer":
            return "right" if told.statements[0] in gold.expect else "wrong"
        case "listing" if gold.expect <= shown and len(shown) <= 2 * len(gold.expect):
            return "right"
        case "listing":
            return "offered" if gold.expect & shown else "wrong"
        case "choices":
            return "offered" if gold.expect & shown else "missed"
    return "refused"


def measures(judged: Sequence[Judged]) -> dict[str, float]:
    """The figures over all of them; a share of nothing is 0."""
    asked = [one for one in judged if one.answerable]
    barren = [one for one in judged if one.barren]
    refused = [one for one in judged if one.verdict == "refused"]
    times = sorted(one.ms for one in judged)
    cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99

    def share(name: str) -> float:
        return _share(sum(one.verdict == name for one in asked), len(asked))

    return {
        "n": len(judged),
        "map5": _share(sum(one.average_precision for one in asked), len(asked)),
        "mrr": _share(sum(one.reciprocal_rank for one in asked), len(asked)),
        "hit1": _share(sum(one.first_hit == 1 for one in asked), len(asked)),
        "hit5": _share(sum((one.first_hit or CUT + 1) <= CUT for one in asked), len(asked)),
        "answered_right": share("right"),
        "offered": share("offered"),
        "answered_wrong": share("wrong"),
        "refused_wrong": share("refused"),
        "abstain_recall": _share(sum(one.verdict == "refused" for one in barren), len(barren)),
        "abstain_precision": _share(sum(not one.answerable for one in refused), len(refused)),
        "must_say": _recall(one.said for one in judged),
        "must_caveat": _recall(one.careful for one in judged),
        "must_conflict": _recall(one.differed for one in judged),
        "clean": _share(sum(not one.banned for one in judged), len(judged)),
        "ms_p50": round(cuts[49], 2) if cuts else 0.0,
        "ms_p95": round(cuts[94], 2) if cuts else 0.0,
    }


def by(judged: Sequence[Judged], attribute: str) -> Mapping[str, dict[str, float]]:
    """The figures for each value of `style` or `lang`; empty where no question has one."""
    values = sorted({value for one in judged if (value := getattr(one.gold, attribute))})
    return {
        value: measures([one for one in judged if getattr(one.gold, attribute) == value])
        for value in values
    }


def _says(spoken: str, words: str) -> bool:
    """Whether a text has these words, and not only letters of longer ones."""
    text, wanted = (" ".join(_WORD.findall(each)) for each in (spoken, words))
    return f" {wanted} " in f" {text} "


def folded(text: str) -> str:
    """Letters without case or compatibility forms, as a reader would compare them."""
    return merge_letters(unicodedata.normalize("NFKC", text).casefold())


def _share(part: float, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _recall(pairs: Iterable[tuple[int, int]]) -> float:
    found = wanted = 0
    for part, whole in pairs:
        found += part
        wanted += whole
    return _share(found, wanted)


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
