"""A message in letters that make no words, as it was meant: another keyboard, another alphabet."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from knowledge.domain import Language
from knowledge.languages.detection import language_of
from knowledge.languages.word_tables import table
from knowledge.questions.intents import intent_of
from knowledge.questions.keyboard_layout import switched
from knowledge.questions.spelling_correction import fold, words_of
from knowledge.questions.time_expressions import times_in
from knowledge.questions.transliteration import in_cyrillic
from knowledge.search.function_words import frequent

LONGEST = 400
"""Characters of a message that is tried; nobody types more without seeing what comes out."""
_SENSE = 0.5
"""Share of the words that have to be known after respelling."""
_GAIN = 0.3
"""By how much more of the words have to be known than before."""


def respelled(message: str, is_known: Callable[[str], bool]) -> tuple[str, Language] | None:
    """What was meant by letters that make no words; None where they make some, or nothing does.

    Args:
        message: as typed.
        is_known: tells of a folded word whether the store uses it.
    """
    if len(message) > LONGEST:
        return None
    as_typed = _sense(message, is_known)
    if as_typed > 1 - _GAIN:
        return None
    # The keyboard first: what comes out of it by accident is no word at all.
    best: tuple[float, str, Language] | None = None
    for text, language in (*switched(message), *in_cyrillic(message)):
        sense = _sense(text, is_known)
        if language_of(text, language) is not language:
            sense -= 0.1  # its letters are another language's
        if best is None or sense > best[0]:
            best = (sense, text, language)
    if best is None or best[0] < max(_SENSE - 0.1, as_typed + _GAIN):
        return None
    return best[1], language_of(best[1], best[2])


def _sense(text: str, is_known: Callable[[str], bool]) -> float:
    """The share of a text that is words, times or something people say to a bot."""
    if intent_of(text) and any(letter.isalpha() for letter in text):
        return 1.0
    folded = fold(text)
    times = times_in(folded)
    words = [word for word in words_of(times.rest) if not word.isdigit()]
    told = len(times.found)
    # Single letters are words in every alphabet, and tell none from another.
    long = [word for word in words if len(word) > 1] or words
    if not long:
        return 1.0 if told else 0.0
    in_store = [is_known(word) for word in long]
    known = sum(
        [
            held or word in frequent() or is_everyday(word)
            for held, word in zip(in_store, long, strict=True)
        ]
    )
    return (known + told) / (len(long) + told)


@cache
def _everyday() -> re.Pattern[str]:
    patterns: list[Sequence[str]] = [
        words for language in table("dialogue").values() for words in language["words"].values()
    ]
    return re.compile("|".join(each.replace("'", "") for some in patterns for each in some))


def is_everyday(word: str) -> bool:
    """Whether people use a folded word whatever they ask."""
    return _everyday().fullmatch(word) is not None
