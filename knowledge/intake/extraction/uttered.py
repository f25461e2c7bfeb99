"""Quotations whose verb no list foresees: whatever stands right behind their marks."""

from knowledge.intake.extraction.found import Found
from knowledge.intake.extraction.inverted import subject_after
from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.subjects import subject_before

_TO_VERB = 14  # tokens of a speaker between the quotation and the verb
_OPEN_ENDS = (",", "?", "!")


def uttered(line: Line, found: list[Found]) -> list[Found]:
    """Attributions of quotations that no rule has taken and that a speaker and a verb follow.

    Args:
        line: the sentence.
        found: what the other rules have found in it.
    """
    taken = {at for one in found for first, last in one.contents for at in range(first, last + 1)}
    free = [at for at in range(len(line)) if line.quote(at) and at not in taken]
    return [
        one
        for at in free
        if line.low(at).endswith(_OPEN_ENDS) and (one := _speaker_behind(line, at))
    ]


def _speaker_behind(line: Line, quote: int) -> Found | None:
    if line.verb(quote + 1) and not line.auxiliary(quote + 1):
        source = subject_after(line, quote + 2)
        return Found(source, (quote + 1, quote + 1), ((quote, quote),), "quote") if source else None
    for at in range(quote + 2, min(len(line), quote + _TO_VERB)):
        if line.verb(at) and not line.auxiliary(at):
            source = subject_before(line, at)
            last = at + (line.low(at + 1) in {"back", "out", "in"})
            if source is None or source[0] != quote + 1:
                return None
            return Found(source, (at, last), ((quote, quote),), "quote")
    return None
