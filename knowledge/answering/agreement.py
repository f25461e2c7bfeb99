"""Where a question and a statement agree or clash: speaker, number, time, place, negation, actor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.answering.closeness import spoken_of
from knowledge.answering.understand.actors import Acting, acting_in
from knowledge.answering.understand.asking import Want
from knowledge.answering.understand.names import Named
from knowledge.answering.understand.negation import is_negated
from knowledge.answering.understand.numbers import numbers_in
from knowledge.answering.understand.reading import Understood
from knowledge.answering.understand.times import When, times_in
from knowledge.answering.understand.words import fold, key, words_of
from knowledge.dates import Edtf
from knowledge.model import Kind, Place, Polarity, Record

_OF_FACTS = frozenset({Want.WHEN, Want.HOW_MANY, Want.WHERE})
"""Opinions seldom answer these, though they name the same things."""

AGREES, SILENT, CLASHES = 1.0, 0.0, -1.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What a statement says of the things that a question can name.

    Args:
        dates: of the incident and of the saying.
        times: that the claim itself names.
        numbers: of the figures and of the claim.
        places: ids, with the wider places.
        words: keys of those in the claim and in its phrasings.
        spoken: what it says, who says it and of what, as one text.
    """

    speaker: str | None
    incident: str | None
    dates: tuple[Edtf, ...]
    times: tuple[When, ...]
    numbers: frozenset[float]
    places: frozenset[str]
    negated: bool
    acting: Acting | None
    opinion: bool = False
    words: frozenset[str] = frozenset()
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One number an aspect: 1 agrees, -1 clashes, 0 where one of the two is silent."""

    speaker: float = SILENT
    incident: float = SILENT
    number: float = SILENT
    year: float = SILENT
    date: float = SILENT
    place: float = SILENT
    negation: float = SILENT
    actor: float = SILENT
    fits: float = SILENT
    kind: float = SILENT

    def features(self) -> dict[str, float]:
        """By name, agreements and clashes apart: their weights need not mirror each other."""
        features = {}
        for aspect in self.__slots__:
            value = getattr(self, aspect)
            features[f"{aspect}_agrees"] = max(value, 0.0)
            features[f"{aspect}_clashes"] = max(-value, 0.0)
        return features


def facts_of(record: Record, places: Mapping[str, Place]) -> Facts:
    """Read a statement once; `places` are all of the store, by id."""
    statement = record.statement
    claim = fold(statement.claim.in_language(statement.claim.original))
    times = times_in(claim)
    dates = (record.incident.when if record.incident else None, statement.said)
    figures = frozenset(figure.value for figure in statement.figures)
    return Facts(
        speaker=statement.speaker,
        incident=statement.incident,
        dates=tuple(Edtf.parse(date) for date in dates if date),
        times=times.found,
        numbers=figures | numbers_in(times.rest),
        places=frozenset(_with_wider((place.id for place in record.places), places)),
        negated=statement.polarity is Polarity.NEGATED or is_negated(claim),
        acting=acting_in(words_of(claim)),
        words=frozenset(
            key(word)
            for text in (*statement.claim.all(), *(text for _, text in statement.phrasings))
            for word in words_of(fold(text))
        ),
        spoken=spoken_of(record),
        opinion=statement.kind in {Kind.ASSESSMENT, Kind.CHARACTERISATION},
    )


def agreement(asked: Understood, facts: Facts, places: Mapping[str, Place]) -> Agreement:
    """Compare a question with a statement."""
    return Agreement(
        speaker=_overlap(asked.named(Named.SPEAKER), {facts.speaker} if facts.speaker else ()),
        incident=_overlap(asked.named(Named.INCIDENT), {facts.incident} if facts.incident else ()),
        number=_overlap(asked.numbers, facts.numbers),
        year=_year(asked, facts),
        date=_date(asked, facts),
        place=_place(asked, facts, places),
        negation=_negation(asked, facts),
        actor=_actor(asked, facts),
        fits=_fits(asked, facts),
        kind=CLASHES if facts.opinion and asked.want in _OF_FACTS else SILENT,
    )


def _overlap(asked: Iterable[object], stored: Iterable[object]) -> float:
    wanted, held = set(asked), set(stored)
    if not wanted or not held:
        return SILENT
    return AGREES if wanted & held else CLASHES


def _year(asked: Understood, facts: Facts) -> float:
    years = [when.year for when in asked.whens if when.year]
    if not years or not (facts.dates or facts.times):
        return SILENT
    told = {when.year for when in facts.times if when.year}
    for year in years:
        if year in told or any(date.has_year and _covers(date, year) for date in facts.dates):
            return AGREES
    # A date without a year cannot meet the year that is asked for: that is said, not passed over.
    return CLASHES


def _covers(date: Edtf, year: int) -> bool:
    return date.first[0] <= year <= date.last[0]


def _date(asked: Understood, facts: Facts) -> float:
    whens = [when for when in asked.whens if when.months or when.days]
    single = [date for date in facts.dates if not date.span and (date.month or date.day)]
    told = [when for when in facts.times if when.months or when.days]
    if not whens or not (single or told):
        return SILENT
    for when in whens:
        if any(_meets(when, date.month, date.day) for date in single):
            return AGREES
        if any(_meets_when(when, other) for other in told):
            return AGREES
    return CLASHES


def _meets(when: When, month: int | None, day: int | None) -> bool:
    same_month = not when.months or month is None or month in when.months
    return same_month and (not when.days or day is None or day in when.days)


def _meets_when(when: When, other: When) -> bool:
    same_month = not when.months or not other.months or bool(when.months & other.months)
    return same_month and (not when.days or not other.days or bool(when.days & other.days))


def _place(asked: Understood, facts: Facts, places: Mapping[str, Place]) -> float:
    wanted = set(asked.named(Named.PLACE))
    if not wanted or not facts.places:
        return SILENT
    if wanted & facts.places or any(_wider(place, facts.places, places) for place in wanted):
        return AGREES
    return CLASHES


def _wider(place: str, held: frozenset[str], places: Mapping[str, Place]) -> bool:
    """Whether the place asked for lies in one that the statement names: it may be meant."""
    return bool(held & set(_with_wider((place,), places)))


def _with_wider(ids: Iterable[str], places: Mapping[str, Place]) -> set[str]:
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        place = waiting.pop()
        if place in found:
            continue
        found.add(place)
        known = places.get(place)
        if known is not None and known.within:
            waiting.append(known.within)
    return found


def _negation(asked: Understood, facts: Facts) -> float:
    if asked.negated:
        return AGREES if facts.negated else CLASHES
    if facts.negated and (asked.says_all or asked.want is Want.HOW_MANY):
        return CLASHES
    return SILENT


def _actor(asked: Understood, facts: Facts) -> float:
    if asked.acting is None or facts.acting is None:
        return SILENT
    return AGREES if asked.acting == facts.acting else CLASHES


def _fits(asked: Understood, facts: Facts) -> float:
    """Whether the statement has the sort of thing that is asked for at all."""
    if asked.want is Want.HOW_MANY:
        return AGREES if facts.numbers else CLASHES
    if asked.want is Want.WHEN:
        return AGREES if facts.dates or facts.times else CLASHES
    return SILENT
