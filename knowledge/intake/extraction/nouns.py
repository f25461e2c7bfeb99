"""The first word of a noun phrase, found from its last."""

from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.tokens import Kind

LONGEST = 30  # tokens of a source
SHORT_QUOTE = 40  # characters of a name in quotation marks
_NEAR_RELATIVE = 6  # tokens between "who" and the verb of its clause
_RELATIVES = frozenset({"who", "which"})
_REDUCED_ENDINGS = ("ed", "wn", "en", "lt", "de", "ld")


def walk_left(line: Line, head: int) -> int | None:
    """The first token of the noun phrase whose last is `head`."""
    at = head
    while at >= 0 and head - at < LONGEST and _belongs(line, at):
        at -= 1
    first = at + 1
    if at > 0 and line.verb(at) and (through := through_relative(line, at)) is not None:
        return through
    if first > head or line.within(first, "not_alone"):
        return through_relative(line, first) if at > 0 else None
    return _without_opening(line, first, head)


def through_relative(line: Line, first: int) -> int | None:
    """Go on over a relative clause: "voters who backed him"."""
    for at in range(first - 1, max(0, first - _NEAR_RELATIVE), -1):
        if not line.at(at).word:
            return None
        if line.low(at) in _RELATIVES:
            return walk_left(line, at - 1)
    return None


def _belongs(line: Line, at: int) -> bool:
    """Whether the token may stand within a noun phrase."""
    token = line.at(at)
    if token.kind is Kind.BRACKET:
        return True
    if token.kind is Kind.QUOTE:
        short = token.end - token.start < SHORT_QUOTE
        return short and token.low[-1:].isalnum() and line.at(at + 1).word
    if not token.word:
        return token.low in {"%", "&", "/"}
    if token.low in {"and", "or"}:
        return _joins_nouns(line, at)
    if line.within(at, "phrase_breaks", "subordinators"):
        return False
    return not line.verb(at) or is_reduced(line, at)


def is_reduced(line: Line, at: int) -> bool:
    """A participle within the phrase: "a poll released on Monday"."""
    if line.auxiliary(at) or not line.low(at).endswith(_REDUCED_ENDINGS):
        return False
    return line.within(at + 1, "prepositions", "weekdays", "times") or line.adverb(at + 1)


def _joins_nouns(line: Line, at: int) -> bool:
    """Whether "and" joins two nouns of one subject: no verb stands before it in its clause."""
    for before in range(at - 1, max(-1, at - LONGEST), -1):
        token = line.at(before)
        if not token.word and token.kind is not Kind.BRACKET:
            return not line.comma(before) or not line.comma(at - 1)
        if line.within(before, "subordinators") and token.low != "as":
            return True
        if line.verb(before) and not is_reduced(line, before):
            return False
    return True


def without_adverbial(line: Line, first: int, last: int) -> int:
    """Leave out "in his speech" behind a name."""
    at = first
    while at <= last and line.at(at).capital and not line.low(at).endswith("s"):
        at += 1
    return at - 1 if first < at <= last and line.within(at, "setting") else last


def _without_opening(line: Line, first: int, head: int) -> int | None:
    """Leave out what opens the clause before its subject: "But", "Later", "In May the mayor"."""
    while first < head and _opens_clause(line, first):
        first += 1
    if not line.within(first, "opening") or line.low(first) == "like":
        return first
    capitals = all(line.at(at).capital for at in range(first + 1, head + 1))
    if line.low(first) == "with" and capitals:
        return first + 1
    return next(
        (at for at in range(head, first + 1, -1) if _starts_after_adverbial(line, at)), None
    )


def _opens_clause(line: Line, at: int) -> bool:
    if line.within(at, "conjunctions"):
        return True
    return line.adverb(at) and not line.within(at, "measuring")


def _starts_after_adverbial(line: Line, at: int) -> bool:
    """Whether the subject begins here, behind "in May" or "at a rally"."""
    if line.within(at - 1, "prepositions", "determiners"):
        return False
    if line.within(at, "determiners", "subjects", "possessives"):
        return True
    before = line.at(at - 1)
    if not line.at(at).capital or line.within(at - 1, "possessives"):
        return False
    return before.kind is Kind.NUMBER or not before.capital
