"""Questions that take something else for granted than the statement that comes nearest."""

import re
from collections.abc import Callable
from itertools import dropwhile, pairwise, takewhile

from knowledge.answering.agreement import AGREES, CLASHES
from knowledge.answering.candidates import Candidate
from knowledge.answering.facts import Facts
from knowledge.answering.understand.asking import Want
from knowledge.answering.understand.negation import counts_what_is_not
from knowledge.answering.understand.reading import Understood
from knowledge.answering.understand.words import fold, key, words_of
from knowledge.search.everyday import FUNCTION_WORDS

_OF_TYPE = re.compile(
    r"\b(?:(?:what|which) (?:type|kind|sort|model|make|brand)s? of"
    r"|как(?:ого|ой) (?:типа|вида|марки|модели)|какой (?:тип|вид)|какая (?:марка|модель)"
    r"|якого (?:типу|виду)|якої (?:марки|моделі)|який (?:тип|вид)|яка (?:марка|модель))"
    r"((?: \w+){1,3})"
)
_ENOUGH = 2
"""Words and aspects that agree, from which the question is about the statement all the same."""
_COUNTS = frozenset(
    "one two three several many most один одну однин одного несколько кілька".split()
)
"""Words before a thing that tell how many, not of what kind."""
_SOMEBODY_ELSE = 0.5
"""Of the question's proper names, how much a statement lacks that names somebody else."""
_STRANGE = 1
_STRANGE_SHARE = 1 / 3
"""Words, and share of them, that the statement need not have: another verb for the same thing."""


def corrects(asked: Understood, candidate: Candidate, is_common: Callable[[str], bool]) -> bool:
    """Whether a statement gives the number, the year or the speaker that the question has wrong.

    A wrong number clashes with the figure of the very thing. A wrong year does so only where the
    claim itself tells the year, or the speaker and the month are right: elsewhere the question asks
    for another time, of which the store has nothing. Words that are quoted belong to who said them,
    whomever the question names.

    Args:
        asked: the question.
        candidate: the best one.
        is_common: tells of a folded word whether most statements have it.
    """
    facts, agrees = candidate.facts, candidate.agreement
    if facts is None:
        return False
    if _quotes(asked, facts) and candidate.closeness.get("strangers", 0.0) >= _SOMEBODY_ELSE:
        return True
    of_year = any(when.year for when in facts.times) or agrees.date == agrees.speaker == AGREES
    year = agrees.year == CLASHES and of_year
    if agrees.number != CLASHES and not year:
        return False
    telling = [word for word in asked.rest if not (word.isdigit() or is_common(word))]
    met = [word for word in telling if key(word) in facts.words]
    aspects = (agrees.speaker, agrees.date, agrees.place)
    strange = max(_STRANGE, _STRANGE_SHARE * len(telling))
    return len(telling) - len(met) <= strange and len(met) + aspects.count(AGREES) >= _ENOUGH


def _quotes(asked: Understood, facts: Facts) -> bool:
    """Whether words that the statement quotes stand in the question."""
    words = asked.wording
    return any(
        words[at : at + len(quote)] == quote
        for quote in facts.quoted
        for at in range(len(words) - len(quote) + 1)
    )


def asks_else(asked: Understood, candidate: Candidate) -> bool:
    """Whether a question asks for something that a statement, however near, leaves open."""
    return counts_others(asked, candidate) or leaves_type_open(asked, candidate)


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


def leaves_type_open(asked: Understood, candidate: Candidate) -> bool:
    """Whether a question asks of what type something is, and a statement only names the thing.

    "One drone was intercepted" does not tell the type of drone, "industrial and military targets"
    tells the kind of targets.
    """
    found = _OF_TYPE.search(fold(asked.text))
    if found is None or candidate.facts is None:
        return False
    after = list(dropwhile(FUNCTION_WORDS.__contains__, words_of(found[1])))
    kinds = {key(word) for word in takewhile(lambda each: each not in FUNCTION_WORDS, after)}
    told = words_of(fold(candidate.facts.spoken))
    before = [last for last, word in pairwise(("", *told)) if key(word) in kinds]
    known = FUNCTION_WORDS | set(asked.words) | {""}
    return bool(before) and all(
        last in known or last.isdigit() or last in _COUNTS for last in before
    )
