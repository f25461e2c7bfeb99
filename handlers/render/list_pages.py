"""Long lists, a few lines at a time, with buttons that turn the page."""

from bisect import bisect_right
from dataclasses import replace

from knowledge.domain import Action, Line, Message, Part, Section

TURN = "page"
"""Name of the buttons that turn the page; their subject is the number of its first line."""
LINES = 5
"""Lines of one page."""
CHARACTERS = 700
"""The same of its characters, but for a line that is longer by itself."""


def page_of(message: Message, line: int = 1) -> Message:
    """The page of a message that holds a line of its list; all of it where one page does.

    Args:
        message: whole, with every line of its list.
        line: its number, from 1; beyond the last, the last page.
    """
    lines = [each for part in message.sections if part.part is Part.LIST for each in part.lines]
    begins = _beginnings(lines)
    if len(begins) < 2:  # noqa: PLR2004 - there is nothing to turn
        return message
    at = max(bisect_right(begins, line) - 1, 0)
    ends = [*begins[1:], len(lines) + 1]
    first, end = begins[at], ends[at]
    sections = tuple(
        Section(Part.LIST, each.lines[first - 1 : end - 1]) if each.part is Part.LIST else each
        for each in message.sections
    )
    kept = [
        row
        for row in message.actions
        if all(each.number is None or first <= each.number < end for each in row)
    ]
    numbered = [row for row in kept if any(each.number is not None for each in row)]
    rest = [row for row in kept if row not in numbered]
    turns = [(begins[n], ends[n] - 1, n - at) for n in (at - 1, at + 1) if 0 <= n < len(begins)]
    row = tuple(Action(TURN, str(begin), _label(begin, last, way)) for begin, last, way in turns)
    return replace(message, sections=sections, actions=(*numbered, row, *rest))


def _label(begin: int, last: int, way: int) -> str:
    """The same in every language: which lines there are, and on which side."""
    lines = f"{begin}–{last}" if last > begin else str(begin)
    return f"‹ {lines}" if way < 0 else f"{lines} ›"


def _beginnings(lines: list[Line]) -> list[int]:
    """The number of the first line of each page."""
    begins: list[int] = []
    room = 0
    for number, line in enumerate(lines, 1):
        length = 1 + sum(len(span.text) for span in line)
        if not begins or number - begins[-1] == LINES or length > room:
            begins.append(number)
            room = CHARACTERS
        room -= length
    return begins
