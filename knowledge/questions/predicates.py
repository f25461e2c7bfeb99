"""What is said to happen, to whom, and whether it is affirmed or denied: predicates, semantic roles, polarity."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from knowledge.languages.registry import listed, pattern, table
from knowledge.questions.value_expressions import is_negated, without_idle
from knowledge.search.text_analysis import FUNCTION_WORDS, stem as key, words as words_of
from knowledge.search.word_similarity import shipped

_NEAR = 2
"""Words before another one within which a negation bears on it."""


@lru_cache(maxsize=16_384)
def events_in(text: str) -> Mapping[str, frozenset[str]]:
    """The events that a folded text speaks of, by the group within which they exclude each other."""
    return {
        group: found
        for group, events in _events().items()
        if (found := frozenset(name for name, pattern in events.items() if pattern.search(text)))
    }


@lru_cache(maxsize=16_384)
def sides_in(text: str) -> Mapping[str, bool]:
    """Of each pair of opposites, which side a folded text has: True the first, False the second.

    A negation right before turns it round; a text that has both sides of a pair takes none.
    """
    sided = {}
    for name, patterns in _opposites().items():
        met = [
            (first, match)
            for first, pattern in zip((True, False), patterns, strict=True)
            for match in pattern.finditer(text)
        ]
        # What is part of a longer wording of the other side says nothing of its own.
        sides = {
            first != _negates(text, match)
            for first, match in met
            if not any(
                other is not first
                and found.start() <= match.start() < match.end() <= found.end()
                and len(found[0]) > len(match[0])
                for other, found in met
            )
        }
        if len(sides) == 1:
            sided[name] = sides.pop()
    return sided


def _negates(text: str, match: re.Match[str]) -> bool:
    """Whether a negation bears on what was found, unless that holds it itself."""
    return is_negated(" ".join(text[: match.start()].split()[-_NEAR:])) and not is_negated(match[0])


@lru_cache(maxsize=4_096)
def corrects(text: str) -> bool:
    """Whether a folded text says that it puts something earlier right, or goes on from it."""
    return _said_by("corrected").search(text) is not None


@lru_cache(maxsize=4_096)
def withdraws(text: str) -> bool:
    """Whether a folded text says that somebody takes back what was said before."""
    return _said_by("withdrawn").search(text) is not None


@lru_cache(maxsize=4_096)
def is_pending(text: str) -> bool:
    """Whether a folded text says that something has not come about by now."""
    return is_negated(text) and _said_by("pending").search(text) is not None


@lru_cache(maxsize=4_096)
def is_partial(text: str) -> bool:
    """Whether folded words around a number say that it counts only some of those counted before."""
    return _said_by("partial").search(text) is not None


@lru_cache(maxsize=4_096)
def counts_people(text: str) -> bool:
    """Whether folded words that tell what a number counts speak of people."""
    return _said_by("counted_people").search(text) is not None or "people" in events_in(text)


def is_negative(text: str) -> bool:
    """Whether a folded text says by a word that something is not so: kept silent, refused, failed."""
    return _said_by("negative").search(text) is not None


@lru_cache(maxsize=16_384)
def countries_in(text: str) -> frozenset[str]:
    """The countries that a folded text names, as a noun or an adjective."""
    return frozenset(name for name, pattern in _countries().items() if pattern.search(text))


@lru_cache(maxsize=16_384)
def country_of(word: str) -> str | None:
    """The country that a folded word names, as a noun or an adjective."""
    return next((name for name, each in _countries().items() if each.fullmatch(word)), None)


def owned_in(words: Sequence[str]) -> dict[str, str]:
    """Whose things are said to be, by the key of the thing: "Russian drones" → drone: russia."""
    return {
        key(thing): country
        for owner, thing in pairwise(words)
        if len(thing) > 2  # noqa: PLR2004 - no preposition
        and thing not in FUNCTION_WORDS
        and (country := country_of(owner)) is not None
        and country_of(thing) is None
    }


@lru_cache(maxsize=16_384)
def same_thing(one: str, other: str) -> bool:
    """Whether two keys of words are of the same thing, by another word or in another language."""
    if one == other:
        return True
    groups, others = shipped().of([one, other])
    return not groups.isdisjoint(others)


def leaves_open(text: str) -> bool:
    """Whether a folded question asks whether any of something is so, and takes nothing for granted."""
    return _said_by("neutral").search(text) is not None


def _joined(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})")


@cache
def _events() -> dict[str, dict[str, re.Pattern[str]]]:
    tables = table("predicates").values()
    groups = {group: events for each in tables for group, events in each["events"].items()}
    return {
        group: {
            name: _joined(pattern for each in tables for pattern in each["events"][group][name])
            for name in events
        }
        for group, events in groups.items()
    }


@cache
def _opposites() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    tables = table("predicates").values()
    names = {name for each in tables for name in each["opposites"]}
    return {
        name: (
            _joined(pattern for each in tables for pattern in each["opposites"][name][0]),
            _joined(pattern for each in tables for pattern in each["opposites"][name][1]),
        )
        for name in sorted(names)
    }


@cache
def _countries() -> dict[str, re.Pattern[str]]:
    tables = table("predicates").values()
    names = {name for each in tables for name in each["countries"]}
    return {
        name: _joined(pattern for each in tables for pattern in each["countries"][name])
        for name in sorted(names)
    }


@cache
def _said_by(name: str) -> re.Pattern[str]:
    """The patterns of one kind, in every language."""
    return _joined(each for of in table("predicates").values() for each in of[name])


# A Slavic ending tells subject from object where the order does not.
_SIDES = {
    word: side
    for each in table("predicates").values()
    for side, words in each["sides"].items()
    for word in words.split()
}
_ACCUSATIVE = listed("predicates", "accusative")
_DOING = re.compile("|".join(rf"^(?:{each['doing']})" for each in table("predicates").values()))
_OBJECT_AFTER = listed("predicates", "object_after")
_AGENT_AFTER = listed("predicates", "agent_after")


@dataclass(frozen=True, slots=True)
class SemanticRoles:
    """One side that does something to another."""

    agent: str
    patient: str

    @property
    def reversed(self) -> "SemanticRoles":
        """The same the other way round."""
        return SemanticRoles(self.patient, self.agent)


def roles_in(words: Sequence[str]) -> SemanticRoles | None:
    """Who acts on whom in folded words, or None where the words do not tell."""
    doing = [at for at, word in enumerate(words) if _DOING.match(word)]
    sides = [(at, _SIDES[word]) for at, word in enumerate(words) if word in _SIDES]
    if not doing or len({side for _, side in sides}) < 2:  # noqa: PLR2004 - it takes two sides
        return None
    patient = next(
        (
            side
            for at, side in sides
            if words[at] in _ACCUSATIVE or _led_by(words, at, _OBJECT_AFTER)
        ),
        None,
    )
    agent = next((side for at, side in sides if _led_by(words, at, _AGENT_AFTER)), None)
    if patient is None and agent is None:
        before = [side for at, side in sides if at < doing[0]]
        after = [side for at, side in sides if at > doing[0]]
        agent = before[-1] if before and after else sides[0][1]
    other = {"russia": "ukraine", "ukraine": "russia"}
    if agent is None and patient is not None:
        agent = other[patient]
    if patient is None and agent is not None:
        patient = other[agent]
    if agent is None or patient is None or agent == patient:
        return None
    return SemanticRoles(agent, patient)


def _led_by(words: Sequence[str], at: int, leads: frozenset[str]) -> bool:
    """Whether one of the two words before (an article or adjective between) is such a lead."""
    return any(word in leads for word in words[max(0, at - 2) : at])


_DENYING = re.compile(rf"\b(?:{pattern('negation', 'denying')})\b")
_SUBORDINATE = re.compile(rf"\b(?:{pattern('negation', 'subordinate')})\b[^,;:.!?()]*")
_ABSENT = re.compile(rf"\b(?:{pattern('negation', 'absence')})\b")
_VERBAL = re.compile(rf"(?:{pattern('negation', 'verbal')})")
_END = re.compile(r"[,;:!?()—]|\.(?!\d)")
_LEAST = 2
"""Words that a main clause has; a question that begins with "when" has no other clause."""


def denies(text: str) -> bool:
    """Whether a folded text tells of somebody who says that something is not so."""
    return _DENYING.search(text) is not None


def denied_content(text: str) -> str | None:
    """What a folded text says that somebody denies; None where nobody does."""
    found = _DENYING.search(text)
    return None if found is None else text[found.end() :]


def first_clause(text: str) -> str:
    """The clause that a folded text begins with."""
    return _END.split(text.lstrip(" ,;:-("), maxsplit=1)[0]


@lru_cache(maxsize=4096)
def clauses_of(text: str) -> tuple[str, ...]:
    """The clauses of a folded text, as its marks part them."""
    return tuple(clause for clause in map(str.strip, _END.split(text)) if clause)


def has_verb_negated(text: str) -> bool:
    """Whether a negation in a folded text stands before a verb: "did not reach"."""
    return _VERBAL.search(text) is not None


def tells_of_absence(text: str) -> bool:
    """Whether a folded text says that there is none of something."""
    return _ABSENT.search(text) is not None


def negated_words(text: str) -> list[str]:
    """The words that the negations of a folded text bear on.

    That something was not there at all negates nothing of it.
    """
    idle = without_idle(text)
    found = (words_of(idle[each.end() :])[:1] for each in _VERBAL.finditer(idle))
    return [word for words in found for word in words if word not in FUNCTION_WORDS]


@lru_cache(maxsize=4096)
def main_clauses(text: str) -> str:
    """A folded text without its clauses of condition, time and reason.

    "Could it spread if nobody negotiates?" does not say that something is not so.
    """
    left = _SUBORDINATE.sub(" ", text)
    return left if len(left.split()) >= _LEAST else text
