"""What a question takes for granted and a statement says otherwise, in the reader's language."""

from collections.abc import Mapping

from knowledge.answering.agreement import CLASHES, Agreement
from knowledge.answering.understand.names import LOCATIVE, Named
from knowledge.answering.understand.reading import Understood
from knowledge.answering.understand.times import When
from knowledge.dates import Edtf, month_name
from knowledge.model import Aspect, Difference, Language, Place, Record
from knowledge.wording import words_in


def differences(
    asked: Understood,
    record: Record,
    agrees: Agreement,
    places: Mapping[str, Place],
    language: Language,
) -> tuple[Difference, ...]:
    """Every clash that a reader should be told of."""
    found = (
        _time(asked, record, agrees, language),
        _number(asked, record, agrees, language),
        _negation(asked, agrees),
        _actor(asked, agrees, language),
        _place(asked, record, agrees, places, language),
    )
    return tuple(each for each in found if each is not None)


def _time(
    asked: Understood, record: Record, agrees: Agreement, language: Language
) -> Difference | None:
    if CLASHES not in (agrees.year, agrees.date):
        return None
    what = Aspect.YEAR if agrees.year == CLASHES else Aspect.DATE
    wanted = [when for when in asked.whens if when.year or what is Aspect.DATE]
    stored = _when(record, what)
    if not wanted or stored is None:
        return None
    text = ", ".join(printed(when, language) for when in wanted)
    return Difference(what, text, stored.named(language))


def _when(record: Record, what: Aspect) -> Edtf | None:
    """The date that the statement is about: the incident's, unless only the saying is dated."""
    dates = (record.incident.when if record.incident else None, record.statement.said)
    known = [Edtf.parse(date) for date in dates if date]
    if what is Aspect.DATE:
        known = [date for date in known if not date.span] or known
    return known[0] if known else None


def printed(when: When, language: Language) -> str:
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


def _number(
    asked: Understood, record: Record, agrees: Agreement, language: Language
) -> Difference | None:
    figures = record.statement.figures
    if agrees.number != CLASHES or not figures:
        return None
    wanted = ", ".join(f"{number:g}" for number in sorted(asked.numbers))
    held = figures[0].text.in_language(language) or f"{figures[0].value:g} {figures[0].unit}"
    return Difference(Aspect.NUMBER, wanted, held)


def _negation(asked: Understood, agrees: Agreement) -> Difference | None:
    if agrees.negation != CLASHES or not (asked.says_all or asked.negated):
        return None
    return Difference(Aspect.NEGATION, "negated" if asked.negated else "affirmed", "")


def _actor(asked: Understood, agrees: Agreement, language: Language) -> Difference | None:
    if agrees.actor != CLASHES or asked.acting is None:
        return None
    sides = {"russia": _side("Russia", language), "ukraine": _side("Ukraine", language)}
    agent, patient = sides[asked.acting.agent], sides[asked.acting.patient]
    return Difference(Aspect.ACTOR, f"{agent} → {patient}", f"{patient} → {agent}")


def _side(name: str, language: Language) -> str:
    words = words_in(language)
    return words.say("Russia") if name == "Russia" else words.say("Ukraine")


def _place(
    asked: Understood,
    record: Record,
    agrees: Agreement,
    places: Mapping[str, Place],
    language: Language,
) -> Difference | None:
    if agrees.place != CLASHES or not record.places:
        return None
    there = [
        places[subject].name.in_language(language)
        for mention in asked.mentions
        if mention.named is Named.PLACE
        and LOCATIVE & set(asked.words[max(0, mention.start - 2) : mention.start])
        for subject in mention.ids
        if subject in places
    ]
    if not there:
        return None
    stored = ", ".join(place.name.in_language(language) for place in record.places)
    return Difference(Aspect.PLACE, ", ".join(there), stored)
