"""Quotations whose verb no list foresees: whatever stands right behind their marks."""

from knowledge.intake.extraction.found import Found
from knowledge.intake.extraction.inverted import subject_after
from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.subjects import subject_before
from knowledge.intake.extraction.tokens import Kind

_TO_VERB = 14  # tokens of a speaker between the quotation and the verb
_PARTICLES = frozenset({"back", "out", "in"})
_OPEN_ENDS = (",", "?", "!")


def uttered(line: Line, found: list[Found]) -> list[Found]:
    """Attributions of quotations that no rule has taken and that a speaker and a verb follow.

    Args:
        line: the sentence.
        found: what the other rules have found in it.
    """
    quotes = [at for at, token in enumerate(line.tokens) if token.kind is Kind.QUOTE]
    if not quotes:
        return []
    taken = {at for one in found for first, last in one.contents for at in range(first, last + 1)}
    free = [at for at in quotes if at not in taken]
    return [
        one
        for at in free
        if (one := _speaker_behind(line, at) if line.low(at).endswith(_OPEN_ENDS) else None)
        or (one := _speaker_before(line, at))
    ]


def _speaker_before(line: Line, quote: int) -> Found | None:
    """As in "she boomed, “...”" and "he turned to the crowd: “...”"."""
    mark = quote - 1
    colon = line.low(mark) == ":"
    if not (colon or line.comma(mark)) or not line.at(quote).capital:
        return None
    for at in range(mark - 1, max(-1, mark - _TO_VERB), -1):
        if line.verb(at) and not line.auxiliary(at):
            source = subject_before(line, at)
            if source is None or line.low(source[0]) == "it" or not (colon or at >= mark - 2):
                return None
            last = at + (line.low(at + 1) in _PARTICLES)
            return Found(source, (at, last), ((quote, quote),), "quote")
        if line.stop(at) or line.quote(at):
            return None
    return None


def _speaker_behind(line: Line, quote: int) -> Found | None:
    if line.verb(quote + 1) and not line.auxiliary(quote + 1):
        source = subject_after(line, quote + 2)
        return Found(source, (quote + 1, quote + 1), ((quote, quote),), "quote") if source else None
    for at in range(quote + 2, min(len(line), quote + _TO_VERB)):
        if line.verb(at) and not line.auxiliary(at):
            source = subject_before(line, at)
            last = at + (line.low(at + 1) in _PARTICLES)
            if source is None or source[0] != quote + 1:
                return None
            return Found(source, (at, last), ((quote, quote),), "quote")
    return None
