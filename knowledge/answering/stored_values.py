"""What a statement has where a question has it otherwise, as a reader reads it: its number, its time."""

from collections.abc import Sequence

from knowledge.answering.statement_facts import StatementFacts
from knowledge.domain import Aspect, Language, Record, number_told
from knowledge.domain.dates import Edtf, month_name
from knowledge.questions.quantities import Amount, same_number
from knowledge.questions.time_expressions import TimeExpression


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
