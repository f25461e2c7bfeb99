"""A draft beside the published statements of its incident: the same, an update, against, support.

Numbers, polarity and speakers decide how two statements bear on each other; nearness of words and
of meaning only tells that they speak of the same thing. Where it leaves that open, they are shown
beside each other, and nothing comes of it unless a curator says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.curation.claim_nearness import ClaimNearness, content_stems
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
from knowledge.domain.dates import Edtf, parted
from knowledge.questions.predicates import is_negative
from knowledge.questions.quantities import is_negated
from knowledge.search.text_analysis import fold, sound, words

SURE = 0.38
"""Nearness from which two claims speak of the same thing."""

ONE = 0.5
"""Nearness from which two claims of one speaker are one statement: it cannot be told apart later."""

PERHAPS = 0.28
"""The same where both give a figure of the same thing, or one negates and the other does not; what
has nothing of that is only shown."""

FAINT = 0.2
"""The same where both are much nearer to each other than to any third claim."""

SAME_THING = 0.5
"""Share of words, or cosine, from which two figures count the same thing."""

SAME = "same"
"""Another appearance of a statement that is there."""

SHORTEST = 3
"""Letters that the sound of a whole name has at least, so that it tells who somebody is."""


@dataclass(frozen=True, slots=True)
class Match:
    """How a draft bears on a published statement.

    Args:
        other: the published statement.
        kind: `SAME`, or a kind of relation.
        backwards: whether it is the published one that bears on the draft.
        change: of an update or of numbers that contradict: (theirs, the draft's).
        sure: whether it is proposed; else it is only shown.
    """

    other: Record
    kind: str
    backwards: bool = False
    change: tuple[float, float] | None = None
    sure: bool = True

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
    near: ClaimNearness | None = None,
) -> list[Match]:
    """How a draft bears on published statements: what is proposed first, then the nearest first.

    Args:
        draft: as it would be published.
        speaker: of the draft; None for the narrator.
        published: statements of its incident.
        near: how near the claims of the incident are; None: by words alone.
    """
    records = [one for one in published if one.statement.id != draft.id]
    near = near or ClaimNearness([Record(draft, speaker), *records])
    found: list[tuple[bool, float, Match]] = []
    for record in records:
        nearness = near.between(draft, record.statement)
        match = _match(draft, speaker, record, nearness, near)
        if match is not None:
            found.append((not match.sure, -nearness, match))
    return [match for _, _, match in sorted(found, key=lambda one: one[:2])]


def _match(  # noqa: PLR0911  # one case for each way of bearing
    draft: Statement, speaker: Speaker | None, record: Record, nearness: float, near: ClaimNearness
) -> Match | None:
    other = record.statement
    clear = nearness >= FAINT and near.clearly(draft, other)
    if (nearness < PERHAPS and not clear) or _other_day(draft, other):
        return None
    counted = _counted(draft.figures, other.figures, near)
    if counted is None and _unlike_numbers(draft, other):
        return None
    sure = nearness >= SURE
    same_speaker = same_person(speaker, record.speaker)
    if _denies(draft) != _denies(other):
        kind = RelationKind.DENIES
        return Match(record, kind, backwards=_denies(other), sure=not same_speaker or sure)
    if not _denies(draft) and _negated(draft) != _negated(other):
        kind = RelationKind.UPDATES if same_speaker else RelationKind.CONTRADICTS
        return Match(record, kind, sure=not same_speaker)
    if counted is not None and counted[0].value != counted[1].value:
        change = (counted[1].value, counted[0].value)
        if same_speaker:
            backwards = _earlier(draft, other)
            return Match(record, RelationKind.UPDATES, backwards=backwards, change=change)
        return Match(record, RelationKind.CONTRADICTS, change=change)
    if same_speaker:
        return Match(record, SAME, sure=nearness >= ONE)
    return Match(record, RelationKind.SUPPORTS, sure=sure)


def _counted(
    ours: Sequence[Figure], theirs: Sequence[Figure], near: ClaimNearness
) -> tuple[Figure, Figure] | None:
    """Two figures that count the same thing, the likest; of those as like, one that differs."""
    pairs = []
    for one in ours:
        for other in theirs:
            like = _likeness(one, other, near)
            if like >= SAME_THING:
                pairs.append((like, one.value != other.value, one, other))
    equal = [pair for pair in pairs if not pair[1]]
    # A number that both give is told; what may differ is what is left beside it.
    told = [figure for pair in equal for figure in pair[2:]]
    left = [pair for pair in pairs if pair[1] and pair[2] not in told and pair[3] not in told]
    best = max(left or equal, key=lambda pair: pair[0], default=None)
    return None if best is None else (best[2], best[3])


def _likeness(one: Figure, other: Figure, near: ClaimNearness) -> float:
    """How likely two figures count the same thing, from 0 to 1."""
    mine, its = _things(one), _things(other)
    if not (mine and its):
        return 1.0 if (one.unit or "") == (other.unit or "") else 0.0
    share = len(mine & its) / min(len(mine), len(its))
    if share:
        return share
    texts = [(figure.what.in_language(""), figure.what.original) for figure in (one, other)]
    return near.of_texts(texts[0], texts[1]) if texts[0][1] != texts[1][1] else 0.0


def _things(figure: Figure) -> set[str]:
    texts = (*figure.what.all(), figure.unit or "")
    return {one for text in texts for one in content_stems(text)}


def _unlike_numbers(draft: Statement, other: Statement) -> bool:
    """Whether both give numbers in digits and have none in common, though nothing is counted."""
    ours, theirs = (
        {word for text in claim.all() for word in words(fold(parted(text)[0])) if word[0].isdigit()}
        for claim in (draft.claim, other.claim)
    )
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _denies(statement: Statement) -> bool:
    return statement.kind is Kind.DENIAL or statement.polarity is Polarity.NEGATED


def _negated(statement: Statement) -> bool:
    """Whether a claim says that something is not so; of a denial, what it denies."""
    texts = [fold(parted(text)[0]) for text in statement.claim.all()]
    return any(is_negated(text) or is_negative(text) for text in texts)


def same_person(one: Speaker | None, other: Speaker | None) -> bool:
    """Whether two speakers are one: by id, or by a whole name in whichever script."""
    if one is None or other is None:
        return one is other
    return one.id == other.id or not heard(one).isdisjoint(heard(other))


def named_in(speaker: Speaker, text: str) -> bool:
    """Whether a text holds a whole name of a speaker, in whichever script."""
    return holds_one(aloud(text), heard(speaker))


def aloud(text: str) -> str:
    """A text by how its words sound."""
    return f" {' '.join(sound(word) for word in words(fold(text)))} "


def holds_one(text: str, names: Iterable[str]) -> bool:
    """Whether a text by its sounds holds one of the names that were `heard`."""
    return any(f" {one} " in text for one in names)


def heard(speaker: Speaker) -> set[str]:
    """The names of several words of a speaker by how they sound; one word is no whole name."""
    names = (words(fold(name)) for name in speaker.name.all())
    sounds = {" ".join(sound(word) for word in name) for name in names if len(name) > 1}
    return {one for one in sounds if len(one.replace(" ", "")) >= SHORTEST}


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
