"""A message as it was meant: slips in question words, another keyboard layout, transliteration, letters of no language of ours."""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.domain import Language
from knowledge.languages.registry import listed, meanings, ordered, table
from knowledge.languages.scripts import LOWER, UPPER, WORDY, language_among_all, language_of
from knowledge.questions.claimant import is_word
from knowledge.questions.conversation import intent_of
from knowledge.questions.segmentation import LONGEST_PIECE
from knowledge.questions.value_expressions import times_in
from knowledge.search.text_analysis import (
    folded as fold,
    frequent,
    is_everyday,
    stem as key,
    words as words_of,
)

_ASKING = ordered("question_spelling", "asking")
_COLLOQUIAL = meanings("question_spelling", "colloquial")
"""Spoken forms that are further than a slip from the written ones."""
_LISTING = ordered("listings", "written")
"""Of the listing words the forms that are typed most."""
_MONTHS = ordered("question_spelling", "months_written")
_SHORTEST_NAMED = 6
"""Letters of a month or a listing word in which a slip is looked for."""
_TWO_SLIPS_FROM = 8
_SLIPS = tuple(
    (re.compile(slip), meant)
    for words in table("question_spelling").values()
    for slip, meant in words.get("slips", ())
)
"""What only the word beside it tells from another word, with what is meant."""
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

    for slip, meant in _SLIPS:
        text = slip.sub(meant, text)
    forms = iter([fold(word) for word in _WORD.findall(text)])
    return _WORD.sub(put_right, text)


def _question_word(word: str) -> str | None:
    if not _SHORTEST <= len(word) <= _LONGEST:
        return None
    near = process.extract(word, _ASKING, scorer=OSA.distance, score_cutoff=1, limit=2)
    return near[0][0] if len(near) == 1 else None


def _listing(word: str) -> str | None:
    """The listing word that is one slip away; not one that only ends or begins otherwise."""
    near = _nearest(word, _LISTING, 1)
    return None if near is None or near[0] != word[0] or key(near) == key(word) else near


def _month(word: str) -> str | None:
    return _nearest(word, _MONTHS, 2 if len(word) >= _TWO_SLIPS_FROM else 1)


def _nearest(word: str, among: Sequence[str], slips: int) -> str | None:
    if len(word) < _SHORTEST_NAMED:
        return None
    best = process.extractOne(word, among, scorer=OSA.distance, score_cutoff=slips)
    return best[0] if best else None


def switched(text: str) -> Iterator[tuple[str, Language]]:
    """A text as the same keys write it in each other language.

    Args:
        text: as typed.

    Yields:
        The text and the language of the keyboard that was meant.
    """
    for meant, keys in _keys().items():
        other = text.translate(keys)
        if other != text:
            yield other, meant


@cache
def _keys() -> dict[Language, dict[int, str]]:
    """For each language that may be meant, its letter for every key of the others.

    A sign that stands on a key in both (a comma) belongs to the language that has a letter there.
    """
    boards = {Language(code): str(rows["keyboard"]) for code, rows in table("script").items()}
    latin = boards[Language.EN]
    made: dict[Language, dict[int, str]] = {
        meant: dict(zip(map(ord, latin), board, strict=True))
        for meant, board in boards.items()
        if meant is not Language.EN
    }
    back: dict[int, str] = {}
    for board in (boards[meant] for meant in made):
        pairs = zip(board, latin, strict=True)
        back |= {
            ord(typed): key for typed, key in pairs if typed.isalpha() and ord(typed) not in back
        }
    return {**made, Language.EN: back}


_LATIN = re.compile(r"[a-z']+", re.IGNORECASE)
_VOWELS = frozenset("aeiouy")


def in_cyrillic(text: str) -> Iterator[tuple[str, Language]]:
    """A text in Latin letters as each language with another script would write it.

    Args:
        text: as typed; numbers and signs stay.
    """
    if not any("a" <= letter <= "z" for letter in text.casefold()):
        return
    for language, (pattern, spellings) in _spellings().items():

        def written(
            word: re.Match[str],
            pattern: re.Pattern[str] = pattern,
            spellings: dict[str, str | list[str]] = spellings,
        ) -> str:
            return "".join(_letter(found, spellings) for found in pattern.finditer(word[0]))

        yield _LATIN.sub(written, text), language


def _letter(found: re.Match[str], spellings: dict[str, str | list[str]]) -> str:
    letter = spellings[found[0].casefold()]
    if isinstance(letter, str):
        written = letter
    else:
        before = found.string[found.start() - 1 : found.start()].casefold()
        written = letter[0] if before in _VOWELS and before else letter[1]
    return written.capitalize() if found[0][0].isupper() else written


@cache
def _spellings() -> dict[Language, tuple[re.Pattern[str], dict[str, str | list[str]]]]:
    made = {}
    for code, rows in table("script").items():
        spellings: dict[str, str | list[str]] = rows.get("latin") or {}
        if spellings:
            longest = sorted(spellings, key=len, reverse=True)
            pattern = re.compile("|".join(map(re.escape, longest)), re.IGNORECASE)
            made[Language(code)] = (pattern, spellings)
    return made


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


LOOKED_AT = 400
"""Characters of a message that tell whether it was read."""
_LONGEST_WORD = 40
"""Letters from which what stands between two spaces is no word."""
_LEAST_READ = 0.34
"""Share of words that are some language's of ours, from which a message is in it."""
_NAMES = 5
"""Words from which they are not all names, which belong to no language."""
_QUESTION = 3
"""Words in letters of ours that make a question, whatever stands around them."""
_MANY = 12
"""Words from which some would be known if they were any."""
_ALL = frozenset(LOWER + UPPER)
_OURS = re.compile(f"[{LOWER}{UPPER}]")
_LATIN_LETTER, _CYRILLIC = re.compile(r"[a-z]", re.IGNORECASE), re.compile("[\u0400-\u04ff]")


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
    mixed = sum(bool(_LATIN_LETTER.search(word) and _CYRILLIC.search(word)) for word in words)
    if words and 2 * mixed > len(words):
        return Unread.LETTERS
    known = sum(is_known(word) or word in frequent() or is_word(word) for word in words)
    if known < _LEAST_READ * len(words):
        strange = any(letter not in _ALL for letter in letters)
        if len(words) >= (WORDY if strange else _NAMES) and language_among_all(start) is None:
            return Unread.LANGUAGE
        if len(words) >= _MANY:
            return Unread.LETTERS
    return Unread.LENGTH if len(message) > LONGEST_PIECE else None
