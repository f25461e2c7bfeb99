"""A draft beside the published statements of its incident: the same, an update, against, support.

Only numbers, polarity and speakers decide how two statements bear on each other; likeness of words
or of meaning only tells that they speak of the same thing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.domain import (
    Figure,
    Kind,
    Polarity,
    Record,
    Relation,
    RelationKind,
    Speaker,
    Statement,
)
from knowledge.domain.dates import Edtf
from knowledge.domain.written_dates import parted
from knowledge.search.function_words import FUNCTION_WORDS
from knowledge.search.text_analysis import fold, sound, stem, words

LIKELY = 0.6
"""Share of the words of the shorter claim that the other one must have."""

COUNTED = 0.34
"""The same where both give a figure of the same thing."""

FEWEST = 2
"""Words that two claims must share at least."""

MEANT = 0.8
"""Cosine of two claims from which they speak of the same, whatever their words and languages."""

Likeness = Callable[[str, str, str, str], float]
"""The cosine of two texts, each with its language; 0 where there is no encoder."""

SAME = "same"
"""Another appearance of a statement that is there."""


def no_likeness(_one: str, _language: str, _other: str, _its: str) -> float:
    """Where there is no encoder."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """How a draft bears on a published statement.

    Args:
        other: the published statement.
        kind: `SAME`, or a kind of relation.
        backwards: whether it is the published one that bears on the draft.
        change: of an update or of numbers that contradict: (theirs, the draft's).
    """

    other: Record
    kind: str
    backwards: bool = False
    change: tuple[float, float] | None = None

    def relation(self, draft: str) -> Relation | None:
        """The relation that it stands for, between the draft of this id and the other."""
        if self.kind == SAME:
            return None
        other = self.other.statement.id
        source, target = (other, draft) if self.backwards else (draft, other)
        return Relation(source, RelationKind(self.kind), target)


def matches(
    draft: Statement,
    speaker: Speaker | None,
    published: Iterable[Record],
    alike: Likeness = no_likeness,
) -> list[Match]:
    """How a draft bears on published statements, the nearest first, each at most once.

    Args:
        draft: as it would be published.
        speaker: of the draft; None for the narrator.
        published: statements of its incident.
        alike: how near two claims are in meaning.
    """
    found: list[tuple[float, Match]] = []
    for record in published:
        if record.statement.id == draft.id:
            continue
        nearness, counted = _nearness(draft, record.statement, alike)
        match = _match(draft, speaker, record, counted) if nearness else None
        if match is not None:
            found.append((nearness, match))
    return [match for _, match in sorted(found, key=lambda pair: -pair[0])]


def _match(  # noqa: PLR0911  # one case for each way of bearing
    draft: Statement, speaker: Speaker | None, record: Record, counted: tuple[Figure, Figure] | None
) -> Match | None:
    other = record.statement
    same_speaker = _same_speaker(speaker, record.speaker)
    if _denies(draft) != _denies(other):
        if _denies(draft):
            return Match(record, RelationKind.DENIES)
        return Match(record, RelationKind.DENIES, backwards=True)
    if counted is not None and counted[0].value != counted[1].value:
        change = (counted[1].value, counted[0].value)
        if same_speaker and not _earlier(draft, other):
            return Match(record, RelationKind.UPDATES, change=change)
        if same_speaker:
            return Match(record, RelationKind.UPDATES, backwards=True, change=change)
        return Match(record, RelationKind.CONTRADICTS, change=change)
    if _other_day(draft, other):
        return None
    if same_speaker:
        return Match(record, SAME)
    return Match(record, RelationKind.SUPPORTS)


def _nearness(
    draft: Statement, other: Statement, alike: Likeness
) -> tuple[float, tuple[Figure, Figure] | None]:
    """How near two claims are, 0 where they speak of different things; the figures they share."""
    counted = _counted(draft.figures, other.figures)
    best = 0.0
    shared = draft.claim.by_language.keys() & other.claim.by_language.keys()
    for language in shared:
        one, two = (_stems(claim.by_language[language]) for claim in (draft.claim, other.claim))
        common = len(one & two)
        share = common / (min(len(one), len(two)) or 1)
        if common >= FEWEST and share >= (COUNTED if counted else LIKELY):
            best = max(best, share)
    if not best:
        mine, its = draft.claim.original, other.claim.original
        cosine = alike(draft.claim.in_language(mine), mine, other.claim.in_language(its), its)
        best = cosine if cosine >= MEANT else 0.0
    if best and not counted and _unlike_numbers(draft, other):
        return 0.0, None
    return best, counted


def _stems(claim: str) -> set[str]:
    """The stems of the words of a claim that say something, without dates and numbers."""
    rest, _ = parted(claim)
    return {
        stem(word)
        for word in words(fold(rest))
        if word not in FUNCTION_WORDS and not word[0].isdigit()
    }


def _counted(ours: Sequence[Figure], theirs: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """The first figures of both that count the same thing; those that differ before the others."""
    pairs = [
        (one, other)
        for one in ours
        for other in theirs
        if (one.unit or "") == (other.unit or "") or _things(one) & _things(other)
    ]
    pairs = [
        (one, other)
        for one, other in pairs
        if _things(one) & _things(other) or not (_things(one) and _things(other))
    ]
    differing = [pair for pair in pairs if pair[0].value != pair[1].value]
    equal = [pair for pair in pairs if pair[0].value == pair[1].value]
    return next(iter(equal or differing), None)


def _things(figure: Figure) -> set[str]:
    texts = (*figure.what.all(), figure.unit or "")
    return {one for text in texts for one in _stems(text)}


def _unlike_numbers(draft: Statement, other: Statement) -> bool:
    """Whether both give numbers in digits and have none in common, though nothing is counted."""
    ours, theirs = (
        {word for text in claim.all() for word in words(fold(parted(text)[0])) if word[0].isdigit()}
        for claim in (draft.claim, other.claim)
    )
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _denies(statement: Statement) -> bool:
    return statement.kind is Kind.DENIAL or statement.polarity is Polarity.NEGATED


def _same_speaker(one: Speaker | None, other: Speaker | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.id == other.id or not _sounds(one).isdisjoint(_sounds(other))


def _sounds(speaker: Speaker) -> set[str]:
    """A name in any script, by how it sounds."""
    return {" ".join(sound(word) for word in words(fold(name))) for name in speaker.name.all()}


def _earlier(draft: Statement, other: Statement) -> bool:
    if not (draft.said and other.said):
        return False
    mine, its = Edtf.parse(draft.said), Edtf.parse(other.said)
    return mine.has_year and its.has_year and mine.last < its.first


def _other_day(draft: Statement, other: Statement) -> bool:
    """Whether the claims name days, and none that both name."""
    ours, theirs = (
        {date for text in claim.all() for date in parted(text)[1]}
        for claim in (draft.claim, other.claim)
    )
    return bool(ours and theirs) and ours.isdisjoint(theirs)
