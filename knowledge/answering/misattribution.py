"""Words that a question credits to one speaker and that another one said."""

import re
from dataclasses import replace

from knowledge.answering.agreement import AGREES, CLASHES
from knowledge.answering.candidates import Candidate, CandidatePool
from knowledge.answering.premises import share_told
from knowledge.languages.word_tables import pattern
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.question_type import QuestionType

_MOST_OF_IT = 0.75
"""Share of what a question tells that another speaker's statement must have."""
_LITTLE_OF_IT = 0.34
"""Share of it that the credited speaker's statement may have and still be of something else."""
_MORE = 0.2
"""By how much more of it another one must have than a statement that says the opposite."""
TELLING = frozenset({QuestionType.IS_IT_TRUE, QuestionType.WHY, QuestionType.WHAT})
"""What is asked of words that a question tells; others ask for something beside them."""


def credited_rightly(asked: ParsedQuestion, found: CandidatePool) -> CandidatePool:
    """The candidates, led by who said what the question tells, where the credited speaker did not.

    A statement of the credited speaker comes first by its speaker alone; where it tells of something
    else, or says the opposite, and somebody else said just that, those are the words that are meant.
    """
    claimant = asked.claimant
    tells = asked.want in TELLING and not asked.tells_nothing
    if claimant is None or claimant.open or not tells or not found.candidates:
        return found
    best = found.candidates[0]
    if best.facts is None or best.agreement.claimant != AGREES:
        return found
    told = _told(asked, best)
    if told is None:
        return found
    for each in found.candidates:
        if each.facts is None or each.agreement.claimant != CLASHES:
            continue
        share = _told(asked, each)
        if share is None or share < _MOST_OF_IT or each.agreement.opposite == CLASHES:
            continue
        turned = best.agreement.opposite == CLASHES and share >= told + _MORE
        if turned or told <= _LITTLE_OF_IT:
            return _led_by(each, found)
    return found


_BESIDE = 1.0
"""How far, in log odds, a statement of the very speaker may lie behind one of the same source."""
_LOOKED_AT = 3
_NONE_OF = re.compile(rf"\b(?:{pattern('negation', 'none_of')})\b")
"""How a claim says that not one of so many did something."""


def by_namesake(asked: ParsedQuestion, found: CandidatePool) -> CandidatePool:
    """The candidates, led by the very speaker that is named where one of the same source leads.

    "The mayor" is the mayor before he is his office, where both come as near.
    """
    claimant = asked.claimant
    if claimant is None or not claimant.ids or not found.candidates:
        return found
    best = found.candidates[0]
    same = best.agreement.claimant == AGREES
    if best.facts is None or best.facts.speaker in claimant.ids or not same:
        return found
    for each in found.candidates[1:_LOOKED_AT]:
        near = best.worth - each.worth <= _BESIDE
        if near and each.facts is not None and each.facts.speaker in claimant.ids:
            return _led_by(each, found)
    return found


def counted_first(asked: ParsedQuestion, found: CandidatePool) -> CandidatePool:
    """The candidates, led by what counts something where one leads that says that none did.

    "How many drones were there?" is answered by how many there were, and not by that none of so
    many arrived, unless just that is asked.
    """
    best = found.candidates[0] if found.candidates else None
    counts = asked.want is QuestionType.HOW_MANY or bool(asked.numbers)
    if best is None or best.facts is None or not counts or asked.negated:
        return found
    if not _NONE_OF.search(" ".join(best.facts.claimed)):
        return found
    asked_of = {each for events in asked.events.values() for each in events}
    for each in found.candidates[1:_LOOKED_AT]:
        facts = each.facts
        if facts is None or facts.negated or facts.incident != best.facts.incident:
            continue
        told = {event for events in facts.events.values() for event in events}
        if asked_of <= told and facts.numbers & best.facts.numbers:
            return _led_by(each, found)
    return found


def _led_by(first: Candidate, found: CandidatePool) -> CandidatePool:
    rest = (each for each in found.candidates if each is not first)
    return replace(found, candidates=(first, *rest))


def _told(asked: ParsedQuestion, candidate: Candidate) -> float | None:
    """The share of what a question tells that a candidate has; None where that cannot be compared."""
    if candidate.facts is None:
        return None
    return share_told(asked, candidate.facts)
