"""Who is credited behind a cue: "said Smith, an aide", "according to the ministry"."""

from knowledge.intake.extraction.found import Phrase
from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.nouns import LONGEST, SHORT_QUOTE
from knowledge.intake.extraction.tokens import Kind

_RELATIVES = frozenset({"who", "whose", "which"})


def subject_after(line: Line, index: int, *, apposition: bool = True) -> Phrase | None:
    """The noun phrase that begins at `index`, behind an inverted cue.

    Args:
        line: the sentence.
        index: where the phrase begins.
        apposition: whether what a comma adds may belong to it.
    """
    if not line.noun_phrase_starts(index) or line.within(index, "not_alone"):
        return None
    if line.within(index, "subjects"):
        return (index, index)
    named = line.at(index).capital
    at = index + 1
    while at < len(line) and at - index < 2 * LONGEST and _goes_on(line, at, named=named):
        at += 1
    last = at - 1
    if apposition and line.comma(at) and _apposition_follows(line, at + 1):
        last = _apposition_end(line, at + 1)
    return (index, last)


def _goes_on(line: Line, at: int, *, named: bool) -> bool:
    """Whether the phrase goes on with the token."""
    token = line.at(at)
    if token.kind is Kind.QUOTE:
        named_so = line.within(at - 1, "determiners", "prepositions")
        return named_so and token.end - token.start < SHORT_QUOTE
    if not token.word:
        return token.kind is Kind.BRACKET or token.low in {"&", "/", "%"}
    if line.within(at, "weekdays", "times"):
        return line.within(at - 1, "determiners") or (named and not line.within(at, "weekdays"))
    if line.within(at, "prepositions"):
        return token.low == "of" or (not named and _describes(line, at))
    return _joins(line, at) if token.low in {"and", "or"} else _is_noun_part(line, at, named=named)


def _joins(line: Line, at: int) -> bool:
    """Whether "and" joins another name and not another verb."""
    joined = line.noun_phrase_starts(at + 1) and not line.verb(at + 1)
    return joined and line.cue(at + 1) is None


def _is_noun_part(line: Line, at: int, *, named: bool) -> bool:
    if line.within(at, "subordinators") or line.adverb(at):
        return line.low(at) in _RELATIVES and not named
    return True


def _describes(line: Line, at: int) -> bool:
    """Whether the preposition goes on a description: "a spokesman for the city"."""
    if line.within(at + 1, "weekdays") or line.within(at + 2, "times", "weekdays"):
        return False
    return line.within(at, "describing") and line.low(at + 1) not in {"a", "an"}


def _apposition_follows(line: Line, at: int) -> bool:
    """Whether an apposition begins here and not a clause, an adverbial or an age."""
    token = line.at(at)
    if line.within(at, "determiners", "possessives", "once"):
        return True
    if token.low in _RELATIVES:
        return line.cue(at + 1) is None and line.cue(at + 2) is None
    if line.within(at, "subjects", "opening", "conjunctions", "subordinators"):
        return False
    if line.cue(at) is not None or line.adverb(at) or token.kind is not Kind.WORD:
        return False
    return not token.low.endswith(("ing", "ed"))


def _apposition_end(line: Line, at: int) -> int:
    """The last token of an apposition that ends the sentence, or goes up to a comma and a clause."""
    end = at
    while end < len(line) and not _ends_apposition(line, end):
        end += 1
    return end if line.comma(end) and line.quote(end + 1) else end - 1


def _ends_apposition(line: Line, at: int) -> bool:
    if line.stop(at) or line.low(at) in {";", ":"} or line.quote(at) or line.dash(at):
        return not (line.quote(at) and line.within(at - 1, "determiners", "prepositions"))
    if not line.comma(at):
        return False
    following = at + 1
    if line.quote(following) or line.low(following).endswith("ing"):
        return True
    if line.low(following) in _RELATIVES | {"and"}:
        return line.cue(following + 1) is not None or line.cue(following + 2) is not None
    return line.within(following, "subjects", "conjunctions", "opening", "subordinators")
