"""Who is credited before a cue: the noun phrase with its titles and appositions."""

from knowledge.intake.extraction.found import Phrase
from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.nouns import (
    LONGEST,
    is_reduced,
    through_relative,
    walk_left,
    without_adverbial,
)
from knowledge.intake.extraction.tokens import Kind

_RELATIVES = frozenset({"who", "which"})


def subject_before(line: Line, index: int) -> Phrase | None:
    """The noun phrase that ends before `index`, the first token of a verb group.

    A closing comma belongs to the phrase where it closes an apposition ("her aide, Ann Lee, said"),
    and does not where it closes an inserted adverbial ("Smith, for his part, said").
    """
    last = _without_time(line, index - 1)
    head = last
    if line.comma(last) or line.dash(last):
        opening = _opening(line, last)
        if opening is None:
            return None
        head = opening - 1
        last = _with_closing(line, opening, last)
    if head < 0 or line.within(head, "conjunctions", "prepositions"):
        return None
    if line.within(head, "not_alone"):
        first = through_relative(line, head)
        return None if first is None else (first, last)
    if line.low(head) == "that":
        return subject_before(line, head)
    if line.low(head) in _RELATIVES or line.within(head, "subjects"):
        return (head, last)
    return _noun_phrase(line, head, last)


def _noun_phrase(line: Line, head: int, last: int) -> Phrase | None:
    """The phrase whose last token before any apposition is `head`."""
    if head < last and (name := _name_after_opening(line, head, last)):
        return name
    first = walk_left(line, head)
    if first is None:
        return None
    if head == last:
        last = without_adverbial(line, first, last)
    return (_with_earlier(line, first, apposition=head < last), last)


def _without_time(line: Line, last: int) -> int:
    """Leave out "on Monday" or "last week" between the subject and its verb."""
    if not line.within(last, "weekdays", "times") or line.low(last - 1) == "super":
        return last
    at = last - 1
    while line.within(at, "times", "weekdays") or line.low(at) in {
        "last",
        "this",
        "earlier",
        "late",
    }:
        at -= 1
    if line.low(at) == "on":
        at -= 1
        return last if at < 0 or is_reduced(line, at) else at
    if is_reduced(line, at):
        return last
    timed = line.low(at + 1) in {"last", "this", "earlier"} or line.within(at + 1, "weekdays")
    return at if timed and at >= 0 else last


def _opening(line: Line, closing: int) -> int | None:
    """The comma or dash that opens what the one at `closing` closes."""
    same = line.comma if line.comma(closing) else line.dash
    if line.quote(closing - 1):
        return None
    for at in range(closing - 1, max(-1, closing - LONGEST), -1):
        if same(at):
            return None if at == 0 or line.quote(at - 1) else at
        if line.low(at) in {";", ":"}:
            return None
    return None


def _with_closing(line: Line, opening: int, closing: int) -> int:
    """The last token of the phrase: the closing mark, what it closes, or what stands before."""
    first = opening + 1
    if first == closing - 1 and line.at(first).kind is Kind.NUMBER:
        return opening - 1
    if _is_insertion(line, first):
        return opening - 1
    return closing


def _is_insertion(line: Line, first: int) -> bool:
    """Whether what stands between the commas is an adverbial and not an apposition."""
    if line.within(first, "opening"):
        return line.low(first) != "like"
    if line.at(first).capital:
        return False
    if line.within(first, "subjects", "inserted"):
        return True
    return line.adverb(first) and not line.within(first, "once")


def _name_after_opening(line: Line, head: int, last: int) -> Phrase | None:
    """As in "After the vote, Gov. Smith (R), said": the name between the commas is the subject."""
    first = head + 2
    clause = head
    while clause > 0 and line.at(clause - 1).word:
        clause -= 1
    opens = line.within(clause, "opening", "subordinators") or line.low(clause).endswith("ing")
    inner = all(
        line.at(at).capital or line.at(at).kind is Kind.BRACKET for at in range(first, last)
    )
    return (first, last - 1) if opens and inner and last > first else None


def _with_earlier(line: Line, first: int, *, apposition: bool) -> int:
    """Take in a name that the phrase is only an apposition to: "Ann Lee, 53, a nurse, says"."""
    first -= line.within(first - 1, "once") and line.comma(first - 2)
    before = first - 2
    if not line.comma(first - 1) or not line.at(before).word:
        return first
    numbered = line.at(first).kind is Kind.NUMBER or line.within(first, "once")
    if numbered or (apposition and line.within(first, "determiners")):
        named = line.at(before).capital or line.at(before).kind is Kind.NUMBER
        earlier = walk_left(line, before) if named else None
        if earlier is None or line.within(earlier, "prepositions"):
            return first
        return _with_earlier(line, earlier, apposition=True)
    if line.at(first).capital and _describes_name(line, before):
        earlier = walk_left(line, before)
        return first if earlier is None else earlier
    if _is_place(line, first, before):
        earlier = walk_left(line, before)
        return first if earlier is None else earlier
    return first


def _describes_name(line: Line, before: int) -> bool:
    """Whether "another friend" stands between a quotation and the comma before a name."""
    at = before
    while at > 0 and line.at(at).word and not line.verb(at):
        at -= 1
    return line.quote(at) and line.within(at + 1, "determiners", "possessives") and before > at + 1


def _is_place(line: Line, first: int, before: int) -> bool:
    """Whether a state follows its town: "a teacher from Salem, Oregon"."""
    if not (line.at(first).capital and line.at(before).capital):
        return False
    at = before
    while line.at(at).capital:
        at -= 1
    return line.low(at) in {"of", "from"} and at > 0
