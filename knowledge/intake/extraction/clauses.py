"""Clauses without "that": whether a subject with its own verb begins at a word."""

from knowledge.intake.extraction.line import Line

TO_VERB = 15  # tokens from the start of a clause to its verb


def is_bare_clause(line: Line, at: int) -> bool:
    """Whether a clause with its own subject and verb begins here."""
    if line.within(at, "clause_openers") and line.at(at + 1).word:
        return any(line.verb(later) for later in range(at + 1, min(len(line), at + TO_VERB)))
    shown = line.low(at) in {"this", "that", "these", "those"} and line.auxiliary(at + 1)
    if shown or line.within(at, "subjects"):
        return line.low(at) != "it" or line.verb(at + 1) or line.adverb(at + 1)
    if line.within(at, "objects") and not line.within(at, "possessives"):
        return False
    return (line.noun_phrase_starts(at) or line.adverb(at)) and _verb_follows(line, at)


def _verb_follows(line: Line, at: int) -> bool:
    for later in range(at + 1, min(len(line), at + TO_VERB)):
        if line.verb(later) and line.low(later - 1) != "to":
            return True
        if line.stop(later) or line.low(later) in {";", ":"} or line.quote(later):
            return False
        if line.comma(later) and not _closes_later(line, later):
            return False
    return False


def _closes_later(line: Line, comma: int) -> bool:
    return any(line.comma(at) for at in range(comma + 2, min(len(line), comma + TO_VERB)))
