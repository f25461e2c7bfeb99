"""Lists of statements: the leading one of each incident, those with a date of their own, and what the two pictures show."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from babel.dates import get_month_names

from knowledge.answering.compose.claim_lines import claim_of, name_of, with_capital
from knowledge.domain import (
    Article,
    Attribution,
    Caveat,
    Incident,
    Kind,
    Language,
    Legend,
    Moment,
    Plotted,
    Polarity,
    Record,
    RelationKind,
    ShownStatement,
    Speaker,
    SpeakersChart,
    Speaking,
    TimelineChart,
    caveats,
)
from knowledge.domain.dates import Edtf
from knowledge.questions.question_type import ListingFilter, ListingSubject
from knowledge.questions.value_expressions import TimeExpression
from knowledge.storage import Store
from knowledge.storage.record_reading import StatementFilter
from knowledge.translations import words_in

UNDATED = (2, 0, 0, 0)
"""Comes after every date."""


def leading(records: Iterable[Record]) -> Record | None:
    """The one that tells what happened: a fact before opinions, the earliest paragraph first."""
    return min(records, key=_order, default=None)


def dated_apart(records: Iterable[Record]) -> list[Record]:
    """Those said at a time with a year that is not just the time of their incident."""
    return [record for record in records if _said_apart(record)]


def by_date(records: Sequence[Record]) -> list[Record]:
    """In the order of their dates; those without a year after those with one, without any last."""
    return sorted(records, key=lambda record: _dated(record) or UNDATED)


def _order(record: Record) -> tuple[bool, bool, int]:
    statement = record.statement
    paragraphs = [number for each in statement.appearances for number in each.paragraphs]
    return (
        statement.kind is not Kind.FACT,
        statement.polarity is Polarity.NEGATED,
        min(paragraphs, default=0),
    )


def _said_apart(record: Record) -> bool:
    said = record.statement.said
    if not said or not Edtf.parse(said).has_year:
        return False
    happened = record.incident.when if record.incident else None
    return happened is None or Edtf.parse(happened).span


def _dated(record: Record) -> tuple[int, int, int, int] | None:
    happened = record.incident.when if record.incident else None
    if _said_apart(record) and record.statement.said:
        return Edtf.parse(record.statement.said).sort_key
    return Edtf.parse(happened).sort_key if happened else None


T = TypeVar("T")

LONGEST = 50
"""Statements in one list; more is a store to browse, not an answer to read."""
_ENOUGH = LONGEST + 1
"""That are read, so that it is seen whether there are more."""
_LOOKED_AT = 200
"""Statements of one incident among which its leading one is looked for."""


def statements(store: Store, facet: ListingFilter, incidents: Sequence[Incident]) -> list[str]:
    """Ids of the statements that a facet takes in, in the store's order; see `listed`."""
    if not facet.whens:
        return _selected(store, facet, facet.incidents)
    of_time = [each.id for each in incidents if happened(each, facet.whens)]
    if facet.incidents:
        of_time = [each for each in of_time if each in facet.incidents]
    found = _selected(store, facet, of_time) if of_time else []
    for prefix in _prefixes(facet.whens):
        found += _selected(store, facet, facet.incidents, prefix)
    return list(dict.fromkeys(found))


def listed(found: Sequence[T]) -> tuple[Sequence[T], bool]:
    """Those that fit into one list, and whether there are more."""
    return found[:LONGEST], len(found) > LONGEST


def _selected(
    store: Store, facet: ListingFilter, incidents: Sequence[str], said: str | None = None
) -> list[str]:
    return store.statements.select(
        StatementFilter(
            speakers=facet.speakers,
            incidents=incidents,
            attributions=facet.attributions,
            kinds=facet.kinds,
            access=facet.access,
            places=facet.places,
            said=said,
            quoted=facet.quoted,
            figures=facet.figures,
            disputed=facet.disputed,
        ),
        limit=_ENOUGH,
    )


def incidents_listed(
    store: Store, incidents: Iterable[Incident], facet: ListingFilter
) -> list[Record]:
    """The leading statement of each incident by date; in a timeline also what was said apart.

    See `listed` for how many.
    """
    wanted = [
        each
        for each in incidents
        if (not facet.whens or happened(each, facet.whens))
        and (not facet.places or set(facet.places) & set(each.places))
    ]
    wanted.sort(key=lambda each: Edtf.parse(each.when).sort_key if each.when else UNDATED)
    records: list[Record] = []
    for incident in wanted[:_ENOUGH]:  # the others would be cut off all the same
        mine = store.records.complete(
            store.statements.select(StatementFilter(incidents=[incident.id]), limit=_LOOKED_AT)
        )
        first = leading(mine)
        if first is not None:
            records.append(first)
        if facet.of is ListingSubject.TIMELINE:
            records += [each for each in dated_apart(mine) if each is not first]
    return by_date(records)


OVERVIEW = 10
"""Statements of an overview: two pages of a list."""


def overview(store: Store, incidents: Iterable[Incident], facet: ListingFilter) -> list[Record]:
    """The leading statement of each incident by date, then what else a reader has to know of them.

    That is, of the same incidents: what stands against each other, then words that others take up,
    then figures.
    """
    first = incidents_listed(store, incidents, facet)[:OVERVIEW]
    room = OVERVIEW - len(first)
    of_these = [each.statement.incident for each in first if each.statement.incident]
    if room <= 0 or not of_these:
        return first
    found = store.statements.select(StatementFilter(incidents=of_these), limit=_LOOKED_AT)
    told = {each.statement.id for each in first}
    rest = [each for each in store.records.complete(found) if each.statement.id not in told]
    ranked = sorted(rest, key=_in_overview)
    return [*first, *(each for each in ranked if _in_overview(each) < _NOT_TOLD)][:OVERVIEW]


_NOT_TOLD = (3, 0)
"""Behind everything that an overview tells."""


def _in_overview(record: Record) -> tuple[int, int]:
    """The place of a statement in an overview: disputed, taken up by others, counting, or none."""
    kinds = [each.kind for each in (*record.incoming, *record.outgoing)]
    quotes = any(each.quotes for each in record.statement.appearances)
    taken_up = len(record.incoming)
    if RelationKind.CONTRADICTS in kinds or RelationKind.DENIES in kinds:
        return (0, -taken_up)
    if taken_up and quotes:
        return (1, -taken_up)
    if record.statement.figures:
        return (2, -taken_up)
    return _NOT_TOLD


def happened(incident: Incident, whens: Iterable[TimeExpression]) -> bool:
    """Whether an incident is of one of the times; of a span only its first and last year count."""
    if not incident.when:
        return False
    date = Edtf.parse(incident.when)
    return any(_matches(date, when) for when in whens)


def _matches(date: Edtf, when: TimeExpression) -> bool:
    if date.span:
        ends = {end.year for end in (date.start, date.end) if end}
        return not when.months and when.year is not None and when.year in ends
    if when.year is not None and date.year != when.year:
        return False
    if when.months and date.month not in when.months:
        return False
    return not when.days or date.day in when.days


def _prefixes(whens: Iterable[TimeExpression]) -> list[str]:
    """The beginnings of EDTF dates that lie in these times."""
    found = []
    for when in whens:
        year = f"{when.year:04}" if when.year else "XXXX"
        if not when.months:
            found += [year] if when.year else []
            continue
        for month in sorted(when.months):
            days = sorted(when.days)
            found += [f"{year}-{month:02}-{day:02}" for day in days] or [f"{year}-{month:02}"]
    return found


def by_speaker(store: Store, speakers: Iterable[Speaker]) -> list[tuple[Speaker, int]]:
    """Speakers with the number of their statements, who says most first; those with none left out."""
    numbers = store.statements.counted("speaker")
    counted = [(each, numbers[each.id]) for each in speakers if each.id in numbers]
    return sorted(counted, key=lambda each: -each[1])


def by_article(store: Store) -> list[tuple[Article, int]]:
    """Articles with the number of their statements, the latest first; those with none left out."""
    numbers = store.statements.counted("article")
    return [
        (each, numbers[each.id])
        for each in reversed(store.records.articles())
        if each.id in numbers
    ]


def of_incident(store: Store, incident: str) -> list[str]:
    """Ids of the statements of an incident, in the store's order; see `listed`."""
    return store.statements.select(StatementFilter(incidents=[incident]), limit=_ENOUGH)


def of_incidents(store: Store, records: Iterable[Record]) -> list[str]:
    """Ids of all that is told of the incidents of some statements; without one, by their articles."""
    found: dict[str, None] = {}
    for each in records:
        incident = each.statement.incident
        if incident is not None:
            found.update(dict.fromkeys(of_incident(store, incident)))
            continue
        for article in each.articles:
            found.update(dict.fromkeys(of_article(store, article.id)))
    return list(found)


def of_speaker(store: Store, speaker: str) -> list[str]:
    """Ids of the statements of a speaker, in the store's order; see `listed`."""
    return store.statements.select(StatementFilter(speakers=[speaker]), limit=_ENOUGH)


def of_article(store: Store, article: str) -> list[str]:
    """Ids of the statements of an article, in the store's order; see `listed`."""
    return store.statements.select(StatementFilter(articles=[article]), limit=_ENOUGH)


def leading_of_each(store: Store, several: Iterable[Sequence[str]]) -> list[Record]:
    """The leading statement of each of several lists of ids."""
    firsts = (leading(store.records.complete(ids)) for ids in several)
    return [first for first in firsts if first is not None]


LONGEST_CLAIM = 150
MOST = 10
"""Entries of a timeline in a picture; more cannot be read on a phone."""
MOST_SPEAKERS = 20


def timeline(shown: Sequence[ShownStatement], language: Language) -> TimelineChart:
    """The incidents, each by its leading statement, and what was said apart from them.

    Args:
        shown: in the order of time; the first of an incident leads it.
        language: the reader's.
    """
    words = words_in(language)
    led: set[str] = set()
    entries = []
    for each in shown:
        incident = each.record.incident
        leads = incident is not None and incident.id not in led
        if incident is not None:
            led.add(incident.id)
        entries.append(_plotted(each, language, leads=leads))
    said = [each for each in entries if not each.incident]
    while len(entries) > MOST:  # an incident says more than what was said apart from one
        entries.remove(said.pop() if said else entries[-1])
    title = words.say("Timeline")
    text = "\n".join(_told(each, language) for each in entries)
    return TimelineChart(_legend(title, language), tuple(entries), f"{title}\n{text}", len(shown))


def speakers(
    told: Sequence[tuple[Speaker | None, Sequence[ShownStatement], int]], language: Language
) -> SpeakersChart:
    """Who said how much on what terms.

    Args:
        told: a speaker (None: the articles themselves), the statements that are drawn, and how
            many there are.
        language: the reader's.
    """
    words = words_in(language)
    said = sorted((each for each in told if each[1]), key=lambda each: -each[2])
    rows = [_speaking(*each, language) for each in said]
    title = words.say("Who says how much, on what terms")
    lines = [f"{each.name} — {', '.join(filter(None, (each.count, each.party)))}" for each in rows]
    text = "\n".join((title, *lines))
    return SpeakersChart(_legend(title, language), tuple(rows[:MOST_SPEAKERS]), text, len(rows))


def _plotted(shown: ShownStatement, language: Language, *, leads: bool) -> Plotted:
    record = shown.record
    incident = record.incident.name.in_language(language) if leads and record.incident else ""
    disputed = caveats.short(Caveat.DISPUTED, language)
    return Plotted(
        moment=_moment(record, language, leads=leads),
        incident=with_capital(incident),
        claim=claim_of(record, language, LONGEST_CLAIM),
        speaker=name_of(record, language, inside=False),
        attribution=record.statement.attribution,
        disputed=disputed if Caveat.DISPUTED in shown.caveats else "",
    )


def _moment(record: Record, language: Language, *, leads: bool) -> Moment | None:
    happened = record.incident.when if record.incident else None
    text = (happened if leads else None) or record.statement.said or happened
    if not text:
        return None
    date = Edtf.parse(text)
    printed = date.named(language)
    if not date.span:
        return Moment(date.year, date.month, date.day, printed=printed)
    known = date.start or date.end
    both = date.start and date.end
    return Moment(
        known.year if known else None,
        known.month if known else None,
        known.day if known else None,
        until=(date.end.year, date.end.month, date.end.day) if both and date.end else None,
        opens=date.start is None,
        lasts=date.end is None,
        printed=printed,
    )


def _told(entry: Plotted, language: Language) -> str:
    """The entry in a line for whoever cannot see it."""
    words = words_in(language)
    when = entry.moment.printed if entry.moment else words.say("no date given")
    what = ". ".join(part for part in (entry.incident, entry.claim) if part)
    who = ", ".join(part for part in (entry.speaker, entry.disputed) if part)
    return f"{when}: {what} — {who}"


def _speaking(
    speaker: Speaker | None, shown: Sequence[ShownStatement], number: int, language: Language
) -> Speaking:
    words = words_in(language)
    name = speaker.name.in_language(language) if speaker else words.say("the article itself")
    party = caveats.short(Caveat.PARTY, language) if speaker and speaker.party else ""
    marks = [(each.record.statement.attribution, Caveat.DISPUTED in each.caveats) for each in shown]
    return Speaking(
        name=with_capital(name),
        role=speaker.role.in_language(language) if speaker else "",
        party=party,
        statements=tuple(sorted(marks)),
        count=words.count("{number} statement", "{number} statements", number),
    )


def _legend(title: str, language: Language) -> Legend:
    words = words_in(language)
    months = get_month_names("abbreviated", context="stand-alone", locale=language.value)
    return Legend(
        title=title,
        terms={
            Attribution.NAMED: words.say("named speaker"),
            Attribution.UNNAMED: caveats.short(Caveat.UNNAMED, language),
            Attribution.ANONYMOUS: caveats.short(Caveat.ANONYMOUS, language),
            Attribution.NARRATOR: caveats.short(Caveat.NARRATOR, language),
        },
        disputed=caveats.short(Caveat.DISPUTED, language),
        no_year=words.say("Year not given: months only, in whatever year"),
        no_date=words.say("No date given"),
        no_end=words.say("no end given"),
        no_beginning=words.say("no beginning given"),
        note=words.say("What is reported, not what is established."),
        months=tuple(str(months[number]) for number in range(1, 13)),
        part=words.say("{title}: {shown} of {all}"),
    )
