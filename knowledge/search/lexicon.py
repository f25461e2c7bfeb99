"""Words that mean the same, across languages: single words and phrases, met in any inflection."""

import zlib
from collections.abc import Iterable, Sequence

from knowledge.search.phrases import Phrases
from knowledge.search.text import fold, words

LONGEST_PHRASE = 6
"""Words of the longest phrase that can be a concept."""


class Lexicon:
    """Concepts by the stems of their words.

    Args:
        concepts: (concept id, (language, word or phrase) …). A word of two concepts stands for both.
    """

    def __init__(self, concepts: Iterable[tuple[str, Iterable[tuple[str, str]]]] = ()) -> None:
        self._phrases: Phrases[str] = Phrases(LONGEST_PHRASE)
        for concept, wordings in concepts:
            for _, wording in wordings:
                self._phrases.add(words(fold(wording)), f"={concept}")

    @property
    def fingerprint(self) -> str:
        """Differs between lexicons that would index a text differently."""
        return f"{zlib.crc32(repr(self._phrases.items()).encode()):08x}"

    def knows(self, word_stem: str) -> bool:
        """Whether some concept has this stem as a word of its own."""
        return any(self._phrases.at((word_stem,), 0))

    def terms(self, stems: Sequence[str]) -> list[str]:
        """Put concepts in the place of the words that stand for them, the longest phrase first."""
        if not self._phrases:
            return list(stems)
        terms: list[str] = []
        at = 0
        while at < len(stems):
            length, found = next(self._phrases.at(stems, at), (1, (stems[at],)))
            terms.extend(found)
            at += length
        return terms
