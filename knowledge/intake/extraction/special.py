"""Attributions without an active verb: "according to", passives, and "Asked whether ..."."""

from knowledge.intake.extraction.complements import complement
from knowledge.intake.extraction.contents import content_end
from knowledge.intake.extraction.found import Found
from knowledge.intake.extraction.groups import Group
from knowledge.intake.extraction.inverted import subject_after
from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.subjects import subject_before


def according_to(line: Line, index: int) -> Found | None:
    """As in "According to X, ..." and "..., according to X"."""
    before = index - 1
    opens = index == 0 or (line.within(before, "conjunctions") and index == 1)
    source = subject_after(line, index + 2, apposition=not opens)
    if source is None:
        return None
    cue = (index, index + 1)
    if opens:
        first = source[1] + 2 if line.comma(source[1] + 1) else source[1] + 1
        if first >= len(line) or line.stop(first):
            return None
        return Found(source, cue, ((first, content_end(line, first, "that")),), "according")
    last = before - 1 if line.comma(before) and not line.quote(before) else before
    if last < 0:
        return None
    return Found(source, cue, ((0, last),), "according")


def passive(line: Line, group: Group) -> Found | None:
    """As in "was described by officials as ..."."""
    by = group.last + 1
    if line.low(by) != "by" or not group.cue.takes & {"object", "that"}:
        return None
    source = subject_after(line, by + 1, apposition=False)
    subject = subject_before(line, group.first)
    if source is None or subject is None:
        return None
    following = source[1] + 1
    if line.low(following) == "as":
        return Found(
            source,
            (group.first, group.last),
            ((following, content_end(line, following, "that")),),
            "passive",
        )
    return Found(source, (group.first, group.last), (subject,), "passive")


def asked(line: Line, group: Group) -> Found | None:
    """As in "Asked whether ..., the mayor said": the question is nobody's by name."""
    after = complement(line, group)
    if after is None or after.family != "what":
        return None
    end = next((at for at in range(after.first, len(line)) if line.comma(at)), None)
    return (
        Found(None, (group.first, group.last), ((after.first, end - 1),), "asked") if end else None
    )
