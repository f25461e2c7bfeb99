"""What was typed with the keyboard switched to another language: "crjkmrj" for "сколько"."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from knowledge.domain import Language
from knowledge.languages.detection import language_of
from knowledge.languages.word_tables import table
from knowledge.questions.conversation import intent_of
from knowledge.questions.spelling_correction import fold, words_of
from knowledge.questions.time_expressions import times_in
from knowledge.search.text_analysis import frequent, is_everyday


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
