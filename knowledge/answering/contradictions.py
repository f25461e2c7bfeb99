"""Statements of one incident that may contradict each other, found by rule and never by likeness.

They are found to be asked of a curator. Until one has looked, nobody is told that nothing disputes
a statement which another one may contradict.
"""

from collections.abc import Iterable

from knowledge.answering.statement_facts import StatementFacts
from knowledge.domain import Aspect
from knowledge.questions.spelling_correction import key, words_of
from knowledge.search.function_words import FUNCTION_WORDS

_COUNTED_ALIKE = 2
"""Words beside two numbers that both have, from which they count the same thing."""
_OF_THE_SAME = 0.4
"""Share of the words of the shorter of two claims that the other one has, from which both are of
the same matter."""


def contradiction(one: StatementFacts, other: StatementFacts) -> Aspect | None:
    """In what two statements of one incident may contradict each other; None where in nothing.

    Args:
        one: a statement.
        other: another one.
    """
    if one.numbers and other.numbers and one.numbers.isdisjoint(other.numbers):
        shared = _keys(words_of(one.counted)) & _keys(words_of(other.counted))
        if len(shared) >= _COUNTED_ALIKE:
            return Aspect.NUMBER
    if not _same_matter(one, other):
        return None
    if one.denied != other.denied:
        return Aspect.NEGATION
    if any(one.sides[pair] != other.sides[pair] for pair in one.sides.keys() & other.sides.keys()):
        return Aspect.NEGATION
    return None


def _same_matter(one: StatementFacts, other: StatementFacts) -> bool:
    shorter, longer = sorted((_keys(one.claimed), _keys(other.claimed)), key=len)
    return bool(shorter) and len(shorter & longer) >= _OF_THE_SAME * len(shorter)


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(
        key(word) for word in words if word not in FUNCTION_WORDS and not word.isdigit()
    )
