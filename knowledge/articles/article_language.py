"""Which of our languages an article is in, told by its letters and its commonest words."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_UKRAINIAN_LETTERS = frozenset("іїєґ")
_RUSSIAN_LETTERS = frozenset("ыэъё")
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "was",
        "for",
        "on",
        "with",
        "as",
        "by",
        "at",
        "from",
        "it",
        "be",
        "are",
        "has",
        "have",
        "had",
        "not",
        "were",
        "said",
        "which",
        "this",
        "but",
        "his",
        "her",
        "he",
        "they",
        "their",
        "an",
        "or",
        "who",
        "will",
        "would",
        "been",
    ]
)
SAMPLE = 5_000
"""Words that are looked at."""

ENGLISH_SHARE = 0.12
"""Of all words that are among the commonest of English; prose has about 0.35, German 0.02."""

CYRILLIC_SHARE = 0.6
"""Of all letters, from which a text counts as Cyrillic."""

MARKED_SHARE = 0.001
"""Of all Cyrillic letters that only one of Russian and Ukrainian has; prose has above 0.02."""


def language_of_article(text: str) -> str | None:
    """Its ISO 639-1 code, or None for a language that is none of ours."""
    words = _WORD.findall(text)[:SAMPLE]
    letters = "".join(words).casefold()
    if not letters:
        return None
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    if cyrillic / len(letters) >= CYRILLIC_SHARE:
        ukrainian = sum(letter in _UKRAINIAN_LETTERS for letter in letters) / cyrillic
        russian = sum(letter in _RUSSIAN_LETTERS for letter in letters) / cyrillic
        if max(ukrainian, russian) < MARKED_SHARE:
            return None
        return "uk" if ukrainian > russian else "ru"
    common = sum(word.casefold() in _ENGLISH for word in words) / len(words)
    return "en" if common >= ENGLISH_SHARE else None
