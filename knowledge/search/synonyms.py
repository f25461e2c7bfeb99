"""Words that mean nearly the same in the news, in three languages, whatever the store is about."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from knowledge.search.everyday import FUNCTION_WORDS
from knowledge.search.phrases import Phrases
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
        self._phrases: Phrases[int] = Phrases(_LONGEST)
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
