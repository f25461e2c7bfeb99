"""Questions that take something else for granted than the statement that comes nearest."""

from collections.abc import Callable

from knowledge.answering.agreement import AGREES, CLASHES
from knowledge.answering.candidates import Candidate
from knowledge.answering.understand.asking import Want
from knowledge.answering.understand.negation import counts_what_is_not
from knowledge.answering.understand.reading import Understood
from knowledge.answering.understand.words import fold, key

_ENOUGH = 2
"""Words and aspects that agree, from which the question is about the statement all the same."""
_STRANGE = 1
_STRANGE_SHARE = 1 / 3
"""Words, and share of them, that the statement need not have: another verb for the same thing."""


def corrects(asked: Understood, candidate: Candidate, is_common: Callable[[str], bool]) -> bool:
    """Whether a statement gives the number or the year that the question has wrong.

    A wrong number clashes with the figure of the very thing. A wrong year does so only where the
    claim itself tells the year: elsewhere the question asks for another time, of which the store
    has nothing.

    Args:
        asked: the question.
        candidate: the best one.
        is_common: tells of a folded word whether most statements have it.
    """
    facts, agrees = candidate.facts, candidate.agreement
    if facts is None:
        return False
    year = agrees.year == CLASHES and any(when.year for when in facts.times)
    if agrees.number != CLASHES and not year:
        return False
    telling = [word for word in asked.rest if not (word.isdigit() or is_common(word))]
    met = [word for word in telling if key(word) in facts.words]
    aspects = (agrees.speaker, agrees.date, agrees.place)
    strange = max(_STRANGE, _STRANGE_SHARE * len(telling))
    return len(telling) - len(met) <= strange and len(met) + aspects.count(AGREES) >= _ENOUGH


def counts_others(asked: Understood, candidate: Candidate) -> bool:
    """Whether a question asks for another number than the one that a statement gives.

    "How many were not shot down?" is not answered by how many were, and "how many on
    December 20?" not by how many there were on another day.
    """
    agrees = candidate.agreement
    of_a_day = asked.want is Want.HOW_MANY and any(when.days for when in asked.whens)
    if of_a_day and agrees.date == CLASHES and agrees.number != AGREES:
        return True
    says_so = candidate.facts is None or not candidate.facts.negated
    return says_so and counts_what_is_not(fold(asked.text))
