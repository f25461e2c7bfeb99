"""Why a message that nothing was found for may not have been read: its language, letters or length."""

import re
from collections.abc import Callable
from enum import StrEnum

from knowledge.languages.detection import WORDY, language_among_all
from knowledge.languages.letters import LOWER, UPPER
from knowledge.questions.segmentation import LONGEST_PIECE
from knowledge.questions.source_kinds import is_word
from knowledge.questions.spelling_correction import fold, words_of
from knowledge.search.text_analysis import frequent

LOOKED_AT = 400
"""Characters of a message that tell whether it was read."""
_LONGEST_WORD = 40
"""Letters from which what stands between two spaces is no word."""
_SENSE = 0.34
"""Share of words that are some language's of ours, from which a message is in it."""
_NAMES = 5
"""Words from which they are not all names, which belong to no language."""
_QUESTION = 3
"""Words in letters of ours that make a question, whatever stands around them."""
_MANY = 12
"""Words from which some would be known if they were any."""
_ALL = frozenset(LOWER + UPPER)
_OURS = re.compile(f"[{LOWER}{UPPER}]")
_LATIN, _CYRILLIC = re.compile(r"[a-z]", re.IGNORECASE), re.compile("[\u0400-\u04ff]")


class Unread(StrEnum):
    """What keeps a message from being read."""

    LANGUAGE = "language"
    LETTERS = "letters"
    LENGTH = "length"


def legible(message: str) -> str:
    """A message without its words in letters that no language of ours has, where others remain.

    What such words say cannot be looked up, and must not count as words that nobody used.
    """
    if message.isascii():
        return message
    ours, kept = 0, []
    for word in message.split(" "):
        has_ours = _OURS.search(word) is not None
        ours += has_ours
        if has_ours or not any(map(str.isalpha, word)):
            kept.append(word)
    return " ".join(kept) if ours >= _QUESTION else message


def unread(message: str, is_known: Callable[[str], bool]) -> Unread | None:
    """What may have kept a message from being read; None where its words can be looked up.

    Args:
        message: as it was meant.
        is_known: tells of a folded word whether the store uses it.
    """
    start = message[:LOOKED_AT]
    letters = [letter for letter in start if letter.isalpha()]
    if letters and 2 * len(_OURS.findall(start)) < len(letters):
        return Unread.LANGUAGE
    words = [word for word in words_of(fold(start)) if not word.isdigit()]
    if words and max(map(len, words)) > _LONGEST_WORD:
        return Unread.LETTERS
    mixed = sum(bool(_LATIN.search(word) and _CYRILLIC.search(word)) for word in words)
    if words and 2 * mixed > len(words):
        return Unread.LETTERS
    known = sum(is_known(word) or word in frequent() or is_word(word) for word in words)
    if known < _SENSE * len(words):
        strange = any(letter not in _ALL for letter in letters)
        if len(words) >= (WORDY if strange else _NAMES) and language_among_all(start) is None:
            return Unread.LANGUAGE
        if len(words) >= _MANY:
            return Unread.LETTERS
    return Unread.LENGTH if len(message) > LONGEST_PIECE else None
