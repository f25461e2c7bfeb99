"""Words that mean nearly the same in the news, in three languages, whatever the store is about."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from knowledge.search.everyday import FUNCTION_WORDS
from knowledge.search.text import fold, stem, words

_LONGEST = 4
"""Words of the longest phrase."""
_NOTHING: frozenset[int] = frozenset()


class Thesaurus:
    """Groups of words and phrases, met in any inflection.

    Args:
        groups: the words and phrases of each group.
    """

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._groups: dict[tuple[str, ...], set[int]] = {}
        self._longest: dict[str, int] = {}
        for number, members in enumerate(groups):
            for member in members:
                cut = words(fold(member))
                stems = tuple(stem(word) for word in cut)[:_LONGEST]
                # A function word alone has too many meanings to be a synonym of anything.
                if stems and not FUNCTION_WORDS.issuperset(cut):
                    self._groups.setdefault(stems, set()).add(number)
                    self._longest[stems[0]] = max(self._longest.get(stems[0], 0), len(stems))

    def __len__(self) -> int:
        return len(self._groups)

    def of(self, text: Sequence[str]) -> list[frozenset[int]]:
        """The groups of each folded word of a text: its own, and those of phrases it is part of."""
        stems = [stem(word) for word in text]
        found: list[frozenset[int]] = [_NOTHING] * len(stems)
        for at, first in enumerate(stems):
            for length in range(min(self._longest.get(first, 0), len(stems) - at), 0, -1):
                groups = self._groups.get(tuple(stems[at : at + length]))
                if groups:
                    for place in range(at, at + length):
                        found[place] = found[place] | groups
        return found


@cache
def shipped() -> Thesaurus:
    """The thesaurus of the package: a group a line, `en | ru | uk`, words with commas between."""
    folder = files("knowledge.search").joinpath("thesaurus")
    lines = [
        line
        for each in sorted(folder.iterdir(), key=lambda each: each.name)
        if each.name.endswith(".txt")
        for line in each.read_text("utf-8").splitlines()
    ]
    return Thesaurus(
        [word for part in line.split("|") for word in part.split(",")] for line in lines
    )
