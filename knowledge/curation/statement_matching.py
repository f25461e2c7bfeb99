"""A draft beside the published statements of its incident: how near their claims are; the same, an update, against, support.

Within an incident every claim speaks of the same things, so that what all of them say counts for
nothing: words weigh by their inverse document frequency (Spärck Jones 1972) among the claims at
hand, and the mean of these claims is taken off their vectors.

Numbers, polarity and speakers decide how two statements bear on each other; nearness of words and
of meaning only tells that they speak of the same thing. Where it leaves that open, they are shown
beside each other, and nothing comes of it unless a curator says so.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from knowledge.domain import (
    Figure,
    Kind,
    Polarity,
    Record,
    Relation,
    RelationKind,
    Speaker,
    SpeakerKind,
    Statement,
)
from knowledge.domain.dates import Edtf, parted
from knowledge.questions.predicates import (
    corrects,
    counts_people,
    denied_content,
    events_in,
    is_negative,
    is_partial,
    is_pending,
    sides_in,
    withdraws,
)
from knowledge.questions.value_expressions import is_negated
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


SURE = 0.38
"""Nearness from which two claims speak of the same thing."""

ONE = 0.5
"""Nearness from which two claims of one speaker are one statement: it cannot be told apart later."""

PERHAPS = 0.28
"""The same where both give a figure of the same thing, or one negates and the other does not; what
has nothing of that is only shown."""

FAINT = 0.2
"""The same where both are much nearer to each other than to any third claim."""

DENIED = 0.1
"""The same of a denial and what it may deny, where nothing that others said is nearer."""

SAME_THING = 0.5
"""Share of words, or cosine, from which two figures count the same thing."""

TELLING = 0.7
"""Cosine of what two figures count, in two languages, from which that tells by itself."""

SAME_MEASURE = 0.3
"""The same of the only figures of two claims that are much nearer to each other than to a third."""

WINDOW = 5
"""Words around a number that may say that it counts a part."""

PEOPLE = "people"
"""The group of events that happen to people."""

GROWING = frozenset({"killed", "hurt", "evacuated", "rescued", "arrested"})
"""What happens to more and more people until they are counted."""

_CLAUSE = re.compile(r"[,;:.()—–]")

YEAR = 4
"""Digits of a year."""

SAME = "same"
"""Another appearance of a statement that is there."""

NAMES = 2
"""Words of a person's name without a middle one."""

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
    draft: Record, published: Iterable[Record], near: ClaimNearness | None = None
) -> list[Match]:
    """How a draft bears on published statements: what is proposed first, then the nearest first.

    Args:
        draft: as it would be published, with its speaker and article.
        published: statements of its incident.
        near: how near the claims of the incident are; None: by words alone.
    """
    records = [one for one in published if one.statement.id != draft.statement.id]
    near = near or ClaimNearness([draft, *records])
    closest, continued = _closest(draft, records, near), _continued(draft, records, near)
    found: list[tuple[bool, float, Match]] = []
    for record in records:
        nearness = near.between(draft.statement, record.statement)
        if _came_about(draft, record) or (record is continued and nearness >= DENIED):
            sure = record is not continued or nearness >= FAINT
            match: Match | None = Match(record, RelationKind.UPDATES, sure=sure)
        else:
            match = _match(draft, record, nearness, near, closest=record is closest)
        if match is not None:
            equal = match.kind == RelationKind.DENIES and _equal(draft, record, near)
            found.append((not match.sure, -(nearness + equal), match))
    return [match for _, _, match in sorted(found, key=lambda one: one[:2])]


def _closest(draft: Record, records: Sequence[Record], near: ClaimNearness) -> Record | None:
    """What of others a denial denies if it denies any of them, or which denial is of this claim."""
    facing = [
        one
        for one in records
        if _denies(one.statement) != _denies(draft.statement)
        and not same_person(one.speaker, draft.speaker)
    ]
    nearest = max(
        facing, key=lambda one: near.between(draft.statement, one.statement), default=None
    )
    if nearest is None or _denies(draft.statement):
        return nearest
    # Of several claims that one denial may be of, the nearest to it alone.
    claims = [one for one in near.claims if not _denies(one)]
    best = max(claims, key=lambda one: near.between(nearest.statement, one), default=None)
    return nearest if best is not None and best.id == draft.statement.id else None


def _continued(draft: Record, records: Sequence[Record], near: ClaimNearness) -> Record | None:
    """What a speaker said before and takes back now, or foretold and foretells otherwise."""
    claim = " ".join(draft.statement.claim.all())
    takes_back = withdraws(fold(claim))
    before = [
        one
        for one in records
        if not _denies(one.statement)
        and (
            not _later(one, draft)
            if takes_back
            else one.statement.kind is Kind.PREDICTION and _later(draft, one)
        )
        and _speaks_for(draft, one.speaker, claim if takes_back else "")
    ]
    nearest = max(
        before, key=lambda one: near.between(draft.statement, one.statement), default=None
    )
    if nearest is None or takes_back:
        return nearest
    # What is foretold anew has another day or another number; the same once more is no news.
    again = near.between(draft.statement, nearest.statement) >= ONE and not _other_day(
        draft, nearest
    )
    return None if again else nearest


def _speaks_for(draft: Record, speaker: Speaker | None, claim: str) -> bool:
    """Whether a draft is of this speaker, or its claim tells by name what that one does."""
    if speaker is None:
        return False
    return same_person(draft.speaker, speaker) or (bool(claim) and named_in(speaker, claim))


def _came_about(draft: Record, record: Record) -> bool:
    """Whether what had not come about by an earlier statement has by the draft: nobody was arrested."""
    ours, before = (fold(" ".join(one.statement.claim.all())) for one in (draft, record))
    if not is_pending(before) or _negated(draft.statement) or not _later(draft, record):
        return False
    mine, its = events_in(ours), events_in(before)
    return any(mine[group] & its[group] for group in mine.keys() & its.keys())


def _match(
    draft: Record, record: Record, nearness: float, near: ClaimNearness, *, closest: bool
) -> Match | None:
    """How a draft bears on one statement; None where they speak of different things."""
    ours, other = draft.statement, record.statement
    clear = nearness >= FAINT and near.clearly(ours, other)
    counted = _counted(draft, record, near, SAME_MEASURE if clear else SAME_THING)
    if _other_day(draft, record):
        return _of_another_day(draft, record, nearness, counted)
    if nearness >= PERHAPS or clear:
        unlike = counted is None and _unlike_numbers(ours, other)
        return None if unlike else _of_one_thing(draft, record, nearness, counted, clear=clear)
    if counted is not None and (counted.strong or (counted.telling and nearness >= FAINT)):
        return _of_figures(draft, record, counted)
    if (
        nearness >= FAINT
        and _opposite(ours, other)
        and not same_person(draft.speaker, record.speaker)
    ):
        return Match(record, RelationKind.CONTRADICTS, sure=False)
    if closest and nearness >= DENIED:
        return Match(record, RelationKind.DENIES, backwards=_denies(other), sure=False)
    return None


def _of_another_day(
    draft: Record, record: Record, nearness: float, counted: "Counted | None"
) -> Match | None:
    """How two statements bear on each other that name different days.

    A number that only grows is counted again on another day, and what is yet to come has one day.
    """
    if counted is not None and counted.strong and counted.grows:
        return _of_figures(draft, record, counted)
    foretold = Kind.PREDICTION in {draft.statement.kind, record.statement.kind}
    if foretold and nearness >= SURE and not same_person(draft.speaker, record.speaker):
        return Match(record, RelationKind.CONTRADICTS)
    return None


def _of_one_thing(
    draft: Record,
    record: Record,
    nearness: float,
    counted: "Counted | None",
    *,
    clear: bool,
) -> Match | None:
    """How two statements bear on each other that speak of the same thing."""
    ours, other = draft.statement, record.statement
    same_speaker = same_person(draft.speaker, record.speaker)
    if _denies(ours) != _denies(other):
        said_near = nearness >= PERHAPS or counted is not None
        sure = said_near if not same_speaker else nearness >= SURE
        return Match(record, RelationKind.DENIES, backwards=_denies(other), sure=sure)
    if counted is not None and counted.differs:
        return _of_figures(draft, record, counted)
    alike = counted is not None and nearness >= PERHAPS  # the same number of the same thing
    if not (alike or _denies(ours)) and (
        _negated(ours) != _negated(other) or _opposite(ours, other)
    ):
        goes_on = _corrects(ours) and _later(draft, record)
        kind = RelationKind.UPDATES if same_speaker or goes_on else RelationKind.CONTRADICTS
        sure = _later(draft, record) if same_speaker else clear or nearness >= SURE
        return Match(record, kind, sure=sure)
    if not same_speaker:
        if withdraws(fold(" ".join(ours.claim.all()))):
            return Match(record, RelationKind.UPDATES, sure=False)
        told = clear or counted is not None or nearness >= ONE
        foretold = Kind.PREDICTION in {ours.kind, other.kind}
        sure = nearness >= (ONE if foretold else SURE) and told
        return Match(record, RelationKind.SUPPORTS, sure=sure)
    return Match(record, SAME, sure=nearness >= ONE)


def _of_figures(draft: Record, record: Record, counted: "Counted") -> Match | None:
    """What two figures of the same thing say of the statements that give them."""
    same_speaker = same_person(draft.speaker, record.speaker)
    more = counted.ours.value > counted.theirs.value
    if not counted.differs:
        return None if same_speaker else Match(record, RelationKind.SUPPORTS)
    change = (counted.theirs.value, counted.ours.value)
    goes_on = (counted.grows and more) or _corrects(draft.statement)
    if same_speaker or counted.cited or (goes_on and _later(draft, record)):
        backwards = not counted.cited and _later(record, draft)
        return Match(record, RelationKind.UPDATES, backwards=backwards, change=change)
    if counted.grows and not more and _later(record, draft):
        return Match(record, RelationKind.UPDATES, backwards=True, change=change)
    return Match(record, RelationKind.CONTRADICTS, change=change)


@dataclass(frozen=True, slots=True)
class Counted:
    """Two figures that count the same thing.

    Args:
        ours: of the draft.
        theirs: of the published statement.
        strong: whether what they count is told so exactly that nothing else need be alike.
        telling: whether few figures of the incident count anything like it.
        cited: whether the draft gives the other figure as well, as the one before.
        grows: whether what they count only becomes more while it is being counted.
    """

    ours: Figure
    theirs: Figure
    strong: bool
    telling: bool
    cited: bool
    grows: bool

    @property
    def differs(self) -> bool:
        """Whether they are not the same number."""
        return self.ours.value != self.theirs.value


def _counted(
    draft: Record, record: Record, near: ClaimNearness, least: float = SAME_THING
) -> Counted | None:
    """Two figures that count the same thing, the likest; of those as like, one that differs."""
    ours, theirs = draft.statement, record.statement
    least = least if len(ours.figures) == len(theirs.figures) == 1 else SAME_THING
    pairs = []
    for one in ours.figures:
        for other in theirs.figures:
            if _of_a_part(ours, one) != _of_a_part(theirs, other):
                continue
            like, strong = _likeness((ours, one), (theirs, other), near)
            # That nobody was hurt is no other number of those who were there.
            if like >= least and ((one.value and other.value) or one.value == other.value):
                pairs.append((like, strong, one, other))
    equal = [pair for pair in pairs if pair[2].value == pair[3].value]
    corrected = _put_right(ours, theirs, equal, near)
    if corrected is not None:
        return corrected
    # A number that both give is told; what may differ is what is left beside it.
    told = [figure for pair in equal for figure in pair[2:]]
    left = [pair for pair in pairs if pair[2] not in told and pair[3] not in told]
    best = max(left or equal, key=lambda pair: pair[:2], default=None)
    if best is None:
        return None
    _, telling, one, other = best
    cited = other.value in {figure.value for figure in ours.figures} and _corrects(ours)
    counts = _events(ours, one).values()
    grows = any(GROWING & each for each in counts)
    strong = (
        telling
        and all(counts_people(_first(each)) for each in (one, other))
        and PEOPLE in _events(ours, one).keys() & _events(theirs, other).keys()
    )
    return Counted(one, other, strong, telling, cited, grows)


def _equal(draft: Record, record: Record, near: ClaimNearness) -> bool:
    """Whether both give one number of one thing: a denial of nine days is of who said nine."""
    counted = _counted(draft, record, near)
    return counted is not None and not counted.differs


def _put_right(
    ours: Statement,
    theirs: Statement,
    equal: Iterable[tuple[float, bool, Figure, Figure]],
    near: ClaimNearness,
) -> Counted | None:
    """The figure that the draft gives in place of one that it only repeats."""
    if not _corrects(ours):
        return None
    there = {figure.value for figure in theirs.figures}
    earlier = {one.value for one in ours.figures if corrects(_counts(one))}
    for other in theirs.figures:
        # "173, not the earlier 160": what is called the earlier figure is told of nothing else.
        for one in ours.figures:
            if (
                other.value in earlier
                and one.value not in there
                and not corrects(_counts(one))
                and all(counts_people(_counts(each)) for each in (one, other))
            ):
                return Counted(one, other, strong=True, telling=True, cited=True, grows=False)
    for _, telling, _, other in equal:
        for one in ours.figures:
            if one.value not in there:
                like, _ = _likeness((ours, one), (theirs, other), near)
                if like >= SAME_THING:
                    return Counted(one, other, False, telling, cited=True, grows=False)
    return None


def _corrects(statement: Statement) -> bool:
    return corrects(fold(" ".join(statement.claim.all())))


def _likeness(
    one: tuple[Statement, Figure], other: tuple[Statement, Figure], near: ClaimNearness
) -> tuple[float, bool]:
    """How likely two figures count the same thing, from 0 to 1, and whether that tells by itself."""
    mine, its = _events(*one), _events(*other)
    both = mine.keys() & its.keys()
    if any(mine[group].isdisjoint(its[group]) for group in both):
        return 0.0, False
    if PEOPLE in both and all(counts_people(_first(each)) for _, each in (one, other)):
        return 1.0, True
    figure, another = one[1], other[1]
    things, others = near.things(figure), near.things(another)
    if not (things and others):
        return (1.0 if (figure.unit or "") == (another.unit or "") else 0.0), False
    share, telling = near.of_things(things, others)
    if share:
        return share, telling
    texts = [(each.what.in_language(""), each.what.original) for each in (figure, another)]
    if texts[0][1] == texts[1][1]:
        return 0.0, False
    alike = near.of_texts(*texts)
    return alike, alike >= TELLING


def _of_a_part(statement: Statement, figure: Figure) -> bool:
    """Whether a figure counts only some of those that were counted: who are still in hospital."""
    if is_partial(_counts(figure)):
        return True
    claim = fold(statement.claim.in_language(figure.what.original))
    text = fold(figure.text.in_language(figure.what.original))
    at = claim.find(text) if text else -1
    if at < 0:
        return len(statement.figures) == 1 and is_partial(claim)
    before = _CLAUSE.split(claim[:at])[-1].split()[-WINDOW:]
    after = _CLAUSE.split(claim[at + len(text) :])[0].split()[:WINDOW]
    return is_partial(" ".join((*before, text, *after)))


def _counts(figure: Figure) -> str:
    return fold(" ".join((*figure.what.all(), figure.unit or "")))


def _first(figure: Figure) -> str:
    """The word that tells what is counted: of "roubles for families of the dead" the roubles."""
    return next((word for word in words(_counts(figure)) if word not in FUNCTION_WORDS), "")


def _events(statement: Statement, figure: Figure) -> Mapping[str, frozenset[str]]:
    """What happened to that which a figure counts: by its own words, else by those around it."""
    return events_in(_counts(figure)) or events_in(_around(statement, figure))


def _around(statement: Statement, figure: Figure) -> str:
    """The words of the claim that belong to a figure: those up to the next one, else those before."""
    claim = fold(statement.claim.in_language(figure.what.original))
    if len(statement.figures) == 1:
        return claim
    texts = (fold(each.text.in_language(figure.what.original)) for each in statement.figures)
    places = sorted(at for text in texts if text and (at := claim.find(text)) >= 0)
    at = claim.find(fold(figure.text.in_language(figure.what.original)))
    if len(places) < len(statement.figures) or at < 0:
        return ""
    place = places.index(at)
    following = claim[at : places[place + 1] if place + 1 < len(places) else None]
    before = claim[places[place - 1] if place else 0 : at]
    return following if events_in(following) else before


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


def _opposite(ours: Statement, other: Statement) -> bool:
    """Whether one claim has it that something rose, opened, was admitted, the other the opposite."""
    mine, its = (sides_in(fold(" ".join(one.claim.all()))) for one in (ours, other))
    return any(mine[pair] != its[pair] for pair in mine.keys() & its.keys())


def same_person(one: Speaker | None, other: Speaker | None) -> bool:
    """Whether two speakers are one: by id, or by a whole name in whichever script.

    A patronymic or another middle name may be left out.
    """
    if one is None or other is None:
        return one is other
    if one.id == other.id or not heard(one).isdisjoint(heard(other)):
        return True
    people = one.kind is other.kind is SpeakerKind.PERSON
    return people and any(
        len(shorter) == NAMES < len(longer) and (longer[0], longer[-1]) == tuple(shorter)
        for names in ((one, other), (other, one))
        for shorter, longer in product(*([n.split() for n in heard(each)] for each in names))
    )


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


def _later(one: Record, other: Record) -> bool:
    """Whether the one was said, or else reported, on a later day than the other."""
    mine, its = _said(one), _said(other)
    return mine is not None and its is not None and its.last < mine.first


def _said(record: Record) -> Edtf | None:
    dates = (record.statement.said, *(one.published for one in record.articles))
    told = next((Edtf.parse(one) for one in dates if one), None)
    return told if told is not None and told.has_year else None


def _other_day(draft: Record, other: Record) -> bool:
    """Whether the claims name days of what they tell of, and none that both name.

    The day on which something was said, reported or happened to all of them tells nothing.
    """
    ours, theirs = _days(draft), _days(other)
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _days(record: Record) -> set[str]:
    found = {date for text in record.statement.claim.all() for date in parted(text)[1]}
    known = {record.statement.said, *(one.published for one in record.articles)}
    if record.incident is not None:
        known.add(record.incident.when)
    return {one for one in found if not any(_is_day(one, day) for day in known if day)}


def _is_day(named: str, day: str) -> bool:
    """Whether a day that a claim names, its year given or not, is this one."""
    return named == day or named.removeprefix("XXXX") == day[YEAR:]
