"""Verb groups: a cue with its auxiliaries, adverbs and negation."""

from dataclasses import dataclass

from knowledge.intake.extraction.inflection import Form
from knowledge.intake.extraction.lexicon import Cue
from knowledge.intake.extraction.line import Line, plural
from knowledge.intake.extraction.tokens import Kind

_SILENT = frozenset({"tight-lipped", "silent", "mum"})
_STAYING = frozenset(
    {
        "remain",
        "remains",
        "remained",
        "stay",
        "stays",
        "stayed",
        "is",
        "are",
        "was",
        "were",
        "been",
        "keep",
        "kept",
    }
)


@dataclass(frozen=True, slots=True)
class Group:
    """A verb group; `first` and `last` are indexes of its tokens.

    Args:
        passive: "was told", and participles behind a noun ("described by").
        participle: an "-ing" form without a form of "be".
        infinitive: follows "to".
    """

    cue: Cue
    first: int
    last: int
    passive: bool
    participle: bool
    infinitive: bool


def group_at(line: Line, index: int) -> Group | None:
    """The verb group whose main verb is the token, or None where it is no such verb."""
    cue = line.cue(index)
    if cue is None:
        return None
    first = index
    if cue.lemma in _SILENT:
        first -= 1
        if line.low(first) not in _STAYING or line.low(index + 1) not in cue.after:
            return None
    elif _is_noun(line, index, cue):
        return None
    helper = False
    while _helps(line, first - 1):
        first -= 1
        helper = helper or line.auxiliary(first)
    if first == 0 and not helper:
        first = index
    being = any(line.within(at, "being") for at in range(first, index))
    having = any(
        line.low(at) in {"has", "have", "had", "having", "'ve"} for at in range(first, index)
    )
    if cue.form is Form.ING and line.low(first) in {"has", "have", "had"} and not being:
        return None
    passive = cue.form is Form.PAST and being and cue.lemma != "go" and not (having and not being)
    return Group(
        cue,
        first,
        index,
        passive,
        participle=cue.form is Form.ING and not being,
        infinitive=line.low(first - 1) == "to",
    )


def _helps(line: Line, index: int) -> bool:
    token = line.at(index)
    if token.kind is not Kind.WORD:
        return False
    return line.auxiliary(index) or (
        line.adverb(index)
        and token.low not in {"here", "there", "today", "yesterday", "tomorrow", "tonight"}
    )


def _is_noun(line: Line, index: int, cue: Cue) -> bool:
    token = line.at(index)
    if token.capital and index > 0 and not line.headline and not line.stop(index - 1):
        return True
    if cue.form is not Form.ING and line.nominal_before(index) and line.low(index - 1) != "to":
        return True
    if cue.form is Form.ING:
        return line.within(index - 1, "determiners", "possessives")
    if cue.form is Form.BASE:
        return not _takes_base_form(line, index)
    if (
        cue.form is Form.THIRD
        and cue.ambiguous
        and not line.within(index + 1, "determiners", "subjects", "relatives", "questions")
        and not line.at(index + 1).capital
    ):
        return line.low(index - 1).endswith("s") or line.cue(index - 1) is not None
    return False


def _takes_base_form(line: Line, index: int) -> bool:
    before = index - 1
    while line.adverb(before):
        before -= 1
    low = line.low(before)
    if (
        line.at(before).kind is Kind.NUMBER
        or line.low(before)
        in {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
        or _plural_before_preposition(line, before)
    ):
        return True
    if line.within(before, "modals") or low in {
        "to",
        "do",
        "does",
        "did",
        "don't",
        "doesn't",
        "didn't",
        "won't",
        "can't",
        "cannot",
        "couldn't",
        "wouldn't",
        "i",
        "we",
        "they",
        "you",
        "who",
        "which",
        "that",
        "and",
        "or",
        "people",
        "%",
    }:
        return True
    return (
        plural(low)
        or line.comma(before)
        or line.at(before).kind is Kind.BRACKET
        or low
        in {
            "percent",
            "men",
            "women",
            "media",
            "most",
            "many",
            "some",
            "few",
            "others",
            "both",
            "police",
            "majority",
            "third",
            "half",
            "all",
            "public",
        }
    )


def _plural_before_preposition(line: Line, last: int) -> bool:
    """Whether the head of "files from the city" is a plural."""
    for at in range(last, max(0, last - 6), -1):
        if not line.at(at).word or line.verb(at):
            return False
        if line.within(at, "prepositions"):
            return plural(line.low(at - 1))
    return False
