"""Who is credited before and behind a cue: noun phrases with their titles and appositions."""

from knowledge.extraction.annotations import Phrase
from knowledge.extraction.tagged_sentence import TaggedSentence
from knowledge.extraction.tokenizer import TokenKind

LONGEST = 30  # tokens of a source
SHORT_QUOTE = 40  # characters of a name in quotation marks
_NEAR_RELATIVE = 6  # tokens between "who" and the verb of its clause
_RELATIVES = frozenset({"who", "which"})
_REDUCED_ENDINGS = ("ed", "wn", "en", "lt", "de", "ld")


def walk_left(line: TaggedSentence, head: int) -> int | None:
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


def through_relative(line: TaggedSentence, first: int) -> int | None:
    """Go on over a relative clause: "voters who backed him"."""
    for at in range(first - 1, max(0, first - _NEAR_RELATIVE), -1):
        if not line.at(at).word:
            return None
        if line.low(at) in _RELATIVES:
            return walk_left(line, at - 1)
    return None


def _belongs(line: TaggedSentence, at: int) -> bool:
    """Whether the token may stand within a noun phrase."""
    token = line.at(at)
    if token.kind is TokenKind.BRACKET:
        return True
    if token.kind is TokenKind.QUOTE:
        short = token.end - token.start < SHORT_QUOTE
        return short and token.low[-1:].isalnum() and line.at(at + 1).word
    if not token.word:
        return token.low in {"%", "&", "/"}
    if token.low in {"and", "or"}:
        return _joins_nouns(line, at)
    if line.within(at, "phrase_breaks", "subordinators"):
        return False
    return not line.verb(at) or is_reduced(line, at)


def is_reduced(line: TaggedSentence, at: int) -> bool:
    """A participle within the phrase: "a poll released on Monday"."""
    if line.auxiliary(at) or not line.low(at).endswith(_REDUCED_ENDINGS):
        return False
    return line.within(at + 1, "prepositions", "weekdays", "times") or line.adverb(at + 1)


def _joins_nouns(line: TaggedSentence, at: int) -> bool:
    """Whether "and" joins two nouns of one subject: no verb stands before it in its clause."""
    for before in range(at - 1, max(-1, at - LONGEST), -1):
        token = line.at(before)
        if not token.word and token.kind is not TokenKind.BRACKET:
            return not line.comma(before) or not line.comma(at - 1)
        if line.within(before, "subordinators") and token.low != "as":
            return True
        if line.verb(before) and not is_reduced(line, before):
            return False
    return True


def without_adverbial(line: TaggedSentence, first: int, last: int) -> int:
    """Leave out "in his speech" behind a name."""
    at = first
    while at <= last and line.at(at).capital and not line.low(at).endswith("s"):
        at += 1
    return at - 1 if first < at <= last and line.within(at, "setting") else last


def _without_opening(line: TaggedSentence, first: int, head: int) -> int | None:
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


def _opens_clause(line: TaggedSentence, at: int) -> bool:
    if line.within(at, "conjunctions"):
        return True
    return line.adverb(at) and not line.within(at, "measuring")


def _starts_after_adverbial(line: TaggedSentence, at: int) -> bool:
    """Whether the subject begins here, behind "in May" or "at a rally"."""
    if line.within(at - 1, "prepositions", "determiners"):
        return False
    if line.within(at, "determiners", "subjects", "possessives"):
        return True
    before = line.at(at - 1)
    if not line.at(at).capital or line.within(at - 1, "possessives"):
        return False
    return before.kind is TokenKind.NUMBER or not before.capital


def subject_before(line: TaggedSentence, index: int) -> Phrase | None:
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


def _noun_phrase(line: TaggedSentence, head: int, last: int) -> Phrase | None:
    """The phrase whose last token before any apposition is `head`."""
    if head < last and (name := _name_after_opening(line, head, last)):
        return name
    first = walk_left(line, head)
    if first is None:
        return None
    if head == last:
        last = without_adverbial(line, first, last)
    return (_with_earlier(line, first, apposition=head < last), last)


def _without_time(line: TaggedSentence, last: int) -> int:
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


def _opening(line: TaggedSentence, closing: int) -> int | None:
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


def _with_closing(line: TaggedSentence, opening: int, closing: int) -> int:
    """The last token of the phrase: the closing mark, what it closes, or what stands before."""
    first = opening + 1
    if first == closing - 1 and line.at(first).kind is TokenKind.NUMBER:
        return opening - 1
    if _is_insertion(line, first):
        return opening - 1
    return closing


def _is_insertion(line: TaggedSentence, first: int) -> bool:
    """Whether what stands between the commas is an adverbial and not an apposition."""
    if line.within(first, "opening"):
        return line.low(first) != "like"
    if line.at(first).capital:
        return False
    if line.within(first, "subjects", "inserted"):
        return True
    return line.adverb(first) and not line.within(first, "once")


def _name_after_opening(line: TaggedSentence, head: int, last: int) -> Phrase | None:
    """As in "After the vote, Gov. Smith (R), said": the name between the commas is the subject."""
    first = head + 2
    clause = head
    while clause > 0 and line.at(clause - 1).word:
        clause -= 1
    opens = line.within(clause, "opening", "subordinators") or line.low(clause).endswith("ing")
    inner = all(
        line.at(at).capital or line.at(at).kind is TokenKind.BRACKET for at in range(first, last)
    )
    return (first, last - 1) if opens and inner and last > first else None


def _with_earlier(line: TaggedSentence, first: int, *, apposition: bool) -> int:
    """Take in a name that the phrase is only an apposition to: "Ann Lee, 53, a nurse, says"."""
    first -= line.within(first - 1, "once") and line.comma(first - 2)
    before = first - 2
    if not line.comma(first - 1) or not line.at(before).word:
        return first
    numbered = line.at(first).kind is TokenKind.NUMBER or line.within(first, "once")
    if numbered or (apposition and line.within(first, "determiners")):
        named = line.at(before).capital or line.at(before).kind is TokenKind.NUMBER
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


def _describes_name(line: TaggedSentence, before: int) -> bool:
    """Whether "another friend" stands between a quotation and the comma before a name."""
    at = before
    while at > 0 and line.at(at).word and not line.verb(at):
        at -= 1
    return line.quote(at) and line.within(at + 1, "determiners", "possessives") and before > at + 1


def _is_place(line: TaggedSentence, first: int, before: int) -> bool:
    """Whether a state follows its town: "a teacher from Salem, Oregon"."""
    if not (line.at(first).capital and line.at(before).capital):
        return False
    at = before
    while line.at(at).capital:
        at -= 1
    return line.low(at) in {"of", "from"} and at > 0


_RELATIVES_BEHIND = frozenset({"who", "whose", "which"})


def subject_after(line: TaggedSentence, index: int, *, apposition: bool = True) -> Phrase | None:
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


def _goes_on(line: TaggedSentence, at: int, *, named: bool) -> bool:
    """Whether the phrase goes on with the token."""
    token = line.at(at)
    if token.kind is TokenKind.QUOTE:
        named_so = line.within(at - 1, "determiners", "prepositions")
        return named_so and token.end - token.start < SHORT_QUOTE
    if not token.word:
        return token.kind is TokenKind.BRACKET or token.low in {"&", "/", "%"}
    if line.within(at, "weekdays", "times"):
        return line.within(at - 1, "determiners") or (named and not line.within(at, "weekdays"))
    if line.within(at, "prepositions"):
        return token.low == "of" or (not named and _describes(line, at))
    return _joins(line, at) if token.low in {"and", "or"} else _is_noun_part(line, at, named=named)


def _joins(line: TaggedSentence, at: int) -> bool:
    """Whether "and" joins another name and not another verb."""
    joined = line.noun_phrase_starts(at + 1) and not line.verb(at + 1)
    return joined and line.cue(at + 1) is None


def _is_noun_part(line: TaggedSentence, at: int, *, named: bool) -> bool:
    if line.within(at, "subordinators") or line.adverb(at):
        return line.low(at) in _RELATIVES_BEHIND and not named
    return True


def _describes(line: TaggedSentence, at: int) -> bool:
    """Whether the preposition goes on a description: "a spokesman for the city"."""
    if line.within(at + 1, "weekdays") or line.within(at + 2, "times", "weekdays"):
        return False
    return line.within(at, "describing") and line.low(at + 1) not in {"a", "an"}


def _apposition_follows(line: TaggedSentence, at: int) -> bool:
    """Whether an apposition begins here and not a clause, an adverbial or an age."""
    token = line.at(at)
    if line.within(at, "determiners", "possessives", "once"):
        return True
    if token.low in _RELATIVES_BEHIND:
        return line.cue(at + 1) is None and line.cue(at + 2) is None
    if line.within(at, "subjects", "opening", "conjunctions", "subordinators"):
        return False
    if line.cue(at) is not None or line.adverb(at) or token.kind is not TokenKind.WORD:
        return False
    return not token.low.endswith(("ing", "ed"))


def _apposition_end(line: TaggedSentence, at: int) -> int:
    """The last token of an apposition that ends the sentence, or goes up to a comma and a clause."""
    end = at
    while end < len(line) and not _ends_apposition(line, end):
        end += 1
    return end if line.comma(end) and line.quote(end + 1) else end - 1


def _ends_apposition(line: TaggedSentence, at: int) -> bool:
    if line.stop(at) or line.low(at) in {";", ":"} or line.quote(at) or line.dash(at):
        return not (line.quote(at) and line.within(at - 1, "determiners", "prepositions"))
    if not line.comma(at):
        return False
    following = at + 1
    if line.quote(following) or line.low(following).endswith("ing"):
        return True
    if line.low(following) in _RELATIVES_BEHIND | {"and"}:
        return line.cue(following + 1) is not None or line.cue(following + 2) is not None
    return line.within(following, "subjects", "conjunctions", "opening", "subordinators")
