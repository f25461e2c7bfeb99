"""Where the words in quotation marks stand, outermost marks only, in one pass."""

import re
from bisect import bisect_left
from dataclasses import dataclass

_PAIRS = {"“": "”", "”": "”", "«": "»", "„": "“”", "''": "''", '"': '"', "‘": "’", "'": "'"}
_CLOSING = {mark: re.compile(f"[{closers}]") for mark, closers in _PAIRS.items()}
_TWO_SINGLE = re.compile(r"''(?!')")
_OPENING = re.compile(r"''|[“”«„\"‘']")
_WORD = re.compile(r"\w")
_BEFORE_OPENING = ' \t\n\xa0([—–-/:,“"«‘\u2009'
_STOPS = ".,?!…;:"
_LONGEST_SINGLE = 1500  # characters; an apostrophe is soon taken for an opening mark


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks, marks included; `closed` is false where no closing mark follows."""

    start: int
    end: int
    closed: bool
    mark: str


def find_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """The outermost quotations of a paragraph, from left to right, never overlapping.

    Args:
        text: the article.
        start: where the paragraph begins.
        end: where it ends.
    """
    closings: dict[str, list[int]] = {}
    found: list[Quotation] = []
    position = start
    while match := _OPENING.search(text, position, end):
        mark = match.group()
        position = match.end()
        if not _opens(text, match.start(), match.end(), start, end):
            continue
        if mark not in closings:
            closings[mark] = _closings(text, start, end, mark)
        ends = closings[mark]
        index = bisect_left(ends, position + len(mark))
        single = mark in "‘'" and mark != "''"
        if index < len(ends) and not (single and ends[index] - position > _LONGEST_SINGLE):
            found.append(Quotation(match.start(), ends[index], True, mark))
            position = ends[index]
        elif not single:
            found.append(Quotation(match.start(), end, False, mark))
            break
    return found


def inner_text(text: str) -> str:
    """A quotation without its marks and without the comma that the sentence around it needs."""
    return text.strip("“”«»„\"‘'’").strip().rstrip(",").strip()


def _opens(text: str, at: int, after: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    following = text[after] if after < end else " "
    if text[at] in "“«„":
        return True
    return (before in _BEFORE_OPENING or before.isspace()) and not following.isspace()


def _closings(text: str, start: int, end: int, mark: str) -> list[int]:
    """The offsets behind every mark that may close a quotation opened by `mark`."""
    if mark == "''":
        return [m.end() for m in _TWO_SINGLE.finditer(text, start, end)]
    ends = [m.end() for m in _CLOSING[mark].finditer(text, start, end)]
    if mark == '"':
        return [at for at in ends if text[at - 2 : at - 1].strip() or at == end]
    if mark in "‘'":
        ends = [at for at in ends if not _is_apostrophe(text, at, end)]
    return ends


def _is_apostrophe(text: str, after: int, end: int) -> bool:
    """Whether the mark before `after` stands within a word or ends a plural's genitive."""
    if after < end and _WORD.match(text, after):
        return True
    before = text[after - 2 : after - 1]
    if before in _STOPS:
        return False
    return before.isspace() or (before == "s" and after < end and text[after] == " ")
