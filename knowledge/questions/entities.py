"""Speakers, places and incidents found in a question by their aliases, however written."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.questions.spelling_correction import fold, key, spelling, words_of
from knowledge.search.function_words import FUNCTION_WORDS

_LONGEST_ALIAS = 8
_SHORTEST_REPAIRED = 5
_TWO_SLIPS_FROM = 8
# An acronym or a three-letter word is only a name when written as it stands in the list.
_SHORTEST_STEMMED = 4
_LONGEST_ENDING = 3
"""Letters by which two forms of one word differ in length: "comments" are no "commentators"."""


LOCATIVE = frozenset(
    [
        "in",
        "at",
        "over",
        "near",
        "on",
        "around",
        "above",
        "inside",
        "towards",
        "toward",
        "в",
        "во",
        "на",
        "над",
        "под",
        "у",
        "около",
        "возле",
        "по",
        "біля",
        "під",
    ]
)
"""Words before the name of a place where something happened."""


class EntityKind(StrEnum):
    """What sort of record a name stands for."""

    SPEAKER = "speaker"
    PLACE = "place"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question.

    Args:
        ids: of the records that bear the name; several for "analysts".
        start, end: positions among the words.
        repaired: whether a word of it was misspelt.
    """

    named: EntityKind
    ids: tuple[str, ...]
    start: int
    end: int
    repaired: bool = False


class EntityIndex:
    """An index of aliases: fast with thousands of them, built once for a state of the store.

    Args:
        entries: (what it names, id, aliases in any language).
        is_known: tells of a folded word whether the store uses it; such words are not repaired.
    """

    def __init__(
        self,
        entries: Iterable[tuple[EntityKind, str, Iterable[str]]],
        is_known: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._by_keys: dict[tuple[str, ...], dict[EntityKind, list[str]]] = {}
        self._is_known = is_known
        self._written: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
        words: set[str] = set()
        for named, subject, aliases in entries:
            for alias in aliases:
                parts = words_of(fold(alias))
                if not parts or len(parts) > _LONGEST_ALIAS:
                    continue
                for form in {tuple(parts), _keys(parts)}:
                    found = self._by_keys.setdefault(form, {}).setdefault(named, [])
                    if subject not in found:
                        found.append(subject)
                self._written[_keys(parts)].add(tuple(parts))
                words.update(parts)
        self._starts: dict[str, int] = defaultdict(int)
        for keys in self._by_keys:
            self._starts[keys[0]] = max(self._starts[keys[0]], len(keys))
        self._words = frozenset(words)
        self._sounds: dict[str, dict[str, str]] = defaultdict(dict)
        for word in sorted(words):
            if len(word) >= _SHORTEST_REPAIRED:
                heard = spelling(word)
                self._sounds[heard[:1]].setdefault(heard, word)

    def knows(self, word: str) -> bool:
        """Whether a folded word is part of a name, or used by the store."""
        return word in self._words or self._is_known(word)

    def find(self, words: Sequence[str]) -> tuple[Mention, ...]:
        """The names among folded words, the longest first where they overlap.

        One span can name records of several sorts: it then gives a mention for each.
        """
        mended = [self._mended(word) for word in words]
        found: list[Mention] = []
        at = 0
        while at < len(words):
            taken = self._longest_at(at, words, mended)
            if not taken or self._longer_within(taken[0], words, mended):
                at += 1
                continue
            found.extend(taken)
            at = taken[0].end
        return tuple(found)

    def _longer_within(self, taken: Mention, words: Sequence[str], mended: Sequence[str]) -> bool:
        """Whether a longer name begins inside: "ministry of defence" in "the ministry of …".

        Words such as "the" make no name longer: "military analysts" are not "the military".
        """

        def length(mention: Mention) -> int:
            return sum(word not in FUNCTION_WORDS for word in words[mention.start : mention.end])

        return any(
            length(later) > length(taken)
            for at in range(taken.start + 1, taken.end)
            for later in self._longest_at(at, words, mended)[:1]
        )

    def _longest_at(
        self, at: int, words: Sequence[str], mended: Sequence[str]
    ) -> tuple[Mention, ...]:
        longest = max(self._starts.get(form, 0) for form in (mended[at], _key(mended[at])))
        for end in range(min(len(words), at + longest), at, -1):
            # As written first: two names can share the stems of all their words.
            written = self._by_keys.get(tuple(mended[at:end]))
            records = written or self._inflected(mended[at:end])
            if records:
                repaired = list(words[at:end]) != list(mended[at:end])
                return tuple(
                    Mention(named, tuple(ids), at, end, repaired) for named, ids in records.items()
                )
        return ()

    def _inflected(self, parts: Sequence[str]) -> dict[EntityKind, list[str]] | None:
        """What bears a name of which these words are forms."""
        keys = _keys(parts)
        if keys not in self._by_keys or keys == tuple(parts):
            return self._by_keys.get(keys)
        alike = any(
            all(abs(len(a) - len(b)) <= _LONGEST_ENDING for a, b in zip(parts, form, strict=True))
            for form in self._written[keys]
        )
        return self._by_keys[keys] if alike else None

    def _mended(self, word: str) -> str:
        """The alias word that a misspelt word must have meant, else the word itself."""
        if (
            len(word) < _SHORTEST_REPAIRED
            or word in self._words
            or word.isdigit()
            or self._starts.get(key(word))
            or self._is_known(word)
        ):
            return word
        heard = spelling(word)
        candidates = self._sounds.get(heard[:1])
        if not candidates:
            return word
        if heard in candidates:
            return candidates[heard]
        slips = 2 if len(heard) >= _TWO_SLIPS_FROM else 1
        if len(heard) < _SHORTEST_REPAIRED:
            return word
        best = process.extractOne(heard, candidates.keys(), scorer=OSA.distance, score_cutoff=slips)
        return candidates[best[0]] if best else word


def _keys(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(_key(part) for part in parts)


def _key(part: str) -> str:
    return key(part) if len(part) >= _SHORTEST_STEMMED else part
