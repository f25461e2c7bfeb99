"""What differs between two states of a record, word by word."""

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from knowledge.model import Entry, Line, Span, Statement, Style, as_plain

_WORD = re.compile(r"\s+|[^\s]+")
CONTEXT = 6
"""Words that stand on each side of what differs."""

_PUBLIC = ("claim", "figures", "speaker", "kind", "polarity", "said", "incident", "state")


def substance(statement: Statement) -> tuple[Any, ...]:
    """What readers were told: when this differs, they are told again."""
    plain = as_plain(statement)
    appearances = [
        {key: value for key, value in one.items() if key != "paragraphs"}
        for one in plain["appearances"]
    ]
    return (*(json.dumps(plain.get(name)) for name in _PUBLIC), json.dumps(appearances))


def differing(before: Entry | None, after: Entry) -> Iterator[tuple[str, str, str]]:
    """(What, before, after) of every part that differs; texts by language ("claim.en")."""
    old = dict(_parts("", as_plain(before))) if before is not None else {}
    new = dict(_parts("", as_plain(after)))
    for name in dict.fromkeys((*new, *old)):
        if old.get(name, "") != new.get(name, ""):
            yield name, old.get(name, ""), new.get(name, "")


def word_by_word(before: str, after: str) -> Line:
    """One line in which struck words are gone and strong words are new."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    spans: list[Span] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    steps = matcher.get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(steps):
        if tag == "equal":
            first, last = number == 0, number == len(steps) - 1
            spans.append(Span(_context(new[c:d], cut_head=first, cut_tail=last)))
            continue
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if gone.strip():
            spans.append(Span(gone.strip(), Style.STRUCK))
            spans.append(Span(" " if come.strip() else gone[len(gone.rstrip()) :]))
        if come.strip():
            spans.append(Span(come, Style.STRONG))
    return tuple(span for span in spans if span.text)


def _context(words: list[str], *, cut_head: bool, cut_tail: bool) -> str:
    """The words around a difference: the far ends are cut, the middle is kept short."""
    kept = 2 * CONTEXT
    if cut_head and cut_tail:
        return "".join(words)
    if cut_head and len(words) > kept:
        return "… " + "".join(words[-kept:])
    if cut_tail and len(words) > kept:
        return "".join(words[:kept]) + " …"
    if not cut_head and not cut_tail and len(words) > 2 * kept:
        return "".join(words[:kept]) + " … " + "".join(words[-kept:])
    return "".join(words)


def _parts(name: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # plain values of any shape
    """Every text and number within a plain value, by the path to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if not (name == "" and key == "id"):
                yield from _parts(f"{name}.{key}" if name else key, inner)
    elif isinstance(value, list):
        if all(isinstance(one, str | int | float) for one in value):
            yield name, ", ".join(map(str, value))
            return
        for number, inner in enumerate(value, start=1):
            yield from _parts(name if len(value) == 1 else f"{name} {number}", inner)
    elif value is not None:
        yield name, str(value)
