"""Which records somebody means by a part of a name, misspelt or in another script."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from knowledge.domain import Incident, Speaker
from knowledge.questions.spelling_correction import fold, key, spelling, words_of
from knowledge.search.function_words import FUNCTION_WORDS

_SHORTEST_BEGUN = 3
"""Letters of a word that may be the beginning of a longer one."""
_SHORTEST_REPAIRED = 4
_SHORTEST_REPAIRED_IN_TEXTS = 5
"""The same where much more is looked through than a few names."""
_SHORT = 5
"""Letters of a word in which a changed letter makes another word: Paris is not "parts"."""
_TWO_SLIPS_FROM = 8
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


def _nearness(word: str, held: frozenset[str], shortest: int = _SHORTEST_REPAIRED) -> float:
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
