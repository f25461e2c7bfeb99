"""What follows a cue: which complement it is and where the content begins."""

from dataclasses import dataclass

from knowledge.intake.extraction.clauses import TO_VERB, is_bare_clause
from knowledge.intake.extraction.groups import Group
from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.tokens import Kind

_ADDRESSEE = 16  # tokens of the person told
_ADVERBIAL = 25  # tokens of "in an interview with ..." before the content
_SPEECH = frozenset({"quote", "that", "post", "object"})


@dataclass(frozen=True, slots=True)
class Complement:
    """Where the content begins; `cue_last` is the last token of the cue."""

    family: str
    first: int
    cue_last: int


def complement(line: Line, group: Group) -> Complement | None:
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


def _phrase(line: Line, at: int) -> Complement | None:
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


def _clause(line: Line, group: Group, at: int) -> Complement | None:
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


def _quotation(line: Line, group: Group, at: int) -> Complement | None:
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


def _bare(line: Line, group: Group, at: int) -> Complement | None:
    if "bare" in group.cue.takes and not group.passive and is_bare_clause(line, at):
        return Complement("bare", at, group.last)
    return None


def _behind_addressee(line: Line, at: int) -> int:
    """The token behind the person told, or `at` where nobody is named."""
    end = at
    while end - at < _ADDRESSEE and line.at(end).kind in {Kind.WORD, Kind.NUMBER, Kind.BRACKET}:
        if line.low(end) in {"that", "to"} or line.within(end, "questions"):
            break
        if end > at and _new_clause(line, end):
            break
        end += 1
    return end


def _new_clause(line: Line, at: int) -> bool:
    if line.within(at, "subjects"):
        return line.low(at) != "it" or line.verb(at + 1)
    if line.within(
        at - 1, "prepositions", "determiners", "possessives", "conjunctions"
    ) or line.low(at - 1).endswith("'s"):
        return False
    return line.within(at, "determiners", "possessives") or (
        line.at(at).capital and not line.at(at - 1).capital
    )


def _behind_adverbial(line: Line, group: Group, at: int) -> int:
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


def _adverbial_starts(line: Line, at: int) -> bool:
    if line.comma(at):
        return line.within(at + 1, "prepositions", "weekdays")
    if line.within(at, "prepositions", "weekdays", "times") or line.adverb(at):
        return True
    return line.low(at) in {"last", "this"} and line.within(at + 1, "times")


def _content_starts(line: Line, group: Group, at: int, *, first: bool) -> bool:
    if line.quote(at) or line.low(at) in {":", "that"} or (line.comma(at) and line.quote(at + 1)):
        return True
    if first:
        return False
    if line.within(at, "subjects") and line.verb(at + 1):
        return True
    return line.low(at) == "to" and "to" in group.cue.takes and not line.noun_like(at + 1)


def _breaks_adverbial(line: Line, at: int, *, first: bool) -> bool:
    if line.stop(at) or line.low(at) == ";":
        return True
    return not first and (line.comma(at) or line.verb(at))


def _goes_on_behind_day(line: Line, at: int) -> bool:
    return line.at(at).word and not line.within(at, "prepositions", "times")


def _predicate(line: Line, group: Group) -> Complement | None:
    """As in "called the plan “madness”": the quotation is what was said."""
    for at in range(group.last + 1, min(len(line), group.last + TO_VERB)):
        if line.quote(at):
            return Complement("quoted", group.last + 1, group.last)
        if not line.at(at).word or line.verb(at):
            return None
    return None


def _object_starts(line: Line, at: int) -> bool:
    if line.quote(at):
        return True
    if line.within(at, "weekdays", "times"):
        return False
    return line.noun_phrase_starts(at) and not line.verb(at)
