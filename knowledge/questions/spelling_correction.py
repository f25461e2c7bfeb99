"""Words of a question, folded, and put right where the question words are misspelt."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.languages.registry import listed, meanings, ordered
from knowledge.questions.filters import WRITTEN
from knowledge.search.text_analysis import folded as fold
from knowledge.search.text_analysis import frequent, wording
from knowledge.search.text_analysis import stem as key
from knowledge.search.text_analysis import words as words_of

__all__ = ["fold", "key", "spelling", "wording", "words_of"]

_NOT_PLAIN = re.compile(r"[^a-z0-9]")
_DOUBLED = re.compile(r"(.)\1+")
# Spellings of the same sound in the Latin names of Slavic people and places.
_SOUNDS = (
    ("shch", "sh"), ("tsch", "ch"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("y", "i"), ("j", "i"),
)  # fmt: skip


@lru_cache(maxsize=65536)
def spelling(word: str) -> str:
    """The word in Latin letters, different transliterations of one name alike."""
    latin = _NOT_PLAIN.sub("", anyascii(word).casefold())
    for written, heard in _SOUNDS:
        latin = latin.replace(written, heard)
    return _DOUBLED.sub(r"\1", latin)


_ASKING = ordered("question_spelling", "asking")
_COLLOQUIAL = meanings("question_spelling", "colloquial")
"""Spoken forms that are further than a slip from the written ones."""
_GOT = re.compile(
    r"\b(?:got|gets?|getting) (?=(?:\w+ed|shot|hit|struck|hurt|blown|brought|taken|caught)\b)"
)
"""What "were" is called in haste; by itself it is another word."""
_MONTHS = ordered("question_spelling", "months_written")
_SHORTEST_NAMED = 6
"""Letters of a month or a listing word in which a slip is looked for."""
_TWO_SLIPS_FROM = 8
_HOW = re.compile(r"\b(?:hwo|hw|ho|hou|howe) (?=(?:many|much|manny|menny|meny|mny)\b)")
_FORM = re.compile(r"\b(com(?:e|es|ing)|came|fl(?:y|ew|own|ying)|launched|sent|taken|are) form\b")
_MANY = re.compile(r"(?<=\bhow )(?:manny|menny|meny|mani)\b")
"""Slips that only the word beside them tells from other words."""
_OTHERS = listed("question_spelling", "not_slips")
"""Words of their own that are one letter from a question word."""
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST, _LONGEST = 3, 8


def mended(text: str, is_known: Callable[[str], bool]) -> str:
    """The text with its question words, months, listing words, and "were", as they are written.

    Only a word in lower case that means nothing by itself is taken for one, and only if it is
    one slip from a single question word.

    Args:
        text: a question as typed.
        is_known: tells of a folded word whether the store uses it.
    """

    def put_right(found: re.Match[str]) -> str:
        word, folded = found[0], next(forms)
        if folded in _COLLOQUIAL and not is_known(folded):
            return _COLLOQUIAL[folded]
        if not word.islower() or folded in _OTHERS or folded in frequent():
            return word
        if is_known(folded):
            # A stem that the store uses may be a month's with a slip in its ending.
            month = _month(folded) if len(folded) >= _SHORTEST_NAMED else None
            return month if month and key(month) == key(folded) else word
        return _question_word(folded) or _month(folded) or _listing(folded) or word

    text = _FORM.sub(r"\1 from", _MANY.sub("many", _HOW.sub("how ", text)))
    text = _GOT.sub("were ", text)
    forms = iter([fold(word) for word in _WORD.findall(text)])
    return _WORD.sub(put_right, text)


def _question_word(word: str) -> str | None:
    if not _SHORTEST <= len(word) <= _LONGEST:
        return None
    near = process.extract(word, _ASKING, scorer=OSA.distance, score_cutoff=1, limit=2)
    return near[0][0] if len(near) == 1 else None


def _listing(word: str) -> str | None:
    """The listing word that is one slip away; not one that only ends or begins otherwise."""
    near = _nearest(word, WRITTEN, 1)
    return None if near is None or near[0] != word[0] or key(near) == key(word) else near


def _month(word: str) -> str | None:
    return _nearest(word, _MONTHS, 2 if len(word) >= _TWO_SLIPS_FROM else 1)


def _nearest(word: str, among: Sequence[str], slips: int) -> str | None:
    if len(word) < _SHORTEST_NAMED:
        return None
    best = process.extractOne(word, among, scorer=OSA.distance, score_cutoff=slips)
    return best[0] if best else None
