"""Every compiled pattern of the program, and how long each takes on text made to slow it down.

`python -m tests.bench.patterns` prints a table: the worst time of each pattern at both lengths.
"""

import ast
import importlib
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import bot
import handlers
import knowledge
from knowledge.languages.registry import CODES

TINY, SHORT, MIDDLE, LONG = 256, 1_024, 4_096, 65_536
"""Characters of the texts: the first ones find the worst kinds of text, the last two judge."""

KEPT = 64
"""Texts that are tried again at the next length: what grows with the square is slow at once."""

MOST_GROWTH = 48.0
"""Times that a 16 times longer text may take longer; 256 would be quadratic."""

FLOOR = 0.1
"""Seconds of the processor for the longest text below which a time says nothing about growth."""

PATIENCE = 0.5
"""Seconds of the processor after which a pattern is given up: it is not linear, whatever it is."""

ROOT = Path(__file__).parents[2]

MADE_WITHIN = {
    ("knowledge/answering/compose/claim_lines.py", "_inflected"),
    ("knowledge/answering/compose/claim_lines.py", "_standing"),
    ("knowledge/answering/compose/claim_lines.py", "written"),
    ("knowledge/answering/premises.py", "typed"),
    ("knowledge/curation/field_values.py", "_renumbered"),
    ("knowledge/extraction/article_statements.py", "_country"),
    ("knowledge/extraction/claim_wording.py", "_rejecting_words"),
    ("knowledge/extraction/claim_wording.py", "_second_that"),
    ("knowledge/extraction/decontextualisation.py", "_common_bodies"),
    ("knowledge/extraction/decontextualisation.py", "_daytime"),
    ("knowledge/extraction/decontextualisation.py", "_event_words"),
    ("knowledge/extraction/decontextualisation.py", "_place"),
    ("knowledge/extraction/language_models.py", "_pattern"),
    ("knowledge/extraction/passage_values.py", "_calendar"),
    ("knowledge/extraction/passage_values.py", "_pattern"),
    ("knowledge/extraction/passage_values.py", "_relative"),
    ("knowledge/extraction/passage_values.py", "_year_alone"),
    ("knowledge/extraction/saying_circumstances.py", "_patterns"),
    ("knowledge/languages/registry.py", "_pattern"),
    ("knowledge/questions/claimant.py", "_institutions"),
    ("knowledge/questions/claimant.py", "_phrase"),
    ("knowledge/questions/conversation.py", "_classes"),
    ("knowledge/questions/conversation.py", "_doubting"),
    ("knowledge/questions/conversation.py", "_idioms"),
    ("knowledge/questions/conversation.py", "_matters"),
    ("knowledge/questions/conversation.py", "_members"),
    ("knowledge/questions/conversation.py", "_opening"),
    ("knowledge/questions/conversation.py", "_patterns"),
    ("knowledge/questions/conversation.py", "_picks"),
    ("knowledge/questions/parser.py", "_by_time"),
    ("knowledge/questions/parser.py", "_pattern"),
    ("knowledge/questions/parser.py", "uncredited"),
    ("knowledge/questions/predicates.py", "_joined"),
    ("knowledge/questions/question_type.py", "_listing"),
    ("knowledge/questions/question_type.py", "_within"),
    ("knowledge/questions/question_type.py", "_worded_each"),
    ("knowledge/questions/segmentation.py", "_second"),
    ("knowledge/questions/spelling_correction.py", "_spellings"),
    ("knowledge/questions/value_expressions.py", "_spelled_days"),
    ("knowledge/questions/value_expressions.py", "_whole"),
    ("knowledge/search/text_analysis.py", "_everyday"),
}
"""Functions that compile a pattern: for a module's own names, remembered, or from escaped digits."""

NAMES = {"_phrase": ("open", "according", "cleft"), "_opening": ("opens", "doubts", "leads")}
"""With what remembered functions are called that make a pattern of a name."""

_REPRESENTATIVES = (
    "aZxыЖїґёß1७_ \n\t\xa0\u3000-–—'’\"“«»„.,:;!?…()[]{}<>/\\|@#&*+=%$^~`№\u200b\u0301界ﷺ"
)
_COMMON = (
    "a", "A", "ы", "Ы", "ї", "1", " ", "\n", "\t", "-", "—", "'", '"', "“", "«", "<", ">", "(", "[",
    ".", ",", ":", "/", "@", "_", "*", "#", "\\", "|", "=", "&", "a ", "A ", "ы ", "1 ", "1,", "1.", "a.",
    "a-", "a'", "Aa ", "A. ", "@a ", "<a", "<a ", "</a>", "<!-- -->", "<!--", "-->", "](", "[a](", "![",
    "**a", "a\n", " \n", "\n\n", "a \n", "- ", "1 000 ", "http://", "\u0301", "\u200b", "ﷺ",
)  # fmt: skip
_ENDS = ("", "!", "\x00", "x", "я")


@dataclass(frozen=True, slots=True)
class Timed:
    """The worst that was found for one pattern.

    Args:
        where: the module and the name it was found under.
        middle: seconds at `MIDDLE` characters.
        long: seconds at `LONG` characters.
        text: the beginning of the text that took longest.
    """

    where: str
    pattern: "re.Pattern[Any]"
    middle: float
    long: float
    text: str

    @property
    def linear(self) -> bool:
        """Whether the time grows with the length of the text, and not with its square."""
        return self.long < PATIENCE and self.long < max(FLOOR, self.middle * MOST_GROWTH)


def modules() -> Iterator[ModuleType]:
    """Every module of the program, those among them that are imported late."""
    for package in (bot, handlers, knowledge):
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in found.name:
                yield importlib.import_module(found.name)


def patterns() -> dict["re.Pattern[Any]", str]:
    """Every compiled pattern that a module holds, however deep, with the place that it was found in."""
    found: dict[re.Pattern[Any], str] = {}
    seen: set[int] = set()
    for module in modules():
        for name, value in list(vars(module).items()):
            if not name.startswith("__"):
                _collect(value, f"{module.__name__}.{name}", found, seen)
    return found


def _collect(value: object, where: str, found: dict[Any, str], seen: set[int]) -> None:
    if id(value) in seen or isinstance(value, str | bytes | int | float | ModuleType):
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        found.setdefault(value, where)
        return
    for part in _parts(value):
        _collect(part, where, found, seen)


def _parts(value: Any) -> Iterator[object]:
    """What a value holds: members, attributes, defaults, closures, what a remembered call gives."""
    ours = str(getattr(value, "__module__", "")).partition(".")[0] in {
        "bot",
        "handlers",
        "knowledge",
    }
    if isinstance(value, dict):
        yield from value
        yield from value.values()
    elif isinstance(value, list | tuple | set | frozenset):
        yield from value
    elif is_dataclass(value) and not isinstance(value, type):
        yield from (getattr(value, field.name, None) for field in fields(value))
    elif isinstance(value, type) and ours:
        yield from vars(value).values()
    elif isinstance(value, FunctionType) and ours:
        yield value.__defaults__
        yield value.__kwdefaults__
        yield from (cell.cell_contents for cell in value.__closure__ or () if _filled(cell))
    elif hasattr(value, "cache_info") and ours:
        yield value.__wrapped__
        if "Pattern" in str(value.__wrapped__.__annotations__.get("return")):
            names = NAMES.get(value.__wrapped__.__name__, ())
            if value.__wrapped__.__code__.co_varnames[:1] == ("language",):
                yield from (value(code) for code in CODES)
            elif not value.__wrapped__.__code__.co_argcount:
                yield value()
            else:
                yield from (value(name) for name in names)


def _filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False


def hidden() -> Iterator[str]:
    """Places that use `re` so that no pattern is left to be found: each is a fault."""
    for path in sorted(
        one for name in ("bot", "handlers", "knowledge") for one in (ROOT / name).rglob("*.py")
    ):
        name = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text())
        inside = {
            id(node): function.name
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(function)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "re":
                yield f"{name}:{node.lineno} imports from re"
            if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
                continue
            if (
                node.value.id != "re"
                or node.attr in {"Pattern", "Match", "escape"}
                or node.attr.isupper()
            ):
                continue
            if node.attr != "compile":
                yield f"{name}:{node.lineno} calls re.{node.attr}"
            elif id(node) in inside and (name, inside[id(node)]) not in MADE_WITHIN:
                yield f"{name}:{node.lineno} compiles within {inside[id(node)]}"


def texts(pattern: "re.Pattern[Any]") -> list[tuple[str, str, str]]:
    """(beginning, what is repeated, end) of texts that a pattern may be slow on.

    Each repetition of the pattern is pumped behind what it needs before it; all its words and
    some representatives of all characters are repeated as well.
    """
    source = pattern.pattern
    source = source.decode("latin-1") if isinstance(source, bytes) else source
    tree = re._parser.parse(source, pattern.flags & ~re.UNICODE & ~re.LOCALE)  # type: ignore[attr-defined]
    pumped: list[tuple[str, str]] = [("", unit) for unit in _COMMON]
    whole = _walk(list(tree), "", pumped)
    pumped += [("", whole), ("", whole + " ")] if whole else []
    pumped += [("", before + unit) for before, unit in pumped if before]
    unique = dict.fromkeys((before, unit) for before, unit in pumped if unit)
    return [
        (before, unit, end) for before, unit in unique for end in (_ENDS if before else _ENDS[:3])
    ]


def _walk(nodes: Sequence[Any], before: str, pumped: list[tuple[str, str]]) -> str:
    """Note the repetitions in a sequence of nodes; gives a text that the sequence may match."""
    made = ""
    for op, argument in nodes:
        made += _node(str(op), argument, before + made, pumped)
    return made


def _node(op: str, argument: Any, before: str, pumped: list[tuple[str, str]]) -> str:
    if op in _ONE:
        return _ONE[op](argument)
    if op == "BRANCH":
        made = [_walk(list(branch), before, pumped) for branch in argument[1]]
        pumped += [("", one) for one in made[:6]]
        return made[0]
    if op in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        return _repeated(argument, before, pumped)
    if op in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return _walk(list(argument[3] if op == "SUBPATTERN" else argument), before, pumped)
    if op == "ASSERT":  # what stands behind must be there; what is ahead comes by itself
        made_before = _walk(list(argument[1]), before, pumped)
        return made_before if argument[0] < 0 and not before else ""
    return ""


_ONE: dict[str, Callable[[Any], str]] = {
    "LITERAL": chr,
    "NOT_LITERAL": lambda code: "b" if code != ord("b") else "c",
    "ANY": lambda _: "a",
    "IN": lambda members: _of_class(members)[0],
    "GROUPREF": lambda _: "aa",
}
"""Nodes of one character, by their names."""


def _repeated(argument: Any, before: str, pumped: list[tuple[str, str]]) -> str:
    least, most, body = argument
    once = _walk(list(body), before, pumped)
    if int(most) > 3:
        units = {once}
        if len(body) == 1 and str(body[0][0]) == "IN":
            units |= set(_of_class(body[0][1]))
        elif len(body) == 1 and str(body[0][0]) in {"ANY", "NOT_LITERAL"}:
            units |= {"a", " ", "1", "-"}
        pumped += [(before, unit) for unit in sorted(units)]
    return once * min(max(int(least), 1), 8)


_CATEGORY = {
    "CATEGORY_DIGIT": r"\d", "CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S", "CATEGORY_WORD": r"\w", "CATEGORY_NOT_WORD": r"\W",
}  # fmt: skip


def _of_class(members: Sequence[Any]) -> list[str]:
    """Some characters of a class, at least one."""
    negated = bool(members) and str(members[0][0]) == "NEGATE"
    edges = [
        chr(code)
        for op, value in members
        if str(op) in {"LITERAL", "RANGE"}
        for code in ((value,) if str(op) == "LITERAL" else value)
    ]
    kept = [
        each
        for each in dict.fromkeys((*_REPRESENTATIVES, *edges[:6]))
        if _holds(members, each) != negated
    ]
    return kept[:12] or edges[:1] or ["a"]


def _holds(members: Sequence[Any], character: str) -> bool:
    for op, value in members:
        match str(op):
            case "LITERAL" if ord(character) == value:
                return True
            case "RANGE" if value[0] <= ord(character) <= value[1]:
                return True
            case "CATEGORY" if re.match(_CATEGORY[str(value)], character):
                return True
    return False


class _TooLongError(Exception):
    """A pattern was given up."""


def _seconds(pattern: "re.Pattern[Any]", text: Any) -> float:
    """The longest of the ways to use a pattern, on one text."""
    nothing = b"" if isinstance(text, bytes) else ""
    ways: tuple[Callable[[], object], ...] = (
        lambda: pattern.match(text),
        lambda: pattern.search(text),
        lambda: pattern.fullmatch(text),
        lambda: pattern.sub(nothing, text),
    )
    worst = 0.0
    for way in ways if len(text) > SHORT + 99 else ways[2:]:  # the others do no more than these
        began = time.thread_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
        try:
            way()
        except _TooLongError:
            return PATIENCE
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        worst = max(worst, time.thread_time() - began)
    return worst


def _gave_up(*_: object) -> None:
    raise _TooLongError


def _text(pattern: "re.Pattern[Any]", case: tuple[str, str, str], length: int) -> Any:
    before, unit, end = case
    text = before + unit * (length // len(unit)) + end
    return text.encode() if isinstance(pattern.pattern, bytes) else text


def timed(pattern: "re.Pattern[Any]", where: str) -> Timed:
    """Find the text that one pattern is slowest on, and time it on a long one of the kind."""
    kept = signal.signal(signal.SIGVTALRM, _gave_up)
    try:
        tiniest = []
        for case in texts(pattern):
            tiny = _seconds(pattern, _text(pattern, case, TINY))
            if tiny >= PATIENCE:
                return Timed(where, pattern, tiny, tiny, _shown(case))
            tiniest.append((tiny, case))
        first = []
        for tiny, case in sorted(tiniest, key=lambda one: -one[0])[:KEPT]:
            short = _seconds(pattern, _text(pattern, case, SHORT))
            if short >= PATIENCE:
                return Timed(where, pattern, short, short, _shown(case))
            first.append((short, short / max(tiny, 5e-6), case))
        slowest = sorted(first, key=lambda one: -one[0])[:4]
        growing = sorted(first, key=lambda one: -one[1])[:4]
        second = []
        for _, _, case in {one[2]: one for one in (*slowest, *growing)}.values():
            short, middle = (_seconds(pattern, _text(pattern, case, n)) for n in (SHORT, MIDDLE))
            if middle >= PATIENCE:
                return Timed(where, pattern, middle, middle, _shown(case))
            second.append((middle, middle / max(short, 2e-5), case))
        slowest = sorted(second, key=lambda one: -one[0])[:1]
        growing = sorted(second, key=lambda one: -one[1])[:1]
        worst = Timed(where, pattern, 0.0, 0.0, "")
        for _, _, case in {one[2]: one for one in (*slowest, *growing)}.values():
            once = [_seconds(pattern, _text(pattern, case, length)) for length in (MIDDLE, LONG)]
            one = Timed(where, pattern, once[0], once[1], _shown(case))
            if FLOOR < one.long < PATIENCE and not one.linear:  # a busy machine is no fault of it
                again = min(_seconds(pattern, _text(pattern, case, LONG)) for _ in range(2))
                one = Timed(where, pattern, once[0], min(once[1], again), _shown(case))
            if not one.linear:
                return one
            worst = max(worst, one, key=lambda each: each.long)
        return worst
    finally:
        signal.signal(signal.SIGVTALRM, kept)


def _shown(case: tuple[str, str, str]) -> str:
    before, unit, end = case
    return f"{before[-20:]!r} + {unit[:24]!r}* + {end!r}"


def main() -> int:
    """Print the table, the worst first; 1 where a pattern is not linear."""
    rows = sorted((timed(*one) for one in patterns().items()), key=lambda one: -one.long)
    print(f"{len(rows)} patterns; milliseconds at {MIDDLE:,} and {LONG:,} characters")
    for row in rows:
        mark = "" if row.linear else "  NOT LINEAR"
        print(f"{row.middle * 1e3:9.2f} {row.long * 1e3:9.2f}  {row.where}  {row.text}{mark}")
    return int(not all(row.linear for row in rows))


if __name__ == "__main__":
    sys.exit(main())
