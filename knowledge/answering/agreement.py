"""Where a question and a statement agree or clash: speaker, number, time, place, negation, actor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.answering.facts import Facts, with_wider
from knowledge.answering.understand.answer_type import Sort
from knowledge.answering.understand.asking import Want
from knowledge.answering.understand.names import Named
from knowledge.answering.understand.reading import Understood
from knowledge.answering.understand.times import When
from knowledge.dates import Edtf
from knowledge.model import Place

_OF_FACTS = frozenset({Want.WHEN, Want.HOW_MANY, Want.WHERE})
"""Opinions seldom answer these, though they name the same things."""

AGREES, SILENT, CLASHES = 1.0, 0.0, -1.0


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
    denial: float = SILENT
    earlier: float = SILENT
    reason: float = SILENT
    age: float = SILENT
    name: float = SILENT
    somebody: float = SILENT

    def features(self) -> dict[str, float]:
        """By name, agreements and clashes apart: their weights need not mirror each other."""
        features = {}
        for aspect in self.__slots__:
            value = getattr(self, aspect)
            features[f"{aspect}_agrees"] = max(value, 0.0)
            features[f"{aspect}_clashes"] = max(-value, 0.0)
        return features


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
        denial=_denial(asked, facts),
        earlier=max(_has(Sort.EARLIER, asked, facts), SILENT),
        reason=_has(Sort.REASON, asked, facts),
        age=_has(Sort.AGE, asked, facts),
        name=_names(Sort.NAME, asked, facts),
        somebody=_names(Sort.SOMEBODY, asked, facts),
    )


def _has(sort: Sort, asked: Understood, facts: Facts) -> float:
    """Whether a statement gives a sort of thing, where that is asked for."""
    if sort not in asked.sorts:
        return SILENT
    return AGREES if sort in facts.sorts else CLASHES


def _names(sort: Sort, asked: Understood, facts: Facts) -> float:
    """Whether a statement names more than the question does, where a name is asked for."""
    if sort not in asked.sorts:
        return SILENT
    return CLASHES if facts.names.issubset(asked.words) else AGREES


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
    return bool(held & set(with_wider((place,), places)))


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


def _denial(asked: Understood, facts: Facts) -> float:
    """A denial answers "is it so?", seldom "who says that it is so?"."""
    if not facts.negated or asked.negated or asked.want is Want.IS_IT_TRUE:
        return SILENT
    return CLASHES


def _fits(asked: Understood, facts: Facts) -> float:
    """Whether the statement has the sort of thing that is asked for at all."""
    if asked.want is Want.HOW_MANY:
        return AGREES if facts.numbers else CLASHES
    if asked.want is Want.WHEN:
        if facts.dated:
            return AGREES
        return SILENT if facts.dates else CLASHES
    return SILENT
