"""The readings of a message: the question in it, and the whole of it, piece by piece where long."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.questions.segmentation import is_addressed, sentences_of
from knowledge.questions.spelling_correction import fold, words_of
from knowledge.search.function_words import FUNCTION_WORDS

LONGEST_PIECE = 600
"""Characters of a message that are looked up together; in more, one claim drowns."""
_TELLS = 8
"""Words from which a sentence that asks nothing tells something; fewer are keywords."""
_SENTENCE = 3
"""Words of a piece that can claim something."""
_MOST_TELLING = 3
"""Sentences of a long message that are looked up by themselves."""
MOST_PIECES = 8
"""Pieces of one message: 4,096 characters are the longest that Telegram takes."""
_MARKED = re.compile(r"https?://|www\.|pic\.twitter|(?:^|\s)[#@]\w|\(@\w|^\W*fwd?\b", re.IGNORECASE)
"""What posts have and questions have not: links, tags, a signature."""
_SHOUTED = re.compile(r"(?<![A-ZА-ЯЁІЇЄҐ])[A-ZА-ЯЁІЇЄҐ]{4,}+(?:\W++[A-ZА-ЯЁІЇЄҐ]{3,}+)+|!{2,}")


@dataclass(frozen=True, slots=True)
class Readings:
    """How a message can be read beside the question in it.

    Args:
        pieces: of the whole message, in order.
        posted: whether somebody posted it rather than asked it.
    """

    pieces: tuple[str, ...] = ()
    posted: bool = False


def readings_of(message: str) -> Readings:
    """The whole of a message as it can be looked up.

    Args:
        message: as it was meant.

    Returns:
        No pieces for a message of one sentence, whose question is all there is.
    """
    sentences = sentences_of(message)
    posted = _is_posted(message) or not is_addressed(sentences)
    one = len(sentences) < 2 and len(message) <= LONGEST_PIECE  # noqa: PLR2004 - the question itself
    if one and len(message.split()) < _TELLS:
        return Readings()
    if len(message) <= LONGEST_PIECE:
        return Readings((message,), posted)
    return Readings(tuple(_pieces(sentences)), posted)


def told_apart(
    message: str,
    readings: Readings,
    is_known: Callable[[str], bool],
    is_common: Callable[[str], bool],
) -> tuple[str, ...]:
    """What of a long message is worth looking up: its pieces, and the sentences that tell most.

    A claim drowns in a piece of idle words about it; what is told twice is looked up once, and what
    has no word that anybody in the store uses, never.

    Args:
        message: as it was meant.
        readings: of it.
        is_known: tells of a folded word whether the store uses it.
        is_common: tells whether most statements have it.
    """

    def telling(text: str) -> int:
        words = dict.fromkeys(words_of(fold(text)))
        return sum(
            word not in FUNCTION_WORDS and is_known(word) and not is_common(word) for word in words
        )

    # What is said again in the same words is looked up once.
    distinct = {frozenset(words_of(fold(each))): each for each in reversed(readings.pieces)}
    pieces = [each for each in reversed(distinct.values()) if telling(each)]
    if len(message) <= LONGEST_PIECE:
        return tuple(pieces)
    told = {
        each: telling(each)
        for each in dict.fromkeys(sentences_of(message))
        if len(each.split()) >= _SENTENCE and len(each) <= LONGEST_PIECE
    }
    best = sorted(told, key=lambda each: -told[each])[:_MOST_TELLING]
    return tuple(dict.fromkeys([*pieces, *(each for each in best if told[each] >= _SENTENCE)]))


def _is_posted(message: str) -> bool:
    return _MARKED.search(message) is not None or _SHOUTED.search(message) is not None


def _pieces(sentences: list[str]) -> list[str]:
    """Neighbouring sentences together, about as many characters each."""
    total = sum(len(each) + 1 for each in sentences)
    size = max(LONGEST_PIECE / 2, total / MOST_PIECES)
    pieces: list[str] = []
    for sentence in sentences:
        for start in range(0, len(sentence), LONGEST_PIECE):
            part = sentence[start : start + LONGEST_PIECE]
            if pieces and len(pieces[-1]) + len(part) < size:
                pieces[-1] += f" {part}"
            else:
                pieces.append(part)
    told = [each for each in pieces if len(each.split()) >= _SENTENCE]
    return told[: 2 * MOST_PIECES]
