"""The first line: what was asked for stands first and stands out."""

from knowledge.answering.compose.attribution_line import said_by, says, written
from knowledge.answering.compose.styled_text import (
    capitalised,
    claim_shown,
    ended,
    filled,
    going_on,
    strong,
)
from knowledge.answering.listings import happened
from knowledge.domain import Figure, Language, Line, Record, Span
from knowledge.domain.dates import Edtf
from knowledge.questions.question_type import QuestionType
from knowledge.questions.spelling_correction import fold, words_of
from knowledge.questions.time_expressions import times_in
from knowledge.translations import words_in

LONGEST_CLAIM = 300
"""Characters of a claim in the first line; a longer one stands whole under "more"."""
PREVIEWED = 110
"""Characters of a claim behind which its speaker still shows in a notification."""
_NEAR = 60
"""Characters before a figure that still stands at the head of its line."""
_STEM = 4
"""Letters that the forms of a name have in common."""


def first_line(
    record: Record, want: QuestionType, language: Language, numbers: frozenset[float]
) -> Line:
    """The claim with its speaker, led by the figure, name, date or place that was asked for.

    Args:
        record: the statement that answers.
        want: what the question asks first.
        language: the reader's.
        numbers: those of the question, to choose among several figures.
    """
    text = claim_shown(record, language, LONGEST_CLAIM)
    claim: Line = (Span(text),)
    if want is QuestionType.HOW_MANY:
        claim = _with_figure(record, text, language, numbers)
    elif want in {QuestionType.WHEN, QuestionType.WHEN_SAID}:
        when = _said(record) if want is QuestionType.WHEN_SAID else _when(record, text)
        claim = _with_date(when, record, text, language)
    elif want is QuestionType.WHERE:
        claim = _with_places(record, text, language)
    if want is QuestionType.WHO or len(text) > PREVIEWED:
        # A notification shows the beginning only: no claim without its speaker.
        return ended(capitalised(says(claim, record, language)))
    return ended(capitalised(said_by(claim, record, language)))


def _with_figure(record: Record, text: str, language: Language, numbers: frozenset[float]) -> Line:
    figures = sorted(record.statement.figures, key=lambda each: each.value not in numbers)
    if not figures:
        return (Span(text),)
    words = _written(figures[0], language)
    before, found, after = text.partition(words)
    if found and len(before) <= _NEAR:  # in the line already, where the eye falls
        parts = (Span(before), strong(words), Span(after))
        return tuple(part for part in parts if part.text)
    return filled("{figure}: {claim}", figure=strong(words), claim=going_on(text, language, record))


def _written(figure: Figure, language: Language) -> str:
    value = f"{figure.value:g}"
    return figure.text.by_language.get(language) or f"{value} {figure.unit}".strip()


def _with_date(when: Edtf | None, record: Record, text: str, language: Language) -> Line:
    """Led by the date, which stands out where the claim tells it; by the word that none is given."""
    if when is not None:
        found = written(text, when.start or when, language)
        if found is not None:
            parts = (Span(text[: found.start()]), strong(found[0]), Span(text[found.end() :]))
            return tuple(part for part in parts if part.text)
        date = strong(when.named(language))
        return filled("{date}: {claim}", date=date, claim=going_on(text, language, record))
    if times_in(fold(text)).found:
        return (Span(text),)
    missing = strong(words_in(language).say("Date not given"))
    return filled("{date}: {claim}", date=missing, claim=going_on(text, language, record))


def _said(record: Record) -> Edtf | None:
    """When it was said."""
    return Edtf.parse(record.statement.said) if record.statement.said else None


def _when(record: Record, text: str) -> Edtf | None:
    """When it happened; for something said in the course of a longer matter, when it was said.

    How long a matter lasts dates a statement only where it tells of that: what is said of a
    campaign that began in 2022 need not be of 2022.
    """
    said = _said(record)
    incident = record.incident
    if incident is None or not incident.when:
        return said
    date = Edtf.parse(incident.when)
    if not date.span:
        return date
    return said or (date if happened(incident, times_in(fold(text)).found) else None)


def _with_places(record: Record, text: str, language: Language) -> Line:
    wanted = {place.id: place for place in record.places}
    names = [
        wanted[each].name.in_language(language)
        for each in record.statement.places
        if each in wanted
    ]
    if not names or all(_is_told(name, text) for name in names):
        return (Span(text),)
    where = strong(", ".join(names))
    return filled("{places}: {claim}", places=where, claim=going_on(text, language, record))


def _is_told(name: str, text: str) -> bool:
    """Whether a text has every word of a name, in whatever form: "Russian" for "Russia"."""
    written = words_of(text.casefold())
    return all(
        any(each.startswith(word[:_STEM]) for each in written) for word in words_of(name.casefold())
    )
