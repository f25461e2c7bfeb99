"""What the pictures show: the timeline, and who said how much on what terms."""

from collections.abc import Sequence

from babel.dates import get_month_names

from knowledge.answering.compose.attribution_line import name_of
from knowledge.answering.compose.styled_text import claim_of, with_capital
from knowledge.domain import (
    Attribution,
    Caveat,
    Language,
    Legend,
    Moment,
    Plotted,
    Record,
    ShownStatement,
    Speaker,
    SpeakersChart,
    Speaking,
    TimelineChart,
    caveats,
)
from knowledge.domain.dates import Edtf
from knowledge.translations import words_in

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
