"""What stands beside a claim: conflicts, the other side, what to be careful about, the source."""

from knowledge import caveats
from knowledge.answering.compose.articles import joined, publisher, title
from knowledge.answering.compose.spans import claim_of, cut, ended, filled, strong
from knowledge.answering.compose.speaking import name_of
from knowledge.dates import Edtf
from knowledge.model import (
    Aspect,
    Caveat,
    Difference,
    Language,
    Line,
    Record,
    RelationKind,
    Shown,
    Span,
)
from knowledge.wording import words_in

WORST = 3
"""Caveats that stand in an answer; the others are behind a button."""

LONGEST_OTHER = 160
"""Characters of a claim on the other side; the whole of it is behind "other accounts"."""


def conflict_line(difference: Difference, language: Language) -> Line:
    """One thing that the question takes for granted and the statement says otherwise."""
    words = words_in(language)
    if difference.what is Aspect.NEGATION:
        return (
            Span(words.say("Mind the negation: the question and this statement differ in it.")),
        )
    if difference.what in {Aspect.YEAR, Aspect.DATE}:
        template = words.say("You asked about {asked}; the date in the store: {stored}.")
    elif difference.what is Aspect.NUMBER:
        template = words.say("You asked about {asked}; the number here is {stored}.")
    else:
        template = words.say("You asked about {asked}; this is about {stored}.")
    return filled(template, asked=difference.asked, stored=difference.stored)


def other_side(record: Record, other: Shown, language: Language) -> Line:
    """A statement against this one, or that this one is against, with its speaker."""
    claim = cut(claim_of(other.record, language), LONGEST_OTHER)
    line = filled(
        "{bearing}: {speaker} — {claim}",
        bearing=_bearing(record, other.record.statement.id, language),
        speaker=strong(name_of(other.record, language, inside=False)),
        claim=claim,
    )
    return ended(line)


def nobody_against(language: Language) -> Line:
    """For "is it true": the store holds nothing against it, which does not make it true."""
    words = words_in(language)
    return (
        Span(words.say("No statement in the store disputes this; that does not make it true.")),
    )


def _bearing(record: Record, other: str, language: Language) -> str:
    words = words_in(language)
    against = {
        RelationKind.CONTRADICTS: words.say("Contradicts this"),
        RelationKind.DISPUTES: words.say("Disputes this"),
        RelationKind.DENIES: words.say("Denies this"),
        RelationKind.SUPPORTS: words.say("Supports this"),
        RelationKind.COMMENTS_ON: words.say("Comments on this"),
        RelationKind.UPDATES: words.say("Updates this"),
    }
    for relation in record.incoming:
        if relation.source == other:
            return against[relation.kind]
    towards = {
        RelationKind.CONTRADICTS: words.say("This contradicts"),
        RelationKind.DISPUTES: words.say("This disputes"),
        RelationKind.DENIES: words.say("This denies"),
        RelationKind.SUPPORTS: words.say("This supports"),
        RelationKind.COMMENTS_ON: words.say("This comments on"),
        RelationKind.UPDATES: words.say("This updates"),
    }
    for relation in record.outgoing:
        if relation.target == other:
            return towards[relation.kind]
    return words.say("Same incident")


def careful_line(codes: tuple[Caveat, ...], language: Language, *, brief: bool = False) -> Line:
    """The worst caveats in sentences, or in a word or two each."""
    if not codes:
        return ()
    words = words_in(language)
    worst = codes[:WORST]
    if brief:
        text = " · ".join(caveats.short(code, language) for code in worst)
    else:
        text = " ".join(caveats.long(code, language) for code in worst)
    return filled(words.say("Be careful: {caveats}"), caveats=text)


def source_line(record: Record, language: Language) -> Line:
    """The first article with its paragraph, how many more, and since when this stands."""
    words = words_in(language)
    if not record.articles:
        return ()
    first = record.articles[0]
    source: Line = (Span(words.say("Source: ")), title(first, language))
    parts: list[Line] = [source, (publisher(first, language),)]
    if first.published:
        parts.append((Span(Edtf.parse(first.published).named(language)),))
    place = paragraphs(record, 0, language)
    if place:
        parts.append((Span(place),))
    if len(record.articles) > 1:
        parts.append((Span(_corroboration(record, language)),))
    line = joined(parts)
    reviewed = record.statement.reviewed
    if reviewed:
        as_of = words.say("as of {date}", date=Edtf.parse(reviewed).named(language))
        line = (*line, Span(f" ({as_of})"))
    return ended(line)


def paragraphs(record: Record, appearance: int, language: Language) -> str:
    """The paragraphs of one appearance: "paragraphs 19, 20"; empty where they are unknown."""
    numbers = record.statement.appearances[appearance].paragraphs
    if not numbers:
        return ""
    listed = ", ".join(str(number) for number in numbers)
    return words_in(language).count(
        "paragraph {listed}", "paragraphs {listed}", len(numbers), listed=listed
    )


def _corroboration(record: Record, language: Language) -> str:
    words = words_in(language)
    articles = words.count(
        "{number} article in all", "{number} articles in all", len(record.articles)
    )
    number = caveats.independent(record.articles)
    sources = words.count("{number} independent source", "{number} independent sources", number)
    return f"{articles}, {sources}"
