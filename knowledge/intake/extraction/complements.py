"""What follows a cue: which complement it is and where the content begins."""

from dataclasses import dataclass

from knowledge.intake.extraction.groups import Group
from knowledge.intake.extraction.line import Line
from knowledge.intake.extraction.tokens import Kind

_ADDRESSEE = 16  # tokens of the person told
_ADVERBIAL = 25  # tokens of "in an interview with ..." before the content
_TO_VERB = 15  # tokens from the start of a bare clause to its verb


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
        return _phrase(line, group, at)
    if "told" in takes and not group.passive:
        at = _behind_addressee(line, at)
    found = (
        _clause(line, group, at)
        or _clause(line, group, _behind_adverbial(line, group, at))
        or _bare(line, group, at)
    )
    if found is not None or group.passive:
        return found
    if "quoted" in takes and (quoted := _predicate(line, group)):
        return quoted
    if "object" in takes and _object_starts(line, group.last + 1):
        return Complement("object", group.last + 1, group.last)
    return None


def _phrase(line: Line, group: Group, at: int) -> Complement | None:
    following = at + 1
    if line.low(at) == "it":
        colon = line.low(following) == ":"
        return Complement("quote", following + 1, at + colon) if line.quote(following + 1) else None
    if line.stop(following) or line.comma(following):
        return None
    if line.low(at) == "out":
        if line.low(following) == "that":
            return Complement("that", following, at)
        if _is_bare_clause(line, following):
            return Complement("bare", following, at)
    return Complement("phrase", following, at)


def _clause(line: Line, group: Group, at: int) -> Complement | None:
    takes = group.cue.takes
    direct = at == group.last + 1
    if takes & {"quote", "that", "post", "object"}:
        if line.quote(at) and takes & {"quote", "that", "post"}:
            return Complement("quote", at, group.last)
        if (
            line.low(at) in {",", ":"}
            and line.quote(at + 1)
            and "quote" in takes | ({"quote"} if line.low(at) == ":" else set())
        ):
            last = at if line.low(at) == ":" and direct else group.last
            return Complement("quote", at + 1, last)
    if line.low(at) == "that" and takes & {"that", "told"} and not line.stop(at + 1):
        return Complement("that", at, group.last)
    if "what" in takes and line.within(at, "questions") and not line.stop(at + 1):
        return Complement("what", at, group.last)
    if "to" in takes and line.low(at) == "to" and not line.noun_like(at + 1):
        first = group.last + 1 if "told" in takes else at
        return Complement("to", first, group.last)
    if line.within(at, "subjects") and (bare := _bare(line, group, at)):
        return bare
    if line.low(at) == ":" and direct and takes & {"quote", "post"} and not line.stop(at + 1):
        return Complement("bare", at + 1, at)
    return None


def _bare(line: Line, group: Group, at: int) -> Complement | None:
    if "bare" in group.cue.takes and not group.passive and _is_bare_clause(line, at):
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
    start = at
    if not (
        line.within(at, "prepositions", "weekdays", "times")
        or line.adverb(at)
        or line.comma(at)
        or (line.low(at) in {"last", "this"} and line.within(at + 1, "times"))
    ):
        return at
    if line.comma(at) and not line.within(at + 1, "prepositions", "weekdays"):
        return at
    at += line.comma(at)
    while at - start < _ADVERBIAL:
        token = line.at(at)
        if line.quote(at) or token.low in {":", "that"}:
            return at
        if line.comma(at) and line.quote(at + 1):
            return at
        if at > start and line.within(at, "subjects") and line.verb(at + 1):
            return at
        if (
            token.low == "to"
            and at > start
            and "to" in group.cue.takes
            and not line.noun_like(at + 1)
        ):
            return at
        if (
            line.stop(at)
            or token.low == ";"
            or (line.comma(at) and at > start)
            or (line.verb(at) and at > start)
        ):
            return start
        if (
            line.within(at, "weekdays")
            and not line.within(at + 1, "prepositions", "times")
            and line.at(at + 1).word
        ):
            return at + 1
        at += 1
    return start


def _is_bare_clause(line: Line, at: int) -> bool:
    """Whether a clause with its own subject and verb begins here."""
    if (
        line.low(at)
        in {
            "if",
            "there",
            "when",
            "while",
            "in",
            "after",
            "because",
            "once",
            "by",
            "under",
            "about",
            "despite",
            "nearly",
            "almost",
            "since",
            "with",
            "for",
            "on",
            "at",
        }
        and line.at(at + 1).word
    ):
        return any(line.verb(later) for later in range(at + 1, min(len(line), at + _TO_VERB)))
    if line.within(at, "subjects") or (
        line.low(at) in {"this", "that", "these", "those"} and line.auxiliary(at + 1)
    ):
        return line.low(at) != "it" or line.verb(at + 1) or line.adverb(at + 1)
    if not line.noun_phrase_starts(at) and not line.adverb(at):
        return False
    if line.low(at) in {"him", "them", "me", "us", "himself", "herself"}:
        return False
    for later in range(at + 1, min(len(line), at + _TO_VERB)):
        token = line.at(later)
        if line.verb(later) and line.low(later - 1) != "to":
            return True
        if line.stop(later) or token.low in {";", ":"} or line.quote(later):
            return False
        if line.comma(later) and not _closes_later(line, later):
            return False
    return False


def _closes_later(line: Line, comma: int) -> bool:
    return any(line.comma(at) for at in range(comma + 2, min(len(line), comma + _TO_VERB)))


def _predicate(line: Line, group: Group) -> Complement | None:
    """ "called the plan “madness”": the quotation is what was said."""
    for at in range(group.last + 1, min(len(line), group.last + _TO_VERB)):
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
