"""Russian and Ukrainian written in Latin letters: "kto skazal" for "кто сказал"."""

import re
from collections.abc import Iterator
from functools import cache

from knowledge.domain import Language
from knowledge.languages.word_tables import table

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
