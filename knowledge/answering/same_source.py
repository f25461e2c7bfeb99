"""Whether somebody whom a question credits with words is the source that a statement names.

A hospital, its spokeswoman, her post, its abbreviation and its name in another script are one
source, where the statement's own speaker says so: by name, or by the sort of source it is.
"""

from collections.abc import Iterable, Sequence

from knowledge.answering.statement_facts import StatementFacts
from knowledge.questions.claimant import Claimant
from knowledge.questions.entities import holds
from knowledge.questions.source_kinds import is_country, is_post, is_word, kinds_of_source
from knowledge.questions.spelling_correction import fold, key, spelling, words_of
from knowledge.search.text_analysis import FUNCTION_WORDS

_SHORTEST = 2
_LONGEST = 6
"""Letters of an abbreviation."""


def is_source(claimant: Claimant, facts: StatementFacts) -> bool | None:
    """Whether words are theirs to whom a question credits them; None where that cannot be told.

    Args:
        claimant: somebody whom the question credits.
        facts: of the statement.
    """
    if facts.speaker is not None and facts.speaker in claimant.ids:
        # Beside the name of a place, it may be somebody of the same post elsewhere.
        return not claimant.beside or holds(claimant.beside, (facts.credited, facts.own))
    words = [word for word in claimant.words if word not in FUNCTION_WORDS] or claimant.words
    if holds(words, (facts.credited,)):
        return True
    proper = [word for word in words if not is_post(word)]
    credited = words_of(fold(facts.credited))
    kinds, known = kinds_of_source(" ".join(words)), kinds_of_source(fold(facts.credited))
    # "Defense" alone makes no ministry of who is close to the defense establishment.
    telling = not all(map(is_word, proper)) or not kinds or bool(kinds & known)
    named = holds(proper, (facts.credited,)) or _abbreviates(proper, credited)
    if proper and telling and named:
        return True
    if all(map(is_country, words)) or _is_told_of(proper or words, facts):
        return None
    if kinds & known:
        return _of_one_kind(words, proper)
    # An official of some nation or body is told apart by no name, but by what else somebody is.
    somebody = bool(proper) and (words[-1] in proper or bool(kinds))
    something = bool(known) or facts.has_role or facts.speaker is None
    return False if somebody or (kinds and something) else None


def _of_one_kind(words: Sequence[str], proper: Sequence[str]) -> bool | None:
    """Whether somebody of the same kind is the same, where names of theirs are not the speaker's.

    A minister of another name is somebody else; a hospital named otherwise may be the same.
    """
    if not proper:
        return True
    return False if words[-1] in proper else None


def _is_told_of(words: Sequence[str], facts: StatementFacts) -> bool:
    """Whether the claim itself tells of somebody: it need not be the speaker that is meant."""
    told = {key(word) for word in facts.claimed}
    return bool(words) and all(key(word) in told for word in words)


def _abbreviates(words: Sequence[str], credited: Sequence[str]) -> bool:
    """Whether words that name somebody are the first letters of a name, or a name's are theirs."""
    return any(_begins(word, credited) for word in words) or any(
        _begins(word, words) for word in credited
    )


def _begins(word: str, name: Iterable[str]) -> bool:
    if not (_SHORTEST <= len(word) <= _LONGEST and word.isalpha()):
        return False
    initials = "".join(each[:1] for each in name if each not in FUNCTION_WORDS)
    short = spelling(word)
    return len(short) > _SHORTEST and (word in initials or short in spelling(initials))
