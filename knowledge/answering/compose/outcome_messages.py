"""Messages: what is told of each outcome, what was asked for first, and to messages that look nothing up."""

from collections.abc import Sequence

from knowledge.answering.compose import context_lines
from knowledge.answering.compose.claim_lines import (
    capitalised,
    claim_of,
    claim_shown,
    ended,
    filled,
    going_on,
    length,
    name_of,
    said_by,
    says,
    speaker_line,
    strong,
    written,
)
from knowledge.answering.compose.context_lines import (
    WORST,
    careful_line,
    conflict_line,
    first_only,
    nobody_against,
    not_yet_said,
    other_side,
    reason_against,
    rest_of,
    some_line,
    source_line,
    sources_line,
)
from knowledge.answering.listings import happened
from knowledge.domain import (
    Answer,
    Aspect,
    Caveat,
    Choices,
    Difference,
    Figure,
    Incident,
    Language,
    Line,
    Listing,
    Message,
    NoAnswer,
    Part,
    Record,
    Section,
    ShownStatement,
    Span,
    State,
    caveats,
    section,
)
from knowledge.domain.dates import Edtf
from knowledge.questions.conversation import Intent
from knowledge.questions.question_type import QuestionType
from knowledge.questions.spelling_correction import Unread
from knowledge.questions.value_expressions import numbers_in, same_number, times_in
from knowledge.search.text_analysis import folded as fold, words as words_of
from knowledge.translations import number_told, words_in

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


_NEAR_NUMBER = 80
"""Characters of a claim within which its number is read at once."""


def _with_figure(record: Record, text: str, language: Language, numbers: frozenset[float]) -> Line:
    figures = sorted(record.statement.figures, key=lambda each: each.value not in numbers)
    if not figures:
        return (Span(text),)
    words = _written(figures[0], language)
    before, found, after = text.partition(words)
    if found and len(before) <= _NEAR:  # in the line already, where the eye falls
        parts = (Span(before), strong(words), Span(after))
        return tuple(part for part in parts if part.text)
    if any(same_number(figures[0].value, each) for each in numbers_in(fold(text[:_NEAR_NUMBER]))):
        return (Span(text),)  # Told already, in other words.
    return filled("{figure}: {claim}", figure=strong(words), claim=going_on(text, language, record))


def _written(figure: Figure, language: Language) -> str:
    value = number_told(figure.value, language)
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
        about = record.statement.about
        day = Edtf.parse(about) if about else None
        return said if day is None or day.span else day
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


LONGEST = 700
"""Characters of a message before "more"."""
LINES = 6
"""Lines of a message before "more"."""
_LONGEST_OPTION = 110
_LONGEST_ITEM = 160


def answer(
    outcome: Answer,
    want: QuestionType,
    language: Language,
    numbers: frozenset[float] = frozenset(),
    *,
    undisputed: bool = False,
) -> Message:
    """One statement, with what is against it, what to be careful about and its source.

    Args:
        outcome: the statement.
        want: what is asked first.
        language: the reader's.
        numbers: those of the question.
        undisputed: whether the store was looked through for what disputes it, and has nothing.
    """
    shown = outcome.shown
    first = (
        *_told_first(outcome.conflicts, language),
        *first_line(shown.record, want, language, numbers),
    )
    others = [other_side(shown.record, each, language) for each in outcome.others]
    if undisputed and want is QuestionType.IS_IT_TRUE and not others and not outcome.conflicts:
        others = [nobody_against(language)]
    source = source_line(shown.record, language)
    codes = not_yet_said(shown.caveats, first, language, beside=bool(outcome.others))
    beside, brief = _fitting((first, source), others, codes, language)
    careful = careful_line(codes, language, brief=brief)
    more = [*rest_of(codes, language), *_notes(shown, language), *others[beside:]]
    for each in outcome.others:
        why = reason_against(shown.record, each.record.statement.id, language)
        if why:
            note = words_in(language).say("Editor's note: {note}")
            more.append(ended(filled(note, note=why)))
    if len(claim_of(shown.record, language)) > LONGEST_CLAIM:
        more.insert(0, (Span(claim_of(shown.record, language)),))
    sections = (
        *section(Part.ANSWER, first),
        *section(Part.OTHER_SIDE, *others[:beside]),
        *section(Part.CAREFUL, careful),
        *section(Part.SOURCE, source),
        *section(Part.MORE, *more),
    )
    return Message(sections, context_lines.under_answer(shown, language))


def answers(found: Sequence[tuple[Answer, QuestionType]], language: Language) -> Message:
    """Several statements in one message, each with its speaker and the worst to be careful about."""
    lines: list[Line] = []
    for number, (outcome, want) in enumerate(found, 1):
        shown = outcome.shown
        first = first_line(shown.record, want, language, frozenset())
        told = (*_told_first(outcome.conflicts, language), *first)
        lines.append((Span(f"{number}. "), *told))
    others = {
        other.record.statement.id: other_side(outcome.shown.record, other, language)
        for outcome, _ in found
        for other in outcome.others
    }
    told_ids = {outcome.shown.record.statement.id for outcome, _ in found}
    beside = [line for identity, line in others.items() if identity not in told_ids]
    codes = caveats.union(outcome.shown.caveats for outcome, _ in found)
    sources = sources_line([outcome.shown.record for outcome, _ in found], language)
    sections = (
        *section(Part.ANSWER, *lines),
        *section(Part.OTHER_SIDE, *beside[:2]),
        *section(Part.CAREFUL, careful_line(codes, language, brief=True)),
        *section(Part.SOURCE, sources),
    )
    shown_all = tuple(outcome.shown for outcome, _ in found)
    return Message(sections, context_lines.choosing(shown_all, language, none=False))


def _fitting(
    fixed: Sequence[Line], others: Sequence[Line], codes: tuple[Caveat, ...], language: Language
) -> tuple[int, bool]:
    """How many of the other side fit before "more", and whether the caveats must be brief.

    Args:
        fixed: lines that stand in any case.
        others: of the other side.
        codes: the caveats.
        language: the reader's.
    """
    room = max(0, LINES - len(fixed) - bool(codes))
    for beside in range(min(2, room, len(others)), -1, -1):
        for brief in (False, True):
            careful = careful_line(codes, language, brief=brief)
            if length((*fixed, careful, *others[:beside])) <= LONGEST:
                return beside, brief
    return 0, True


def _notes(shown: ShownStatement, language: Language) -> list[Line]:
    """The editor's notes on the statement and on its incident."""
    words = words_in(language)
    record = shown.record
    if record.statement.state is State.RETRACTED and record.statement.reason:
        return [(Span(words.say("Withdrawn: {reason}", reason=record.statement.reason)),)]
    notes = (*record.statement.notes, *(record.incident.notes if record.incident else ()))
    return [
        ended(filled(words.say("Editor's note: {note}"), note=note.text.in_language(language)))
        for note in notes
    ]


def _told_first(conflicts: Sequence[Difference], language: Language) -> Line:
    """What the question takes for granted and the statement says otherwise, before all else."""
    return tuple(span for each in conflicts for span in (*conflict_line(each, language), Span(" ")))


def choices(outcome: Choices, language: Language) -> Message:
    """Did you mean one of these?"""
    words = words_in(language)
    lines = [_option(number, each, language) for number, each in enumerate(outcome.options, 1)]
    sections = (
        *section(
            Part.ANSWER,
            (
                *_told_first(outcome.conflicts[:1], language),
                Span(words.say("Did you mean one of these?")),
            ),
            *lines,
        ),
    )
    return Message(sections, context_lines.choosing(outcome.options, language, none=True))


def _option(number: int, shown: ShownStatement, language: Language) -> Line:
    claim = claim_shown(shown.record, language, _LONGEST_OPTION)
    name = strong(name_of(shown.record, language, inside=False))
    return filled("{number}. {speaker}: {claim}", number=str(number), speaker=name, claim=claim)


def refusal(
    outcome: NoAnswer, sentence: str, language: Language, examples: tuple[str, ...]
) -> Message:
    """One sentence that says what is missing, then the nearest.

    Args:
        outcome: what is missing and what is near.
        sentence: in the reader's language.
        language: the reader's.
        examples: questions to offer where nothing is near.
    """
    words = words_in(language)
    near: tuple[Line, ...] = ()
    if outcome.nearest:
        heading: Line = (Span(words.say("Nearest in the store:")),)
        near = (
            heading,
            *(_option(number, each, language) for number, each in enumerate(outcome.nearest, 1)),
        )
    told = [each for each in outcome.conflicts if each.what is not Aspect.EVENT]
    if len(told) < len(outcome.conflicts) and not outcome.missing:
        sentence = words.say("I found no statement on that; the nearest is of something else.")
    first = (
        Span(sentence),
        *(span for each in told for span in (Span(" "), *conflict_line(each, language))),
    )
    sections = (
        *section(Part.ANSWER, first),
        *section(Part.OTHER_SIDE, *near),
    )
    rows = context_lines.choosing(outcome.nearest, language, none=False)
    return Message(sections, rows or context_lines.asking(examples))


def listing(outcome: Listing, language: Language) -> Message:
    """Everything of one sort, each with its speaker."""
    by_incident = {each.id: each for each in outcome.incidents}
    names = {name_of(each.record, language, inside=False) for each in outcome.items}
    # Whoever the head of the list names stands there for every line.
    named = len(names) == 1 and names.pop() in outcome.of
    leading = context_lines.leading_of(outcome)
    lines = [
        _item(
            number,
            each,
            # The date of an incident stands once, before what leads it.
            (by_incident if each.record.statement.id in leading else {}) if by_incident else None,
            language,
            named=named,
        )
        for number, each in enumerate(outcome.items, 1)
    ]
    partial = [first_only(len(lines), language)] if outcome.more else []
    codes = caveats.union(each.caveats for each in outcome.items)
    alike = all(set(codes[:WORST]) <= set(each.caveats) for each in outcome.items)
    careful = careful_line(codes, language, brief=True) if alike else some_line(codes, language)
    sections: tuple[Section, ...] = (
        *section(Part.ANSWER, _heading(outcome, language), *partial),
        *section(Part.LIST, *lines),
        *section(Part.CAREFUL, careful),
    )
    return Message(sections, context_lines.listed(outcome, language))


def _heading(outcome: Listing, language: Language) -> Line:
    """What is listed, and how many; where it is everything of a sort, that alone."""
    words = words_in(language)
    if outcome.more:
        return (strong(outcome.of),)
    count = _counted(outcome, language)
    if outcome.of in {words.say("Statements"), words.say("Incidents")}:
        return (strong(count),)
    return filled("{of} ({count})", of=strong(outcome.of), count=count)


def _counted(outcome: Listing, language: Language) -> str:
    """How many: incidents, and statements where there are more of them."""
    words, number = words_in(language), len(outcome.items)
    led = len(context_lines.leading_of(outcome))
    statements = words.count("{number} statement", "{number} statements", number)
    if not led:
        return statements
    incidents = words.count("{number} incident", "{number} incidents", led)
    return incidents if led == number else f"{incidents}, {statements}"


def _item(
    number: int,
    shown: ShownStatement,
    incidents: dict[str, Incident] | None,
    language: Language,
    *,
    named: bool,
) -> Line:
    record = shown.record
    claim = claim_shown(record, language, _LONGEST_ITEM)
    date = _dated(shown, incidents, language)
    line: Line = (Span(claim),)
    if not named:
        line = filled("{claim} — {speaker}", claim=claim, speaker=speaker_line(record, language))
    dated = filled("{date}: {rest}", date=strong(date), rest=line) if date else line
    return (Span(f"{number}. "), *dated)


def _dated(shown: ShownStatement, incidents: dict[str, Incident] | None, language: Language) -> str:
    """In a list of incidents: the date of the saying where it is its own, else the incident's."""
    record = shown.record
    if incidents is None:
        return ""
    incident = incidents.get(record.incident.id) if record.incident else None
    said = record.statement.said
    if (
        incident is not None
        and incident.when
        and (
            not said
            or (
                Edtf.parse(incident.when).overlaps(Edtf.parse(said))
                and not Edtf.parse(incident.when).span
            )
        )
    ):
        return Edtf.parse(incident.when).named(language)
    if said:
        return Edtf.parse(said).named(language)
    return ""


def talk(intent: Intent, language: Language) -> str:
    """A sentence or two for a message that is about the bot, or about nothing."""
    words = words_in(language)
    said = {
        Intent.THANKS: words.say("You are welcome. Ask on whenever you like."),
        Intent.NOD: words.say("Ask on whenever you like: about what was said, by whom, or when."),
        Intent.NOTHING: words.say(
            "Ask on whenever you like: about what was said, by whom, or when."
        ),
        Intent.SHORTER: words.say(
            "Ask on whenever you like: about what was said, by whom, or when."
        ),
        Intent.GOODBYE: words.say("Goodbye."),
        Intent.ABILITY: words.say(
            "I look up who stated what about reported incidents, in the articles kept here. Ask "
            "in your own words, in English, Russian or Ukrainian, and go on from an answer: who "
            "said that, when, the exact words, the source, who disagrees. /help has more."
        ),
        Intent.IDENTITY: words.say(
            "I am a bot, a search over statements that people took from news articles. I write "
            "no answers of my own: each stands in an article, with its speaker. /about has more."
        ),
        Intent.ORIGIN: words.say(
            "From news articles that curators have read: every answer names its article and the "
            "paragraph. /about tells how to read it."
        ),
        Intent.HUMAN: words.say(
            "I cannot put you through to a person. Press “Not what I asked” under an answer and "
            "write what is wrong: a curator reads it."
        ),
        Intent.STOP: words.say(
            "I write only when you ask, or when something that you follow has changed. "
            "/following lists what you follow and stops it."
        ),
        Intent.SUBSCRIBE: words.say(
            "Press “Tell me if this changes” under an answer, or “Follow” on the page of an "
            "incident or a speaker. /following lists it all."
        ),
        Intent.PRIVACY: words.say(
            "Questions are kept without who asked them. /privacy tells what is kept, why and for "
            "how long; /forgetme makes me forget this chat."
        ),
        Intent.OPINION: words.say(
            "I take no side and have no opinion: I only tell who stated what, and what speaks "
            "against it."
        ),
        Intent.COMPLAINT: words.say(
            "I am sorry that this did not help. Put the question in other words, or press “Not "
            "what I asked” under the answer that missed it."
        ),
        Intent.TONGUE: words.say(
            "I answer in the language of the question: English, Russian or Ukrainian. /language "
            "keeps to one of them."
        ),
        Intent.TRUST: words.say(
            "Do not take my word for it. Every answer names its speaker, the article and the "
            "paragraph, what disputes it and what to be careful about; that somebody said it "
            "does not make it true."
        ),
        Intent.PUBLISHER: words.say(
            "Do not take my word for it. Every answer names its speaker, the article and the "
            "paragraph, what disputes it and what to be careful about; that somebody said it "
            "does not make it true."
        ),
    }
    return said.get(
        intent,
        words.say(
            "Ask about the reported incidents: the answer says who stated what, and on what terms."
        ),
    )


def about_nothing(language: Language) -> str:
    """To a question about an answer, where none was given."""
    return words_in(language).say(
        "I have answered nothing yet that this could be about. Ask in a full sentence, or reply to "
        "an answer of mine."
    )


def about_no_answer(language: Language) -> str:
    """To a question about the reply before, where that was a refusal."""
    return words_in(language).say(
        "My last reply was no answer, so it is unclear what you mean. Ask in a full sentence, or "
        "reply to the answer that you ask about."
    )


def not_named(language: Language) -> str:
    """To a question for a name that the article withholds."""
    return words_in(language).say("The article does not name the source.")


def nobody_disputes(language: Language) -> str:
    """To "who disagrees?", where nobody in the store does."""
    return words_in(language).say(
        "Nothing in the store is recorded as disputing this; that does not make it true."
    )


def no_reason(language: Language) -> str:
    """To "why?", where no statement tells."""
    return words_in(language).say("I found no statement that gives a reason.")


def nothing_else(language: Language) -> str:
    """Before the only statement of a speaker, where more is asked for."""
    return words_in(language).say("The store has nothing else from this speaker.")


def not_counted(language: Language) -> str:
    """Before numbers of another thing than the one that is asked for."""
    return words_in(language).say("That number is not in the store. What it has of this:")


def unknown_article(language: Language) -> str:
    """To a link to an article that the store does not hold."""
    return words_in(language).say(
        "I do not know this article. Ask in your own words about what it reports: other articles "
        "may have it."
    )


def nothing_found(language: Language) -> str:
    """To a question about an answer that nothing in the store bears on."""
    return words_in(language).say("I found no statement on that.")


def unread_message(kept_from: Unread, language: Language) -> str:
    """To a message that could not be read, what to do."""
    words = words_in(language)
    return {
        Unread.LANGUAGE: words.say("I read English, Russian and Ukrainian: ask in one of them."),
        Unread.LETTERS: words.say(
            "I could make out no words here: write them with spaces, each in the letters of one "
            "alphabet."
        ),
        Unread.LENGTH: words.say(
            "I found no statement on that. Send one question or one claim at a time: in a long "
            "message it gets lost."
        ),
    }[kept_from]
