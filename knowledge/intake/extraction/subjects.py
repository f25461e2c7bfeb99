"""Who is credited: the noun phrase on either side of a cue, with titles and appositions."""

from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.tokens import Kind

_NEAR_RELATIVE = 6  # tokens between "who" and the verb of its clause
_SHORT_QUOTE = 40  # characters of a name in quotation marks
_LONGEST = 30  # tokens of a source
_RELATIVES = frozenset({"who", "which", "that"})
_NOT_ALONE = frozenset(
    {
        "him",
        "them",
        "me",
        "us",
        "there",
        "himself",
        "herself",
        "themselves",
        "itself",
        "whom",
        "more",
        "so",
        "as",
        "than",
        "what",
        "how",
        "one's",
    }
)

Phrase = tuple[int, int]
"""Indexes of the first and the last token."""


def subject_before(line: Line, index: int) -> Phrase | None:
    """The noun phrase that ends before `index`, the first token of a verb group.

    A closing comma belongs to the phrase where it closes an apposition, and does not where it
    closes an inserted adverbial ("Smith, for his part, said").
    """
    last = _without_time(line, index - 1)
    head = last
    if line.comma(last) or line.dash(last):
        opening = _opening(line, last)
        if opening is None:
            return None
        head = opening - 1
        if _is_insertion(line, opening + 1, last - 1):
            last = head
    if (
        head < 0
        or line.low(head) in _NOT_ALONE
        or line.within(head, "conjunctions", "prepositions")
    ):
        return None
    if line.low(head) == "that":
        return subject_before(line, head)
    if line.low(head) in _RELATIVES or line.within(head, "subjects"):
        return (head, last)
    if head < last and (name := _name_after_opening(line, head, last)):
        return name
    first = _walk_left(line, head)
    if first is None:
        return None
    if head == last:
        last = _without_adverbial(line, first, last)
    return (_with_earlier(line, first, apposition=head < last), last)


def _without_adverbial(line: Line, first: int, last: int) -> int:
    """Leave out "in his speech" behind a name."""
    at = first
    while at <= last and line.at(at).capital and not line.low(at).endswith("s"):
        at += 1
    return (
        at - 1
        if first < at <= last and line.low(at) in {"in", "on", "at", "during", "after"}
        else last
    )


def _name_after_opening(line: Line, head: int, last: int) -> Phrase | None:
    """ "After the vote, Gov. Smith (R), said": the name between the commas is the subject."""
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
    before = first - 2
    if not line.comma(first - 1) or not line.at(before).word:
        return first
    if line.at(first).kind is Kind.NUMBER or (apposition and line.within(first, "determiners")):
        if line.at(before).capital or line.at(before).kind is Kind.NUMBER:
            earlier = _walk_left(line, before)
            if earlier is not None and not line.within(earlier, "prepositions"):
                return _with_earlier(line, earlier, apposition=True)
    elif _is_place(line, first, before):
        earlier = _walk_left(line, before)
        return first if earlier is None else earlier
    return first


def _is_place(line: Line, first: int, before: int) -> bool:
    """Whether a state follows its town: "a teacher from Salem, Oregon"."""
    if not (line.at(first).capital and line.at(before).capital):
        return False
    at = before
    while line.at(at).capital:
        at -= 1
    return line.low(at) in {"of", "from"} and at > 0


def _without_time(line: Line, last: int) -> int:
    """Leave out "on Monday" or "last week" between the subject and its verb."""
    at = last
    if (
        line.within(at, "weekdays", "times")
        and line.low(at) != "day"
        and line.low(at - 1) != "super"
    ):
        at -= 1
        while line.within(at, "times", "weekdays") or line.low(at) in {
            "last",
            "this",
            "earlier",
            "late",
            "early",
        }:
            at -= 1
        if line.low(at) == "on":
            at -= 1
        elif line.at(at + 1).low in {"last", "this", "earlier"} or line.within(at + 1, "weekdays"):
            pass
        else:
            return last
        return at if at >= 0 else last
    return last


def _opening(line: Line, closing: int) -> int | None:
    """The comma or dash that opens what the one at `closing` closes."""
    same = line.comma if line.comma(closing) else line.dash
    for at in range(closing - 1, max(-1, closing - _LONGEST), -1):
        if line.quote(at) and at == closing - 1:
            return None
        if same(at):
            return _earlier_of_list(line, at, closing)
        if line.low(at) in {";", ":"}:
            return None
    return None


def _earlier_of_list(line: Line, at: int, closing: int) -> int | None:
    if at == 0 or line.quote(at - 1):
        return None
    return at


def _is_insertion(line: Line, first: int, last: int) -> bool:
    """Whether what stands between the commas is an adverbial and not an apposition."""
    if first > last:
        return False
    if line.at(first).capital and not line.within(first, "opening"):
        return False
    return (
        line.within(first, "subjects")
        or (
            line.adverb(first)
            and line.low(first) not in {"once", "long", "now", "also", "then", "already"}
        )
        or (line.within(first, "opening") and line.low(first) != "like")
        or line.low(first)
        in {
            "however",
            "though",
            "when",
            "if",
            "speaking",
            "asked",
            "citing",
            "according",
            "while",
            "as",
            "responding",
            "referring",
            "appearing",
            "saying",
        }
    )


def _walk_left(line: Line, head: int) -> int | None:
    """The first token of the noun phrase whose last is `head`."""
    at = head
    while at >= 0 and head - at < _LONGEST and _belongs(line, at):
        at -= 1
    first = at + 1
    if at > 0 and line.verb(at) and (through := _through_relative(line, at, head)) is not None:
        return through
    if first > head or _object_only(line, first, head):
        return _through_relative(line, first, head) if at > 0 else None
    return _without_opening(line, first, head)


def _object_only(line: Line, first: int, head: int) -> bool:
    return line.low(first) in _NOT_ALONE


def _through_relative(line: Line, first: int, head: int) -> int | None:
    """Go on over a relative clause: "voters who backed him"."""
    for at in range(first - 1, max(0, first - _NEAR_RELATIVE), -1):
        if not line.at(at).word:
            return None
        if line.low(at) in {"who", "which"}:
            return _walk_left(line, at - 1)
    return None


def _belongs(line: Line, at: int) -> bool:
    token = line.at(at)
    if token.kind is Kind.BRACKET:
        return True
    if token.kind is Kind.QUOTE:
        return (
            token.low[-1:].isalnum()
            and line.at(at + 1).word
            and token.end - token.start < _SHORT_QUOTE
        )
    if not token.word:
        return token.low in {"%", "&", "/"}
    if token.low in {"and", "or"}:
        return _joins_nouns(line, at)
    if token.low in {
        "as",
        "like",
        "than",
        "before",
        "after",
        "since",
        "until",
        "because",
        "so",
        "yet",
        "but",
        "nor",
    } or line.within(at, "subordinators"):
        return False
    if token.low in {"'s", "'re", "'ve", "'d", "'ll", "'m"}:
        return False
    return not line.verb(at) or _reduced(line, at)


def _reduced(line: Line, at: int) -> bool:
    """A participle within the phrase: "a poll released on Monday"."""
    low = line.low(at)
    if line.auxiliary(at) or not low.endswith(("ed", "wn", "en", "lt", "de", "ld")):
        return False
    after = at + 1
    return line.within(after, "prepositions", "weekdays", "times") or line.adverb(after)


def _joins_nouns(line: Line, at: int) -> bool:
    """Whether "and" joins two nouns of one subject: no verb stands before it in its clause."""
    for before in range(at - 1, max(-1, at - _LONGEST), -1):
        token = line.at(before)
        if not token.word and token.kind is not Kind.BRACKET:
            return line.comma(before) is False or not line.comma(at - 1)
        if line.within(before, "subordinators") and line.low(before) != "as":
            return True
        if line.verb(before) and not _reduced(line, before):
            return False
    return True


def _without_opening(line: Line, first: int, head: int) -> int | None:
    """Leave out what opens the clause before its subject: "But", "Later", "In May the mayor"."""
    while first < head and (
        line.within(first, "conjunctions")
        or (
            line.adverb(first)
            and line.low(first)
            not in {"more", "almost", "about", "even", "only", "nearly", "both", "much", "most"}
        )
    ):
        first += 1
    if not line.within(first, "opening") or line.low(first) == "like":
        return first
    if line.low(first) == "with" and all(line.at(at).capital for at in range(first + 1, head + 1)):
        return first + 1
    for at in range(head, first + 1, -1):
        if line.within(at, "determiners", "subjects", "possessives") and not line.within(
            at - 1, "prepositions", "determiners"
        ):
            return at
        if line.at(at).capital and line.at(at - 1).kind is Kind.NUMBER:
            return at
        if (
            line.at(at).capital
            and not line.at(at - 1).capital
            and not line.within(at - 1, "prepositions", "determiners", "possessives")
        ):
            return at
    return None


def subject_after(line: Line, index: int, *, apposition: bool = True) -> Phrase | None:
    """The noun phrase that begins at `index`, behind an inverted cue ("said Smith, an aide").

    Args:
        line: the sentence.
        index: where the phrase begins.
        apposition: whether what a comma adds may belong to it.
    """
    if not line.noun_phrase_starts(index) or line.low(index) in _NOT_ALONE:
        return None
    if line.within(index, "subjects"):
        return (index, index)
    named = line.at(index).capital
    at = index
    while at < len(line) and at - index < 2 * _LONGEST and _goes_on(line, at, index, named):
        at += 1
    last = at - 1
    if apposition and line.comma(at) and _apposition_follows(line, at + 1):
        last = _apposition_end(line, at + 1)
    return (index, last) if last >= index else None


def _goes_on(line: Line, at: int, first: int, named: bool) -> bool:
    token = line.at(at)
    if token.kind is Kind.BRACKET:
        return True
    if not token.word:
        return token.low in {"&", "/", "%"}
    if at == first:
        return True
    if (line.within(at, "weekdays") and not line.within(at - 1, "determiners")) or (
        line.within(at, "times") and not named
    ):
        return False
    if line.within(at, "prepositions"):
        return _preposition_goes_on(line, at, named)
    if token.low in {"and", "or"}:
        return (
            line.noun_phrase_starts(at + 1) and not line.verb(at + 1) and line.cue(at + 1) is None
        )
    if line.within(at, "subordinators") or line.adverb(at):
        return token.low in {"who", "whose"} and not named
    return True


def _preposition_goes_on(line: Line, at: int, named: bool) -> bool:
    low = line.low(at)
    if low == "of":
        return True
    if named or line.within(at + 1, "weekdays") or line.within(at + 2, "times", "weekdays"):
        return False
    return low in {
        "for",
        "with",
        "from",
        "at",
        "to",
        "on",
        "about",
        "close",
        "in",
        "by",
        "within",
        "inside",
    } and line.low(at + 1) not in {"a", "an"}


def _apposition_follows(line: Line, at: int) -> bool:
    token = line.at(at)
    if (
        line.within(at, "subjects")
        or line.cue(at) is not None
        or line.within(at, "opening")
        or line.adverb(at)
    ):
        return line.low(at) in {"once", "now"}
    if line.within(at, "conjunctions"):
        return False
    if line.within(at, "determiners", "possessives") or token.low in _RELATIVES | {"whose"}:
        return line.within(at, "determiners", "possessives")
    if token.kind is Kind.NUMBER:
        return True
    return (
        token.kind is Kind.WORD
        and not token.low.endswith("ing")
        and not line.within(at, "subordinators")
    )


def _apposition_end(line: Line, at: int) -> int:
    """The last token of an apposition that ends the sentence, or goes up to a comma and a clause."""
    end = at
    while (
        end < len(line)
        and not line.stop(end)
        and line.low(end) not in {";", ":"}
        and not line.quote(end)
        and not line.dash(end)
    ):
        if line.comma(end) and (
            line.quote(end + 1)
            or line.low(end + 1).endswith("ing")
            or (
                line.within(end + 1, "subjects", "conjunctions", "opening", "subordinators")
                and line.low(end + 1) not in {"who", "whose", "which", "and"}
            )
        ):
            return end if line.quote(end + 1) else end - 1
        end += 1
    return end - 1
