"""Words that mean the same, across languages: the store's own and the news' thesaurus, met in any inflection."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Generic, TypeVar

from knowledge.languages.word_tables import table
from knowledge.search.text_analysis import FUNCTION_WORDS, fold, stem, words

T = TypeVar("T")


class PhraseTable(Generic[T]):
    """What wordings stand for, by the stems of their words.

    Args:
        longest: words of a wording that count; the rest of a longer one is left off.
    """

    def __init__(self, longest: int) -> None:
        self._most = longest
        self._meant: dict[tuple[str, ...], tuple[T, ...]] = {}
        self._longest: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._meant)

    def add(self, wording: Sequence[str], meant: T) -> None:
        """Let a wording, cut into folded words, stand for this too; one without words does not."""
        stems = tuple(map(stem, wording[: self._most]))
        known = self._meant.get(stems, ())
        if stems and meant not in known:
            self._meant[stems] = (*known, meant)
            self._longest[stems[0]] = max(self._longest.get(stems[0], 0), len(stems))

    def at(self, stems: Sequence[str], place: int) -> Iterator[tuple[int, tuple[T, ...]]]:
        """The wordings that begin at a place: how many words each has, and what it stands for."""
        most = min(self._longest.get(stems[place], 0), len(stems) - place)
        for length in range(most, 0, -1):
            found = self._meant.get(tuple(stems[place : place + length]))
            if found:
                yield length, found

    def items(self) -> list[tuple[tuple[str, ...], tuple[T, ...]]]:
        """Every wording with what it stands for, in the order of their stems."""
        return sorted(self._meant.items())


LONGEST_PHRASE = 6
"""Words of the longest phrase that can be a concept."""


class Lexicon:
    """Concepts by the stems of their words.

    Args:
        concepts: (concept id, (language, word or phrase) …). A word of two concepts stands for both.
    """

    def __init__(self, concepts: Iterable[tuple[str, Iterable[tuple[str, str]]]] = ()) -> None:
        self._phrases: PhraseTable[str] = PhraseTable(LONGEST_PHRASE)
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


_LONGEST = 4
"""Words of the longest phrase."""
_NOTHING: frozenset[int] = frozenset()


class Thesaurus:
    """Groups of words and phrases, met in any inflection.

    Args:
        groups: the words and phrases of each group.
    """

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._phrases: PhraseTable[int] = PhraseTable(_LONGEST)
        for number, members in enumerate(groups):
            for member in members:
                wording = words(fold(member))
                # A function word alone has too many meanings to be a synonym of anything.
                if not FUNCTION_WORDS.issuperset(wording):
                    self._phrases.add(wording, number)

    def __len__(self) -> int:
        return len(self._phrases)

    def of(self, text: Sequence[str]) -> list[frozenset[int]]:
        """The groups of each folded word of a text: its own, and those of phrases it is part of."""
        stems = [stem(word) for word in text]
        found: list[frozenset[int]] = [_NOTHING] * len(stems)
        for at in range(len(stems)):
            for length, groups in self._phrases.at(stems, at):
                for place in range(at, at + length):
                    found[place] = found[place].union(groups)
        return found


@cache
def shipped() -> Thesaurus:
    """The thesaurus of the languages: groups by a name that each has in every folder."""
    groups: dict[str, list[str]] = {}
    for one in table("thesaurus").values():
        for name, wordings in one.items():
            groups.setdefault(name, []).extend(wordings.split(","))
    return Thesaurus(groups.values())
