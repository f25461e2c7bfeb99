"""What a statement says of the things that a question can name, read once, and as a reader reads it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from knowledge.domain import (
    Aspect,
    Attribution,
    Kind,
    Language,
    Place,
    Polarity,
    Record,
)
from knowledge.domain.dates import Edtf, month_name
from knowledge.languages.registry import pattern
from knowledge.questions.predicates import (
    SemanticRoles,
    countries_in,
    denied_content,
    events_in,
    is_negative,
    owned_in,
    roles_in,
    sides_in,
)
from knowledge.questions.question_type import AnswerType, names_in, sorts_told
from knowledge.questions.value_expressions import (
    Amount,
    TimeExpression,
    amounts_in,
    are_numbers,
    is_negated,
    numbered_in,
    numbers_in,
    same_number,
    times_in,
)
from knowledge.search.text_analysis import folded as fold, stem as key, wording, words as words_of
from knowledge.translations import number_told

_CLOCK = re.compile(
    rf"\b\d{{1,2}}[.:]\d\d\b(?!\d)|\b(?:{pattern('question_words', 'times_of_day')})"
)
"""Times of the day, which tell when as well as a date does."""
_BESIDE = 4
"""Words beside a number that tell what is counted."""


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """What a statement says of the things that a question can name.

    Args:
        dates: of the incident and of the saying.
        times: that the claim itself names.
        numbers: of the figures and of the claim.
        places: ids, with the wider places.
        words: keys of those in the claim and in its phrasings.
        spoken: what it says, who says it and of what, as one text.
        counted: the words beside the numbers of the claim.
        credited: who says it, by name and role.
        has_role: whether it is told what its speaker is.
        dated: whether the claim tells a time, or its incident has a date.
        sorts: what it gives of what a question can ask for.
        names: folded words of the proper names in the claim.
        wordings: of its phrasings, by `wording`.
        quoted: the words that it quotes, likewise; single ones left out.
        called: every name of who says it, with the role.
        events: that it speaks of, by group; `sides` of opposites and `countries` likewise.
        owned: the country whose a thing is said to be, by the key of the thing.
        claimed: the folded words of the claim.
        told: keys of the words of the claim, in every language that it is told in.
        denied: whether what it says is mainly that something is not so.
        denial: what it says, folded, that somebody denies; None where nobody does.
        amounts: the numbers in it, with what they count.
        languages: of the claim and of the phrasings.
        group: what it is told with: its first article, else its incident.
        own: what it says, as one text, without who says it.
        withheld: whether who says it has no name.
        numbered: the numbers that name things in it, by the key of the thing.
        context: what its articles and its incident are called, as one text: whatever is asked of
            the incident has these words, so that they tell no statement of it from another.
    """

    speaker: str | None
    incident: str | None
    dates: tuple[Edtf, ...]
    times: tuple[TimeExpression, ...]
    numbers: frozenset[float]
    places: frozenset[str]
    negated: bool
    acting: SemanticRoles | None
    opinion: bool = False
    words: frozenset[str] = frozenset()
    spoken: str = ""
    counted: str = ""
    credited: str = ""
    has_role: bool = False
    dated: bool = False
    sorts: frozenset[AnswerType] = frozenset()
    names: frozenset[str] = frozenset()
    wordings: frozenset[tuple[str, ...]] = frozenset()
    quoted: tuple[tuple[str, ...], ...] = ()
    called: tuple[str, ...] = ()
    events: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sides: Mapping[str, bool] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    owned: Mapping[str, str] = field(default_factory=dict)
    denied: bool = False
    claimed: tuple[str, ...] = ()
    told: frozenset[str] = frozenset()
    denial: str | None = None
    amounts: tuple[Amount, ...] = ()
    languages: frozenset[str] = frozenset()
    group: str = ""
    own: str = ""
    withheld: bool = False
    numbered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    context: str = ""


def facts_of(record: Record, places: Mapping[str, Place]) -> StatementFacts:
    """Read a statement once; `places` are all of the store, by id."""
    statement = record.statement
    original = statement.claim.in_language(statement.claim.original)
    wordings_of_claim = statement.claim.all()
    folded = [fold(each) for each in wordings_of_claim]
    cut = [words_of(each) for each in folded]
    claim = fold(original)
    claimed = tuple(words_of(claim))
    told = " ".join(folded)
    times = times_in(claim)
    dates = (record.incident.when if record.incident else None, statement.said)
    figures = frozenset(figure.value for figure in statement.figures)
    quotes = [quote for each in statement.appearances for quote in each.quotes]
    wordings = frozenset([wording(text) for _, text in statement.phrasings])
    told_words = frozenset([key(word) for each in cut for word in each])
    return StatementFacts(
        speaker=statement.speaker,
        incident=statement.incident,
        dates=tuple([Edtf.parse(date) for date in dates if date]),
        times=times.found,
        numbers=figures | numbers_in(times.rest),
        places=frozenset(with_wider([place.id for place in record.places], places)),
        negated=statement.polarity is Polarity.NEGATED or is_negated(claim) or is_negative(told),
        acting=roles_in(claimed),
        words=told_words.union(*wordings),
        spoken=spoken_of(record),
        counted=counted_in(claim),
        credited=_credited(record),
        has_role=record.speaker is not None and bool(record.speaker.role.all()),
        dated=bool(times.found)
        or _CLOCK.search(claim) is not None
        or bool(record.incident and record.incident.when),
        sorts=sorts_told(claim),
        names=names_in(original),
        wordings=wordings,
        quoted=tuple([each for each in map(wording, quotes) if len(each) > 1]),
        called=tuple(_names_of_speaker(record)),
        events=events_in(told),
        claimed=claimed,
        told=told_words,
        denial=denied_content(claim),
        amounts=amounts_in(times.rest),
        languages=frozenset(
            (*statement.claim.by_language, *(code for code, _ in statement.phrasings))
        ),
        sides=sides_in(told),
        countries=countries_in(told),
        owned=dict(chain.from_iterable([owned_in(each).items() for each in cut])),
        denied=statement.polarity is Polarity.NEGATED
        or statement.kind is Kind.DENIAL
        or is_negated(_main_clause(claim)),
        opinion=statement.kind in {Kind.ASSESSMENT, Kind.CHARACTERISATION},
        group=record.articles[0].id if record.articles else statement.incident or "",
        context=context_of(record),
        own=_own(record),
        withheld=statement.attribution in {Attribution.UNNAMED, Attribution.ANONYMOUS},
        numbered=numbered_in(told),
    )


_ATTRIBUTED = re.compile(
    rf"^[^,;]{{0,80}}?\b(?:{pattern('predicates', 'reporting')})\b(?: (?:{pattern('predicates', 'that')}))? "
)
_SUBORDINATE = re.compile(rf"[,;:—(]| (?:{pattern('predicates', 'main_clause_ends')}) ")


def _main_clause(claim: str) -> str:
    """The main clause of what a folded claim reports: a negation elsewhere denies nothing."""
    return _SUBORDINATE.split(_ATTRIBUTED.sub("", claim, count=1), maxsplit=1)[0]


def _names_of_speaker(record: Record) -> Iterable[str]:
    speaker = record.speaker
    return (*speaker.name.all(), *speaker.role.all(), *speaker.aliases) if speaker else ()


def spoken_of(record: Record) -> str:
    """What a statement itself says, in every language, with who says it and of what."""
    return " ".join((_own(record), _credited(record)))


def _own(record: Record) -> str:
    statement = record.statement
    return " ".join(
        (
            *statement.claim.all(),
            *(quote for each in statement.appearances for quote in each.quotes),
            *(record.incident.name.all() if record.incident else ()),
        )
    )


def context_of(record: Record) -> str:
    """What the articles and the incident of a statement are called, with the places, as one text."""
    return " ".join(
        (
            *(article.title for article in record.articles),
            *(record.incident.name.all() if record.incident else ()),
            *(name for place in record.places for name in place.name.all()),
        )
    )


def counted_in(claim: str) -> str:
    """The words that stand beside the numbers of a folded claim: what it counts."""
    words = claim.split()
    beside: list[str] = []
    for at, is_number in enumerate(are_numbers(words)):
        if is_number:
            beside += [*words[max(0, at - 1) : at], *words[at + 1 : at + 1 + _BESIDE]]
    return " ".join(beside)


def _credited(record: Record) -> str:
    speaker = record.speaker
    return " ".join((*speaker.name.all(), *speaker.role.all())) if speaker else ""


def with_wider(ids: Iterable[str], places: Mapping[str, Place]) -> set[str]:
    """The places and all that they lie within."""
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


def stored_number(stored: Amount | None, record: Record, language: Language) -> str:
    """A number of a statement as a reader reads it, with what it counts where that is known."""
    for figure in record.statement.figures:
        if stored is None or same_number(figure.value, stored.value):
            number = number_told(figure.value, language)
            text = figure.text.by_language.get(language) or f"{number} {figure.unit}".strip()
            return text if text[:1].isdigit() else number
    if stored is None:
        return ""
    claim = record.statement.claim
    if language == claim.original:
        return f"{stored.text} {stored.counted}".strip()
    return stored.text


def stored_time(
    wanted: Sequence[TimeExpression],
    what: Aspect,
    record: Record,
    facts: StatementFacts,
    language: Language,
) -> str:
    """The time of a statement to set against the asked one: the nearest of those that it tells."""
    told = [when for when in facts.times if (when.year if what is Aspect.YEAR else when.months)]
    about = (record.statement.about, record.incident.when if record.incident else None)
    dates = [Edtf.parse(date) for date in (*about, record.statement.said) if date]
    if what is Aspect.DATE:
        dates = [date for date in dates if not date.span] or dates
    months = {month for when in wanted for month in when.months}
    days = {day for when in wanted for day in when.days}
    near = [when for when in told if months & when.months or days & when.days]
    if near or (told and not months):
        return printed((near or told)[0], language)
    of_month = [date for date in dates if not date.span and date.month in months]
    if of_month or dates:
        dates.sort(key=lambda date: date.span)
        return (of_month or dates)[0].named(language)
    return printed(told[0], language) if told else ""


def printed(when: TimeExpression, language: Language) -> str:
    """A time of a question as the language writes it; several months or days as it was typed."""
    if len(when.months) > 1 or len(when.days) > 1:
        return when.text
    month = next(iter(when.months), None)
    day = next(iter(when.days), None)
    if month is None:
        return str(when.year) if when.year and day is None else when.text
    if day is None and when.year is None:
        return month_name(month, language)
    year = f"{when.year:04}" if when.year else "XXXX"
    date = f"{year}-{month:02}" + (f"-{day:02}" if day else "")
    return Edtf.parse(date).bare(language)
