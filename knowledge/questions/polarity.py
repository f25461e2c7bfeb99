"""Whether a text says that something is so or not so: negation and denial in its main clause."""

import re
from functools import lru_cache

from knowledge.languages.word_tables import pattern
from knowledge.search.text_analysis import FUNCTION_WORDS
from knowledge.search.text_analysis import words as words_of

_DENYING = re.compile(rf"\b(?:{pattern('negation', 'denying')})\b")
_SUBORDINATE = re.compile(rf"\b(?:{pattern('negation', 'subordinate')})\b[^,;:.!?()]*")
_ABSENT = re.compile(rf"\b(?:{pattern('negation', 'absence')})\b")
_VERBAL = re.compile(rf"(?:{pattern('negation', 'verbal')})")
_END = re.compile(r"[,;:!?()—]|\.(?!\d)")
_LEAST = 2
"""Words that a main clause has; a question that begins with "when" has no other clause."""


def denies(text: str) -> bool:
    """Whether a folded text tells of somebody who says that something is not so."""
    return _DENYING.search(text) is not None


def denied_content(text: str) -> str | None:
    """What a folded text says that somebody denies; None where nobody does."""
    found = _DENYING.search(text)
    return None if found is None else text[found.end() :]


def first_clause(text: str) -> str:
    """The clause that a folded text begins with."""
    return _END.split(text.lstrip(" ,;:-("), maxsplit=1)[0]


@lru_cache(maxsize=4096)
def clauses_of(text: str) -> tuple[str, ...]:
    """The clauses of a folded text, as its marks part them."""
    return tuple(clause for clause in map(str.strip, _END.split(text)) if clause)


def has_verb_negated(text: str) -> bool:
    """Whether a negation in a folded text stands before a verb: "did not reach"."""
    return _VERBAL.search(text) is not None


def tells_of_absence(text: str) -> bool:
    """Whether a folded text says that there is none of something."""
    return _ABSENT.search(text) is not None


def negated_words(text: str) -> list[str]:
    """The words that the negations of a folded text bear on.

    That something was not there at all negates nothing of it.
    """
    found = (words_of(text[each.end() :])[:1] for each in _VERBAL.finditer(text))
    return [word for words in found for word in words if word not in FUNCTION_WORDS]


@lru_cache(maxsize=4096)
def main_clauses(text: str) -> str:
    """A folded text without its clauses of condition, time and reason.

    "Could it spread if nobody negotiates?" does not say that something is not so.
    """
    left = _SUBORDINATE.sub(" ", text)
    return left if len(left.split()) >= _LEAST else text
