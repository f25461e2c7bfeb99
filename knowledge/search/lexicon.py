"""Words that mean the same, across languages: single words and phrases, met in any inflection."""

import zlib
from collections.abc import Iterable, Sequence

from knowledge.search.text import fold, stem, words

LONGEST_PHRASE = 6
"""Words of the longest phrase that can be a concept."""


class Lexicon:
    """Concepts by the stems of their words.

    Args:
        concepts: (concept id, (language, word or phrase) …). A word of two concepts stands for both.
    """

    def __init__(self, concepts: Iterable[tuple[str, Iterable[tuple[str, str]]]] = ()) -> None:
        self._phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
        for concept, wordings in concepts:
            for _, wording in wordings:
                stems = tuple(stem(word) for word in words(fold(wording)))[:LONGEST_PHRASE]
                known = self._phrases.get(stems, ())
                if stems and f"={concept}" not in known:
                    self._phrases[stems] = (*known, f"={concept}")
        self._longest: dict[str, int] = {}
        for stems in self._phrases:
            self._longest[stems[0]] = max(self._longest.get(stems[0], 0), len(stems))

    @property
    def fingerprint(self) -> str:
        """Differs between lexicons that would index a text differently."""
        return f"{zlib.crc32(repr(sorted(self._phrases.items())).encode()):08x}"

    def knows(self, word_stem: str) -> bool:
        """Whether some concept has this stem as a word of its own."""
        return (word_stem,) in self._phrases

    def terms(self, stems: Sequence[str]) -> list[str]:
        """Put concepts in the place of the words that stand for them, the longest phrase first."""
        if not self._phrases:
            return list(stems)
        terms: list[str] = []
        at = 0
        while at < len(stems):
            for length in range(min(self._longest.get(stems[at], 0), len(stems) - at), 0, -1):
                found = self._phrases.get(tuple(stems[at : at + length]))
                if found:
                    terms.extend(found)
                    at += length
                    break
            else:
                terms.append(stems[at])
                at += 1
        return terms
