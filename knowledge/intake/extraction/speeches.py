"""Speakers set before a colon: headlines, transcripts, and lines that announce a quotation."""

from knowledge.intake.extraction.found import Found
from knowledge.intake.extraction.groups import group_at
from knowledge.intake.extraction.inverted import subject_after
from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.subjects import subject_before

_LONGEST_LABEL = 8  # tokens before the colon
_LONGEST_LINE = 40  # tokens searched for the cue of a line that ends in a colon


def labelled(line: Line, *, first: bool, title: bool) -> list[Found]:
    """The attribution of a sentence whose speaker stands before a colon.

    Args:
        line: the sentence.
        first: whether it begins a paragraph.
        title: whether it is the first of the text.
    """
    if ":" not in line.lows:
        return []
    colon = line.lows.index(":")
    if line.stop(colon + 1) or not (line.quote(colon + 1) or (title and first)):
        return []
    start = colon
    while start > 0 and line.at(start - 1).word and colon - start < _LONGEST_LABEL:
        start -= 1
    if not (start == 0 or line.dash(start - 1)) or not _is_label(line, start, colon):
        return []
    last = len(line) - 1
    while last > colon + 1 and line.stop(last):
        last -= 1
    if line.quote(colon + 1):
        last = colon + 1
    if line.low(start) in {"from", "per", "according"}:
        start += 1 + (line.low(start + 1) == "to")
    end = next((at for at in range(start + 1, colon) if title and line.low(at) == "on"), colon)
    return [Found((start, end - 1), (colon, colon), ((colon + 1, last),), "label")]


def signed(line: Line) -> list[Found]:
    """The attribution of a quotation with its speaker behind a dash ("“...” — Ann Lee")."""
    dash = next((at for at in range(len(line)) if not line.quote(at)), 0)
    if not dash or not line.dash(dash):
        return []
    last = len(line) - 1
    while last > dash and line.stop(last):
        last -= 1
    if not dash < last <= dash + _LONGEST_LABEL:
        return []
    if not line.at(dash + 1).capital or any(line.verb(at) for at in range(dash + 1, last + 1)):
        return []
    return [Found((dash + 1, last), (dash, dash), ((0, dash - 1),), "label")]


def _is_label(line: Line, start: int, colon: int) -> bool:
    begin = start + 2 if line.low(start) == "according" else start
    return begin < colon and not any(line.verb(at) or line.cue(at) for at in range(begin, colon))


def announced(line: Line) -> Found | None:
    """The speaker and the cue of a line that ends in a colon, for the quotation below it."""
    colon = len(line) - 1
    if line.low(colon) != ":":
        return None
    for at in range(colon - 1, max(-1, colon - _LONGEST_LINE), -1):
        group = group_at(line, at)
        if group is None or group.passive or not group.cue.takes & {"quote", "post"}:
            continue
        source = subject_before(line, group.first)
        if source is None and group.first == 0:
            source = subject_after(line, at + 1)
        if source is not None:
            return Found(source, (group.first, colon if at == colon - 1 else at), (), "quote")
    return None
