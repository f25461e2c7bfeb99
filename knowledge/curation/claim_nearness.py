"""How near two claims of one incident are: by rare words and names that they share, and by meaning.

Within an incident every claim speaks of the same things, so that what all of them say counts for
nothing: words weigh by their inverse document frequency (Spärck Jones 1972) among the claims at
hand, and the mean of these claims is taken off their vectors.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from knowledge.domain import Figure, Kind, Record, Statement
from knowledge.domain.dates import parted
from knowledge.questions.polarity import denied_content
from knowledge.search.text_analysis import FUNCTION_WORDS, fold, sound, stem, words

Vector = NDArray[np.float32]
Meaning = Callable[[str, str], Vector | None]
"""The unit vector of a text in a language; None where there is no encoder."""

BY_MEANING = 0.7
"""What meaning weighs beside words."""

ASSUMED = 4
"""Claims as which the neutral point counts in the mean, so that a mean of few takes off little."""

MARGIN = 0.1
"""How much nearer than any third claim two are that clearly belong together."""

RARE = 4
"""A word tells what a figure counts where at most one of so many figures has it."""

HEARD = 3
"""Letters that the sound of a name has at least."""


def no_meaning(_text: str, _language: str) -> Vector | None:
    """Where there is no encoder."""
    return None


def content_stems(claim: str) -> set[str]:
    """The stems of the words of a claim that say something, without dates and numbers."""
    rest, _ = parted(claim)
    return {
        stem(word)
        for word in words(fold(rest))
        if word not in FUNCTION_WORDS and not word[0].isdigit()
    }


class ClaimNearness:
    """Nearness among the claims of one incident.

    Args:
        claims: all that are at hand, published ones and drafts.
        meaning: of a text.
    """

    def __init__(self, claims: Iterable[Record], meaning: Meaning = no_meaning) -> None:
        listed = {one.statement.id: one for one in claims}
        self._claims = [one.statement for one in listed.values()]
        self._meaning = meaning
        self._keys = {identity: _keys(one) for identity, one in listed.items()}
        counts = Counter(key for keys in self._keys.values() for key in keys)
        total = len(listed) + 1
        self._weight = {key: math.log((total + 1) / (count + 0.5)) for key, count in counts.items()}
        self._most = math.log((total + 1) / 1.5)
        self._vectors = _centred(listed.values(), meaning)
        figures = [self.things(one) for claim in self._claims for one in claim.figures]
        self._counts = Counter(stem for things in figures for stem in things)
        self._figures = len(figures)

    @property
    def claims(self) -> Sequence[Statement]:
        """All that are compared."""
        return self._claims

    def between(self, one: Statement, other: Statement) -> float:
        """From 0 to 1; of words alone where there is no encoder."""
        shared = self._of_words(self._known(one), self._known(other))
        mine, its = self._vectors.get(one.id), self._vectors.get(other.id)
        if mine is None or its is None:
            return shared
        meant = float(mine @ its)
        if one.claim.by_language.keys().isdisjoint(other.claim.by_language):
            return max(meant, shared)  # they have hardly a word in common, whatever they say
        return BY_MEANING * meant + (1 - BY_MEANING) * shared

    def clearly(self, one: Statement, other: Statement) -> bool:
        """Whether each is much nearer to the other than to any third one.

        The margin of nearest neighbours finds sentences that belong together where no fixed cosine
        does (Artetxe and Schwenk 2019).
        """
        nearness = self.between(one, other) - MARGIN
        pair = {one.id, other.id}
        thirds = [each for each in self._claims if each.id not in pair]
        return all(
            self.between(claim, third) <= nearness for claim in (one, other) for third in thirds
        )

    def of_texts(self, one: tuple[str, str], other: tuple[str, str]) -> float:
        """The cosine of two short texts, each with its language; 0 without an encoder."""
        mine, its = self._meaning(*one), self._meaning(*other)
        return 0.0 if mine is None or its is None else float(mine @ its)

    @staticmethod
    def things(figure: Figure) -> frozenset[str]:
        """The stems of what a figure counts."""
        texts = (*figure.what.all(), figure.unit or "")
        return frozenset(stem for text in texts for stem in content_stems(text))

    def of_things(self, one: AbstractSet[str], other: AbstractSet[str]) -> tuple[float, bool]:
        """Share of what two figures count that is the same, and whether few figures have it.

        Words that many figures of the incident have, such as "people", tell little.
        """
        shared = one & other
        if not shared:
            return 0.0, False
        least = min(self._told_by(one), self._told_by(other))
        rare = max(2, self._figures // RARE)
        telling = any(self._counts[stem] <= rare for stem in shared)
        return self._told_by(shared) / least if least else 0.0, telling

    def _told_by(self, things: AbstractSet[str]) -> float:
        total = self._figures + 1
        return sum(math.log((total + 1) / (self._counts[stem] + 0.5)) for stem in things)

    def _known(self, claim: Statement) -> set[str]:
        return self._keys.get(claim.id) or _keys(Record(claim))

    def _of_words(self, one: set[str], other: set[str]) -> float:
        """The cosine of two sets of weighted words."""
        mine, its, both = (self._sum(keys) for keys in (one, other, one & other))
        return both / math.sqrt(mine * its) if mine and its else 0.0

    def _sum(self, keys: Iterable[str]) -> float:
        return sum(self._weight.get(key, self._most) for key in keys)


def _names(record: Record) -> set[str]:
    """How the words of the speaker's names sound: who says it is no part of what is said."""
    if record.speaker is None:
        return set()
    names = (*record.speaker.name.all(), *record.speaker.aliases)
    return {sound(word) for name in names for word in words(fold(name))}


def _unnamed(claim: str, names: set[str]) -> str:
    """A claim without its speaker's name."""
    return " ".join(
        word
        for word in claim.split()
        if not any(
            len(heard := sound(one)) >= HEARD and heard in names for one in words(fold(word))
        )
    )


def _keys(record: Record) -> set[str]:
    """Words of a claim by stem, and by sound for names in another script; numbers as they are."""
    found: set[str] = set()
    names = _names(record)
    for claim in record.statement.claim.all():
        rest, _ = parted(_unnamed(claim, names))
        for word in words(fold(rest)):
            if word in FUNCTION_WORDS:
                continue
            if word[0].isdigit():
                found.add(word)
                continue
            found.add(stem(word))
            heard = sound(word)
            if len(heard) >= HEARD:
                found.add(f"~{heard}")
    return found


def _centred(claims: Iterable[Record], meaning: Meaning) -> dict[str, Vector]:
    """The unit vectors of claims by id, the mean of those of the same language taken off."""
    by_language: dict[str, dict[str, Vector]] = {}
    for one in claims:
        language = one.statement.claim.original
        text = one.statement.claim.in_language(language)
        if one.statement.kind is Kind.DENIAL:  # what it is about is what it denies
            text = denied_content(fold(text)) or text
        vector = meaning(_unnamed(text, _names(one)) or text, language)
        if vector is not None:
            by_language.setdefault(language, {})[one.statement.id] = vector
    found: dict[str, Vector] = {}
    for vectors in by_language.values():
        mean = np.sum(list(vectors.values()), axis=0) / (len(vectors) + ASSUMED)
        for identity, vector in vectors.items():
            moved = vector - mean
            found[identity] = moved / (np.linalg.norm(moved) or 1.0)
    return found
