"""A draft as its reviewer sees it: the reader's view, the passage, what is near."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge import caveats
from knowledge.curation.drafts import Drafted
from knowledge.curation.previews import Previews, page, text
from knowledge.model import (
    Caveat,
    Incident,
    Language,
    Line,
    Part,
    Record,
    Section,
    Span,
    Style,
)
from knowledge.store import Store
from knowledge.wording import words_in

TITLE = 40
"""Characters of the article's title above each of its drafts; the source gives it whole."""


def record_of_draft(held: Drafted, store: Store) -> Record:
    """The draft as a record, though its article and speaker may not be stored yet."""
    statement = held.statement
    speaker = held.speaker
    if statement.speaker is None:
        speaker = None
    elif speaker is None or speaker.id != statement.speaker:
        speaker = store.speaker(statement.speaker)
    incident: Incident | None = store.incident(statement.incident) if statement.incident else None
    places = {one.id: one for one in store.places()}
    ids = dict.fromkeys((*statement.places, *(incident.places if incident else ())))
    return Record(
        statement=statement,
        speaker=speaker,
        incident=incident,
        articles=(held.article,),
        places=tuple(places[one] for one in ids if one in places),
    )


def draft_card(
    held: Drafted, store: Store, previews: Previews, language: Language, place: str
) -> tuple[Section, ...]:
    """A draft as readers would see it, with the passage that it comes from."""
    words = words_in(language)
    start, end = held.found
    passage: Line = (
        Span("… " + held.passage[:start], Style.QUIET),
        Span(held.passage[start:end], Style.STRONG),
        Span(held.passage[end:] + " …", Style.QUIET),
    )
    noted = []
    if held.speaker is not None and held.statement.speaker == held.speaker.id:
        name = held.speaker.name.in_language(language)
        kind = held.speaker.kind.value
        noted.append(text(words.say("New speaker: {name} ({kind})", name=name, kind=kind)))
    if held.dates:
        dates = ", ".join(held.dates)
        noted.append(text(words.say("Dates in the passage: {dates}", dates=dates)))
    if held.accepted_by is not None:
        noted.append(text(words.say("One person has accepted it; you are the second.")))
    reviewed = replace(held.statement, reviewed=previews.today(), machine_extracted=False)
    seen = previews.seen(record_of_draft(replace(held, statement=reviewed), store), language)
    if held.statement.incident is not None:
        name = store.incident(held.statement.incident).name.in_language(language)
        noted.insert(0, text(words.say("Incident: {name}", name=name)))
    title = held.article.title
    title = title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"
    head = f"{place} · {caveats.short(Caveat.UNREVIEWED, language)} · {title}"
    return page(
        (Part.ANSWER, [text(head, Style.QUIET), *seen]),
        (Part.SOURCE, [text(words.say("In the article:"), Style.STRONG), passage, *noted]),
    )


def side_by_side(near: Sequence[Record], language: Language) -> list[Line]:
    """Statements that may say the same, numbered as the buttons are."""
    words = words_in(language)
    lines: list[Line] = []
    for number, record in enumerate(near, start=1):
        who = record.speaker.name.in_language(language) if record.speaker else words.say("narrator")
        claim = record.statement.claim.in_language(language)
        lines.append((Span(f"{number}. {who}: ", Style.STRONG), Span(claim)))
    return [text(words.say("Perhaps the same:")), *lines] if lines else []
