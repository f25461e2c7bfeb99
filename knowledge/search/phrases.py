"""Words and phrases met in any inflection, the longest first."""

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from knowledge.search.text import stem

T = TypeVar("T")


class Phrases(Generic[T]):
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
