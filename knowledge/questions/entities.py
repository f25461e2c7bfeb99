"""Speakers, places, incidents and articles named in a question: by their aliases, by parts of a name however written, by links."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.domain import Incident, Speaker
from knowledge.languages.registry import listed
from knowledge.search.text_analysis import (
    FUNCTION_WORDS,
    folded as fold,
    stem as key,
    words as words_of,
)

_NOT_PLAIN = re.compile(r"[^a-z0-9]")
_DOUBLED = re.compile(r"(.)\1+")
# Spellings of the same sound in the Latin names of Slavic people and places.
_SOUNDS = (
    ("shch", "sh"), ("tsch", "ch"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("y", "i"), ("j", "i"),
)  # fmt: skip


@lru_cache(maxsize=65536)
def spelling(word: str) -> str:
    """The word in Latin letters, different transliterations of one name alike."""
    latin = _NOT_PLAIN.sub("", anyascii(word).casefold())
    for written, heard in _SOUNDS:
        latin = latin.replace(written, heard)
    return _DOUBLED.sub(r"\1", latin)


_LONGEST_ALIAS = 8
_SHORTEST_REPAIRED = 5
_TWO_SLIPS_FROM = 8
# An acronym or a three-letter word is only a name when written as it stands in the list.
_SHORTEST_STEMMED = 4
_LONGEST_ENDING = 3
"""Letters by which two forms of one word differ in length: "comments" are no "commentators"."""


LOCATIVE = listed("places", "locative")
"""Words before the name of a place where something happened."""


class EntityKind(StrEnum):
    """What sort of record a name stands for."""

    SPEAKER = "speaker"
    PLACE = "place"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class EntityMention:
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
        self._heard: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
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
                if named is EntityKind.SPEAKER:
                    self._heard[_sounds(parts)][subject] = None
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

    def find(self, words: Sequence[str]) -> tuple[EntityMention, ...]:
        """The names among folded words, the longest first where they overlap.

        One span can name records of several sorts: it then gives a mention for each.
        """
        mended = [self._mended(word) for word in words]
        found: list[EntityMention] = []
        at = 0
        while at < len(words):
            taken = self._longest_at(at, words, mended)
            if not taken or self._longer_within(taken[0], words, mended):
                at += 1
                continue
            found.extend(taken)
            at = taken[0].end
        return tuple(found)

    def _longer_within(
        self, taken: EntityMention, words: Sequence[str], mended: Sequence[str]
    ) -> bool:
        """Whether a longer name begins inside: "ministry of defence" in "the ministry of …".

        Words such as "the" make no name longer: "military analysts" are not "the military".
        """

        def length(mention: EntityMention) -> int:
            return sum(word not in FUNCTION_WORDS for word in words[mention.start : mention.end])

        return any(
            length(later) > length(taken)
            for at in range(taken.start + 1, taken.end)
            for later in self._longest_at(at, words, mended)[:1]
        )

    def _longest_at(
        self, at: int, words: Sequence[str], mended: Sequence[str]
    ) -> tuple[EntityMention, ...]:
        longest = max(self._starts.get(form, 0) for form in (mended[at], _key(mended[at])))
        for end in range(min(len(words), at + longest), at, -1):
            # As written first: two names can share the stems of all their words.
            written = self._by_keys.get(tuple(mended[at:end]))
            records = written or self._inflected(mended[at:end])
            if records:
                repaired = list(words[at:end]) != list(mended[at:end])
                return tuple(
                    EntityMention(
                        named,
                        self._with_other_scripts(named, ids, mended[at:end]),
                        at,
                        end,
                        repaired,
                    )
                    for named, ids in records.items()
                )
        return ()

    def _with_other_scripts(
        self, named: EntityKind, ids: Sequence[str], parts: Sequence[str]
    ) -> tuple[str, ...]:
        """Ids of speakers with those that bear the same name in another script, else the ids alone."""
        if named is not EntityKind.SPEAKER:
            return tuple(ids)
        as_written = tuple(parts) in self._by_keys
        written = [tuple(parts)] if as_written else sorted(self._written.get(_keys(parts), ()))
        heard = (each for form in written for each in self._heard.get(_sounds(form), ()))
        return tuple(dict.fromkeys((*ids, *heard)))

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
        ):
            return word
        heard = spelling(word)
        candidates = self._sounds.get(heard[:1])
        if not candidates:
            return word
        if self._is_known(word):
            # A name in another script is that name, though claims have it in this one as well.
            same = candidates.get(heard, word)
            return same if same.isascii() != word.isascii() else word
        if heard in candidates:
            return candidates[heard]
        slips = 2 if len(heard) >= _TWO_SLIPS_FROM else 1
        if len(heard) < _SHORTEST_REPAIRED:
            return word
        best = process.extractOne(heard, candidates.keys(), scorer=OSA.distance, score_cutoff=slips)
        return candidates[best[0]] if best else word


def _keys(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(_key(part) for part in parts)


def _sounds(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(spelling(part) for part in parts)


def _key(part: str) -> str:
    return key(part) if len(part) >= _SHORTEST_STEMMED else part


_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"»”]{3,2000}", re.IGNORECASE)


def links_in(message: str) -> tuple[str, ...]:
    """The links of a message, as typed."""
    return tuple(found.rstrip(".,;:!?)") for found in _LINK.findall(message))


def without_links(message: str) -> str:
    """The message without its links."""
    return _LINK.sub(" ", message).strip()


def address(link: str) -> str:
    """What two links to one page have in common: host and path, without www and what tracks."""
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
    except ValueError:
        return link
    host = parts.netloc.casefold().removeprefix("www.").removeprefix("m.")
    return f"{host}{parts.path.rstrip('/')}"


_SHORTEST_BEGUN = 3
"""Letters of a word that may be the beginning of a longer one."""
_SHORTEST_REPAIRED_NAME_MATCHING = 4
_SHORTEST_REPAIRED_IN_TEXTS = 5
"""The same where much more is looked through than a few names."""
_SHORT = 5
"""Letters of a word in which a changed letter makes another word: Paris is not "parts"."""
_NAMES = 4096
"""Names and roles whose forms are remembered."""
_LEAST = 0.5
"""Share of the words typed that a name must hold, where none holds them all."""


def called(typed: str, known: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    """Ids of the records whose names hold the most of the words typed, the best first.

    Args:
        typed: a name or a part of it, in any script.
        known: (id, all names in any language) of each record.

    Returns:
        Those that hold equally many of the words; none where that is less than half of them.
    """
    wanted = _content(words_of(fold(typed)))
    if not wanted:
        return []
    rated: list[tuple[int, float, str]] = []
    for identity, names in known:
        held = _held(names)
        near = [_nearness(word, held) for word in wanted]
        rated.append((sum(1 for each in near if each), sum(near), identity))
    most = max((number for number, _, _ in rated), default=0)
    if not most or most < _LEAST * len(wanted):
        return []
    best = sorted((each for each in rated if each[0] == most), key=lambda each: -each[1])
    return [identity for _, nearness, identity in best if nearness >= best[0][1] - _LEAST]


def holds(words: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether texts hold every one of some folded words, whole, begun or a long one misspelt."""
    held = _held(texts)
    return all(_nearness(word, held, shortest=_SHORTEST_REPAIRED_IN_TEXTS) for word in words)


def names_borne(record: Speaker | Incident) -> tuple[str, ...]:
    """What a part of a name is looked for in: of speakers name and role, in any language.

    Their other names are told whole or not at all: "Zelensky" is not who advises his office.
    """
    if isinstance(record, Speaker):
        return (*record.name.all(), *record.role.all())
    return (*record.name.all(), *record.aliases)


def _held(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*[_forms_in(text) for text in texts])


@lru_cache(maxsize=_NAMES)
def _forms_in(text: str) -> frozenset[str]:
    words = words_of(fold(text))
    return frozenset([*map(spelling, words), *map(spelling, map(key, words))])


def _content(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in FUNCTION_WORDS] or list(words)


def _forms(word: str) -> frozenset[str]:
    return frozenset((spelling(word), spelling(key(word))))


def _nearness(
    word: str, held: frozenset[str], shortest: int = _SHORTEST_REPAIRED_NAME_MATCHING
) -> float:
    """1 for the same word, less for one that is begun or misspelt, 0 for none."""
    forms = [form for form in _forms(word) if form]
    if any(form in held for form in forms):
        return 1.0
    whole = spelling(word)
    if len(whole) >= _SHORTEST_BEGUN and any(form.startswith(whole) for form in held):
        return 0.9
    if len(whole) < shortest or whole.isdigit():
        return 0.0
    slips = 2 if len(whole) >= _TWO_SLIPS_FROM else 1
    near = (form for form in held if form and OSA.distance(whole, form) <= slips)
    return 0.7 if any(_is_slip(whole, form) for form in near) else 0.0


def _is_slip(typed: str, meant: str) -> bool:
    """Whether one may be typed for the other: in a short word no letter is taken for another."""
    same_length = len(typed) == len(meant)
    return len(typed) > _SHORT or not same_length or sorted(typed) == sorted(meant)
