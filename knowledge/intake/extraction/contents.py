"""How far a content reaches, to the right of its cue and to the left."""

from knowledge.intake.extraction.inflection import Form
from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.tokens import Kind

_NARROW = frozenset({"object", "phrase", "quoted"})
_ENDS_NARROW = frozenset(
    {
        "while",
        "although",
        "though",
        "after",
        "before",
        "during",
        "but",
        "until",
        "whereas",
        "which",
        "where",
    }
)
_ENDS_WIDE = frozenset({"while", "though", "although", "whereas"})
_LONGEST_POSTPOSED = 8  # tokens of "the mayor's spokesman said" between two commas


def content_end(line: Line, first: int, family: str) -> int:
    """The last token of a content that begins at `first`."""
    narrow = family in _NARROW
    at = first
    while at < len(line):
        if _closes(line, at, first, narrow=narrow):
            break
        at += 1
    return max(at - 1, first)


def _closes(line: Line, at: int, first: int, *, narrow: bool) -> bool:
    if (line.stop(at) and at >= len(line) - 2) or line.low(at) == ";":
        return True
    if at == first:
        return False
    if line.comma(at):
        return _comma_closes(line, at, narrow=narrow)
    if line.dash(at):
        opened = sum(line.dash(before) for before in range(first, at)) % 2
        return narrow or not (opened or any(map(line.dash, range(at + 1, len(line)))))
    return _word_closes(line, at, narrow=narrow)


def _word_closes(line: Line, at: int, *, narrow: bool) -> bool:
    if line.low(at) == ":" and line.quote(at + 1):
        return True
    if line.quote(at - 1) and line.within(at, "subjects"):
        return True
    if line.low(at) in {"and", "but"}:
        return _another_cue(line, at + 1) or (narrow and _another_clause(line, at + 1))
    return narrow and (line.low(at) in _ENDS_NARROW or line.low(at) == "according")


def _comma_closes(line: Line, at: int, *, narrow: bool) -> bool:
    following = at + 1
    low = line.low(following)
    cue = line.cue(following)
    if cue is not None and cue.form is Form.ING:
        return True
    if low == "according" or low in _ENDS_WIDE:
        return True
    if low == "and" and _another_cue(line, following + 1):
        return True
    if _postposed(line, following):
        return True
    return narrow and low in _ENDS_NARROW


def _another_cue(line: Line, at: int) -> bool:
    """Whether a finite cue follows that shares the subject of the one before."""
    while line.adverb(at) or line.low(at) in {"has", "have", "had"}:
        at += 1
    cue = line.cue(at)
    return cue is not None and cue.form in {Form.PAST, Form.THIRD} and not line.stop(at + 1)


def _another_clause(line: Line, at: int) -> bool:
    """Whether a name or a pronoun with a finite cue of its own follows."""
    if line.within(at, "subjects"):
        return _another_cue(line, at + 1)
    end = at
    while line.at(end).capital:
        end += 1
    return end > at and _another_cue(line, end)


def _postposed(line: Line, at: int) -> bool:
    """Whether "the mayor said" stands here, closed by a comma or the end of the sentence."""
    for later in range(at + 1, min(len(line), at + _LONGEST_POSTPOSED)):
        token = line.at(later)
        if not token.word:
            return False
        cue = line.cue(later)
        if cue is not None and "post" in cue.takes and cue.form is not Form.ING:
            return line.comma(later + 1) or line.stop(later + 1)
    return False


def content_before(line: Line, last: int, floor: int) -> tuple[int, int] | None:
    """The content that ends before a postposed attribution.

    Args:
        line: the sentence.
        last: the token before the attribution: a quotation, or the comma that closes a clause.
        floor: the first token that no content before has used.
    """
    if line.comma(last) and line.quote(last - 1):
        last -= 1
    if line.quote(last):
        first = last
        if last > floor and not _opens_quote(line, last - 1):
            first = _clause_start(line, last, floor)
        elif all(line.within(at, "conjunctions") for at in range(floor, last)):
            first = floor
        return (first, last)
    if not line.comma(last) and not line.dash(last):
        return None
    first = _clause_start(line, last - 1, floor)
    opening = line.low(first).endswith("ing") or line.within(first, "opening", "inserted")
    if opening and not any(line.comma(at) for at in range(first, last)):
        return None
    if not any(line.verb(at) or line.quote(at) for at in range(first, last)):
        return None
    return (first, last - 1)


def _opens_quote(line: Line, at: int) -> bool:
    return line.low(at) in {",", ":", "and", "but"} or line.dash(at) or line.stop(at)


def _clause_start(line: Line, last: int, floor: int) -> int:
    for at in range(last, floor - 1, -1):
        if line.low(at) == ";" or (line.at(at).kind is Kind.DASH and at < floor + 8):
            return at + 1
    return floor


def quote_end(line: Line, first: int) -> int:
    """A quotation, and the rest of its clause where it is only the beginning of it."""
    if (
        line.at(first).capital
        or not line.at(first + 1).word
        or line.low(first).endswith((",", "."))
    ):
        return first
    return content_end(line, first, "that")
