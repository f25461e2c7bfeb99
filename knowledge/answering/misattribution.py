"""Words that a question credits to one speaker and that another one said."""

from dataclasses import replace

from knowledge.answering.agreement import AGREES, CLASHES
from knowledge.answering.candidates import Candidate, CandidatePool
from knowledge.answering.premises import share_told
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.question_type import QuestionType

_MOST_OF_IT = 0.75
"""Share of what a question tells that another speaker's statement must have."""
_LITTLE_OF_IT = 0.34
"""Share of it that the credited speaker's statement may have and still be of something else."""
_MORE = 0.2
"""By how much more of it another one must have than a statement that says the opposite."""
_TELLING = frozenset({QuestionType.IS_IT_TRUE, QuestionType.WHY, QuestionType.WHAT})
"""What is asked of words that a question tells; others ask for something beside them."""


def credited_rightly(asked: ParsedQuestion, found: CandidatePool) -> CandidatePool:
    """The candidates, led by who said what the question tells, where the credited speaker did not.

    A statement of the credited speaker comes first by its speaker alone; where it tells of something
    else, or says the opposite, and somebody else said just that, those are the words that are meant.
    """
    claimant = asked.claimant
    tells = asked.want in _TELLING and not asked.tells_nothing
    if claimant is None or claimant.open or not tells or not found.candidates:
        return found
    best = found.candidates[0]
    if best.facts is None or best.agreement.claimant != AGREES:
        return found
    told = _told(asked, best)
    if told is None:
        return found
    for at, each in enumerate(found.candidates):
        if each.facts is None or each.agreement.claimant != CLASHES:
            continue
        share = _told(asked, each)
        if share is None or share < _MOST_OF_IT or each.agreement.opposite == CLASHES:
            continue
        turned = best.agreement.opposite == CLASHES and share >= told + _MORE
        if turned or told <= _LITTLE_OF_IT:
            rest = (*found.candidates[:at], *found.candidates[at + 1 :])
            return replace(found, candidates=(each, *rest))
    return found


def _told(asked: ParsedQuestion, candidate: Candidate) -> float | None:
    """The share of what a question tells that a candidate has; None where that cannot be compared."""
    if candidate.facts is None:
        return None
    return share_told(asked, candidate.facts)
