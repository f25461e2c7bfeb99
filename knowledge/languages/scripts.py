"""Scripts: the letters and signs of the languages, and the language of a text, which they tell before a library does.

Letters that only one language of a script has, and its commonest words, stand in its folder and
decide most texts in some microseconds. What they leave open goes to py3langid (naive Bayes over
byte n-grams; Lui and Baldwin 2012), whose model takes 80 MB and half a second of processor: it is
loaded by the first text that needs it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from knowledge.languages.registry import Language, meanings, table

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

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


LOOKED_AT = 2_000
"""Characters of a text that tell its language."""

LIKELY = 0.7
"""The library's probability, among the languages of a script, from which its word is taken."""

OURS = 0.1
"""The library's probability, among all languages, from which a text is in one of ours."""

WORDY = 4
"""Words from which the library is asked: of one to three it only guesses."""

_A_LETTER = 2
"""What a letter that others lack weighs, in words."""
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_SCRIPTS = {
    script: re.compile(f"[{''.join(sorted(letters_of(script)))}]")
    for script in map(script_of, Language)
}
_loading = Lock()


def language_of(text: str, otherwise: Language = Language.EN) -> Language:
    """The language that a text is in.

    Args:
        text: as typed.
        otherwise: the reader's language, taken where the text does not tell.
    """
    lowered = text[:LOOKED_AT].casefold()
    possible = _of_its_script(lowered)
    if not possible:
        return otherwise
    if len(possible) == 1:
        return possible[0]
    words = _WORD.findall(merge_letters(lowered))
    first, second = _evidence(lowered, words, possible).most_common(2)
    if first[1] > second[1]:
        return first[0]
    if len(words) >= WORDY:
        probable = _probabilities(lowered, possible)
        best = max(probable, key=lambda one: probable[one])
        if probable[best] >= LIKELY * sum(probable.values()):
            return best
    return otherwise if otherwise in possible else possible[0]


def language_among_all(text: str) -> Language | None:
    """The language of a long text that may be in any of the world; None for one that is not ours.

    Args:
        text: of some sentences; less is told by chance.
    """
    probable = _probabilities(text[: 2 * LOOKED_AT], Language)
    best = max(probable, key=lambda one: probable[one])
    return best if probable[best] >= OURS else None


def _of_its_script(lowered: str) -> list[Language]:
    """The languages of the script that most letters are of."""
    counts = {script: len(find.findall(lowered)) for script, find in _SCRIPTS.items()}
    most = max(counts.values())
    return [one for one in Language if most and counts[script_of(one)] == most]


def _evidence(
    lowered: str, words: Iterable[str], possible: Iterable[Language]
) -> Counter[Language]:
    """What speaks for each of these languages: letters that one of the others lacks, small words."""
    shared = frozenset.intersection(*map(alphabet_of, possible))
    telling = [letter for letter in lowered if letter not in shared]
    found: Counter[Language] = Counter()
    for one in possible:
        own = alphabet_of(one)
        small = _small_words()[one]
        found[one] = _A_LETTER * sum(letter in own for letter in telling) + sum(
            word in small for word in words
        )
    return found


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {
        code: frozenset(one["telling_words"].split()) for code, one in table("language").items()
    }


def _probabilities(text: str, among: Iterable[Language]) -> dict[Language, float]:
    """The library's probability of each of these languages, among all that it knows."""
    with _loading:
        identifier = _identifier()
    ranked = dict(identifier.rank(text))
    return {one: ranked.get(one.value, 0.0) for one in among}


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  # see above

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
