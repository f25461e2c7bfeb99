"""What follows a cue: which complement it is, where the content begins, and how far it reaches."""

from dataclasses import dataclass

from knowledge.extraction.tagged_sentence import TaggedSentence, VerbGroup
from knowledge.extraction.tokenizer import Form, TokenKind, english

TO_VERB = 15  # tokens from the start of a clause to its verb


def is_bare_clause(line: TaggedSentence, at: int) -> bool:
    """Whether a clause with its own subject and verb begins here."""
    if line.within(at, "clause_openers") and line.at(at + 1).word:
        return any(line.verb(later) for later in range(at + 1, min(len(line), at + TO_VERB)))
    shown = line.low(at) in {"this", "that", "these", "those"} and line.auxiliary(at + 1)
    if shown or line.within(at, "subjects"):
        return line.low(at) != "it" or line.verb(at + 1) or line.adverb(at + 1)
    if line.within(at, "objects") and not line.within(at, "possessives"):
        return False
    return (line.noun_phrase_starts(at) or line.adverb(at)) and _verb_follows(line, at)


def _verb_follows(line: TaggedSentence, at: int) -> bool:
    for later in range(at + 1, min(len(line), at + TO_VERB)):
        if line.verb(later) and line.low(later - 1) != "to":
            return True
        if line.stop(later) or line.low(later) in {";", ":"} or line.quote(later):
            return False
        if line.comma(later) and not _closes_later(line, later):
            return False
    return False


def _closes_later(line: TaggedSentence, comma: int) -> bool:
    return any(line.comma(at) for at in range(comma + 2, min(len(line), comma + TO_VERB)))


_ADDRESSEE = 16  # tokens of the person told
_ADVERBIAL = 25  # tokens of "in an interview with ..." before the content
_SPEECH = frozenset({"quote", "that", "post", "object"})


@dataclass(frozen=True, slots=True)
class Complement:
    """Where the content begins; `cue_last` is the last token of the cue."""

    family: str
    first: int
    cue_last: int


def complement(line: TaggedSentence, group: VerbGroup) -> Complement | None:
    """The complement of a verb group to its right, or None."""
    takes = group.cue.takes
    at = group.last + 1
    if line.low(at) in group.cue.after and not group.passive:
        return _phrase(line, at)
    if "told" in takes and not group.passive:
        at = _behind_addressee(line, at)
    later = _behind_adverbial(line, group, at)
    found = (
        _clause(line, group, at)
        or _clause(line, group, later)
        or _bare(line, group, later)
        or _bare(line, group, at)
    )
    if found is not None or group.passive:
        return found
    if "quoted" in takes and (quoted := _predicate(line, group)):
        return quoted
    objects = "object" in takes and _object_starts(line, group.last + 1)
    return Complement("object", group.last + 1, group.last) if objects else None


def _phrase(line: TaggedSentence, at: int) -> Complement | None:
    """What follows a phrase such as "called for", whose second word is at `at`."""
    following = at + 1
    if line.low(at) == "it":
        colon = line.low(following) == ":"
        quote = following + (colon or line.comma(following))
        return Complement("quote", quote, at + colon) if line.quote(quote) else None
    if line.stop(following) or line.comma(following):
        return None
    family = "phrase"
    if line.low(at) == "out" and line.low(following) == "that":
        family = "that"
    elif line.low(at) == "out" and is_bare_clause(line, following):
        family = "bare"
    return Complement(family, following, at)


def _clause(line: TaggedSentence, group: VerbGroup, at: int) -> Complement | None:
    """A quotation, a clause or an infinitive that begins at `at`."""
    takes = group.cue.takes
    if quoted := _quotation(line, group, at):
        return quoted
    if line.stop(at + 1):
        return None
    if line.low(at) == "that" and takes & {"that", "told"}:
        return Complement("that", at, group.last)
    if "what" in takes and line.within(at, "questions"):
        return Complement("what", at, group.last)
    if "to" in takes and line.low(at) == "to" and not line.noun_like(at + 1):
        return Complement("to", group.last + 1 if "told" in takes else at, group.last)
    return _bare(line, group, at) if line.within(at, "subjects") else None


def _quotation(line: TaggedSentence, group: VerbGroup, at: int) -> Complement | None:
    takes = group.cue.takes
    colon = line.low(at) == ":"
    direct = colon and at == group.last + 1
    if line.quote(at) and takes & {"quote", "that", "post"}:
        return Complement("quote", at, group.last)
    after_mark = "quote" in takes if line.comma(at) else colon and bool(takes & _SPEECH)
    if after_mark and line.quote(at + 1):
        return Complement("quote", at + 1, at if direct else group.last)
    if direct and takes & {"quote", "post"} and not line.stop(at + 1):
        return Complement("bare", at + 1, at)
    return None


def _bare(line: TaggedSentence, group: VerbGroup, at: int) -> Complement | None:
    if "bare" in group.cue.takes and not group.passive and is_bare_clause(line, at):
        return Complement("bare", at, group.last)
    return None


def _behind_addressee(line: TaggedSentence, at: int) -> int:
    """The token behind the person told, or `at` where nobody is named."""
    end = at
    while end - at < _ADDRESSEE and line.at(end).kind in {
        TokenKind.WORD,
        TokenKind.NUMBER,
        TokenKind.BRACKET,
    }:
        if line.low(end) in {"that", "to"} or line.within(end, "questions"):
            break
        if end > at and _new_clause(line, end):
            break
        end += 1
    return end


def _new_clause(line: TaggedSentence, at: int) -> bool:
    if line.within(at, "subjects"):
        return line.low(at) != "it" or line.verb(at + 1)
    if line.within(
        at - 1, "prepositions", "determiners", "possessives", "conjunctions"
    ) or line.low(at - 1).endswith("'s"):
        return False
    return line.within(at, "determiners", "possessives") or (
        line.at(at).capital and not line.at(at - 1).capital
    )


def _behind_adverbial(line: TaggedSentence, group: VerbGroup, at: int) -> int:
    """Skip "on Monday in an interview" where a quotation, "that" or a pronoun comes after it."""
    if not _adverbial_starts(line, at):
        return at
    start = at
    at += line.comma(at)
    while at - start < _ADVERBIAL:
        if _content_starts(line, group, at, first=at == start):
            return at
        if _breaks_adverbial(line, at, first=at == start):
            return start
        if line.within(at, "weekdays") and _goes_on_behind_day(line, at + 1):
            return at + 1
        at += 1
    return start


def _adverbial_starts(line: TaggedSentence, at: int) -> bool:
    if line.comma(at):
        return line.within(at + 1, "prepositions", "weekdays")
    if line.within(at, "prepositions", "weekdays", "times") or line.adverb(at):
        return True
    return line.low(at) in {"last", "this"} and line.within(at + 1, "times")


def _content_starts(line: TaggedSentence, group: VerbGroup, at: int, *, first: bool) -> bool:
    if line.quote(at) or line.low(at) in {":", "that"} or (line.comma(at) and line.quote(at + 1)):
        return True
    if first:
        return False
    if line.within(at, "subjects") and line.verb(at + 1):
        return True
    return line.low(at) == "to" and "to" in group.cue.takes and not line.noun_like(at + 1)


def _breaks_adverbial(line: TaggedSentence, at: int, *, first: bool) -> bool:
    if line.stop(at) or line.low(at) == ";":
        return True
    return not first and (line.comma(at) or line.verb(at))


def _goes_on_behind_day(line: TaggedSentence, at: int) -> bool:
    return line.at(at).word and not line.within(at, "prepositions", "times")


def _predicate(line: TaggedSentence, group: VerbGroup) -> Complement | None:
    """As in "called the plan “madness”": the quotation is what was said."""
    for at in range(group.last + 1, min(len(line), group.last + TO_VERB)):
        if line.quote(at):
            return Complement("quoted", group.last + 1, group.last)
        if not line.at(at).word or line.verb(at):
            return None
    return None


def _object_starts(line: TaggedSentence, at: int) -> bool:
    if line.quote(at):
        return True
    if line.within(at, "weekdays", "times"):
        return False
    return line.noun_phrase_starts(at) and not line.verb(at)


_NARROW = frozenset({"object", "phrase", "quoted"})
_LONGEST_POSTPOSED = 8  # tokens of "the mayor's spokesman said" between two commas


def content_end(line: TaggedSentence, first: int, family: str) -> int:
    """The last token of a content that begins at `first`."""
    narrow = family in _NARROW
    at = first
    while at < len(line):
        if _closes(line, at, first, narrow=narrow):
            break
        at += 1
    return max(at - 1, first)


def _closes(line: TaggedSentence, at: int, first: int, *, narrow: bool) -> bool:
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


def _word_closes(line: TaggedSentence, at: int, *, narrow: bool) -> bool:
    if line.low(at) == ":" and line.quote(at + 1):
        return True
    if line.quote(at - 1) and line.within(at, "subjects"):
        return True
    if line.low(at) in {"and", "but"}:
        return _another_cue(line, at + 1) or (narrow and _another_clause(line, at + 1))
    return narrow and (line.low(at) in english()["narrow_ends"] or line.low(at) == "according")


def _comma_closes(line: TaggedSentence, at: int, *, narrow: bool) -> bool:
    following = at + 1
    low = line.low(following)
    cue = line.cue(following)
    if cue is not None and cue.form is Form.ING:
        return True
    if low == "according" or low in english()["wide_ends"]:
        return True
    if low == "and" and _another_cue(line, following + 1):
        return True
    if _postposed(line, following):
        return True
    return narrow and low in english()["narrow_ends"]


def _another_cue(line: TaggedSentence, at: int) -> bool:
    """Whether a finite cue follows that shares the subject of the one before."""
    while line.adverb(at) or line.low(at) in {"has", "have", "had"}:
        at += 1
    cue = line.cue(at)
    return cue is not None and cue.form in {Form.PAST, Form.THIRD} and not line.stop(at + 1)


def _another_clause(line: TaggedSentence, at: int) -> bool:
    """Whether a name or a pronoun with a finite cue of its own follows."""
    if line.within(at, "subjects"):
        return _another_cue(line, at + 1)
    end = at
    while line.at(end).capital:
        end += 1
    return end > at and _another_cue(line, end)


def _postposed(line: TaggedSentence, at: int) -> bool:
    """Whether "the mayor said" stands here, closed by a comma or the end of the sentence."""
    for later in range(at + 1, min(len(line), at + _LONGEST_POSTPOSED)):
        token = line.at(later)
        if not token.word:
            return False
        cue = line.cue(later)
        if cue is not None and "post" in cue.takes and cue.form is not Form.ING:
            return line.comma(later + 1) or line.stop(later + 1)
    return False


def content_before(line: TaggedSentence, last: int, floor: int) -> tuple[int, int] | None:
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


def _opens_quote(line: TaggedSentence, at: int) -> bool:
    return line.low(at) in {",", ":", "and", "but"} or line.dash(at) or line.stop(at)


def _clause_start(line: TaggedSentence, last: int, floor: int) -> int:
    for at in range(last, floor - 1, -1):
        if line.low(at) == ";" or (line.at(at).kind is TokenKind.DASH and at < floor + 8):
            return at + 1
    return floor


def quote_end(line: TaggedSentence, first: int) -> int:
    """A quotation, and the rest of its clause where it is only the beginning of it."""
    if (
        line.at(first).capital
        or not line.at(first + 1).word
        or line.low(first).endswith((",", "."))
    ):
        return first
    return content_end(line, first, "that")
