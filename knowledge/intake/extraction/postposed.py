"""Contents that stand before who said them: "..., she said" and "..., said Smith"."""

from knowledge.intake.extraction.complements import Complement
from knowledge.intake.extraction.contents import content_before, quote_end
from knowledge.intake.extraction.found import Found, Phrase
from knowledge.intake.extraction.groups import Group
from knowledge.intake.extraction.inverted import subject_after
from knowledge.intake.extraction.line import Line

_TO_SECOND_HALF = 30  # tokens between the speaker and the rest of a quotation


def postposed(
    line: Line, group: Group, source: Phrase | None, after: Complement | None, floor: int
) -> Found | None:
    """The attribution whose content ends right before its source and cue.

    Args:
        line: the sentence.
        group: the cue.
        source: the subject before the cue, where there is one.
        after: what follows the cue.
        floor: the first token that no content before has used.
    """
    before = (source[0] if source else group.first) - 1
    if before < 0 or not (line.quote(before) or line.comma(before) or line.dash(before)):
        return None
    inverted = source is None
    if _goes_on_instead(line, before, after, inverted=inverted):
        return None
    source = source or subject_after(line, group.last + 1)
    left = content_before(line, before, floor)
    if source is None or left is None:
        return None
    end = max(source[1], group.last) + 1
    quoted = line.quote(left[1])
    if not quoted and not inverted and not _closes(line, end):
        return None
    parts = (left, *_second_half(line, end))
    return Found(source, (group.first, group.last), parts, "quote" if quoted else "post")


def _goes_on_instead(line: Line, before: int, after: Complement | None, *, inverted: bool) -> bool:
    """Whether the content is what follows the cue, not what stands before."""
    if after is None:
        return False
    if inverted:
        return after.family == "that"
    return after.family not in {"quote", "object"} and not line.quote(before)


def _closes(line: Line, at: int) -> bool:
    return line.stop(at) or line.comma(at) or line.within(at, "prepositions", "weekdays", "adverbs")


def _second_half(line: Line, at: int) -> tuple[Phrase, ...]:
    """The quotation that goes on behind the attribution: "...," she said, "..."."""
    for later in range(at, min(len(line), at + _TO_SECOND_HALF)):
        if line.quote(later):
            if line.comma(later - 1) or line.low(later - 1) == ":" or line.dash(later - 1):
                return ((later, quote_end(line, later)),)
            return ()
        if line.verb(later) and later > at:
            return ()
    return ()
