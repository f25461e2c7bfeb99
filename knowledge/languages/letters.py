"""Names, letters and signs of the languages, as their folders have them."""

from collections.abc import Mapping
from functools import lru_cache

from knowledge.languages.registry import Language
from knowledge.languages.word_tables import meanings, table

_LANGUAGES = table("language")

NAMES: Mapping[Language, str] = {one: _LANGUAGES[one]["name"] for one in Language}
"""Each language's own name for itself."""

QUOTES: Mapping[str, tuple[str, str]] = {
    code: (one["quotes"][0], one["quotes"][1]) for code, one in _LANGUAGES.items()
}
"""The quotation marks of each language, by its code."""

LOWER = "".join(sorted({letter for one in _LANGUAGES.values() for letter in one["alphabet"]}))
"""The small letters of all languages, for a class of a pattern."""

UPPER = LOWER.upper()
"""Their capitals."""

_ALPHABETS: Mapping[str, frozenset[str]] = {
    code: frozenset(one["alphabet"]) for code, one in _LANGUAGES.items()
}
_FOLDED = str.maketrans(meanings("language", "folded"))


def language_called(name: str) -> Language | None:
    """The language that somebody means by its code or by one of its names; None for no other."""
    plain = name.strip().casefold()
    return Language.known(meanings("language", "called").get(plain, plain))


def merge_letters(text: str) -> str:
    """The text, in lower case already, with one letter for those that people write for each other."""
    return text.translate(_FOLDED)


def script_of(code: str) -> str:
    """The script of a language, by its name in Unicode."""
    return str(_LANGUAGES[code]["script"])


def alphabet_of(code: str) -> frozenset[str]:
    """The small letters of a language."""
    return _ALPHABETS[code]


def letters_of(script: str) -> frozenset[str]:
    """The small letters of all languages that are written in a script."""
    return frozenset().union(
        *(letters for code, letters in _ALPHABETS.items() if script_of(code) == script)
    )


@lru_cache(maxsize=4096)
def letters_like(letter: str) -> frozenset[str]:
    """The small letters of all languages whose script has this one; of none for a stranger."""
    scripts = {script_of(code) for code, letters in _ALPHABETS.items() if letter in letters}
    return frozenset().union(*map(letters_of, scripts))
