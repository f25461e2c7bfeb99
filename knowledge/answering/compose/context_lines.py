"""What stands beside and beneath a claim: conflicts, the other side, cautions, the source, and what can be done next."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.answering.compose.claim_lines import (
    claim_of,
    claim_shown,
    ended,
    filled,
    name_of,
    said_by,
    strong,
    told_by_itself,
    with_capital,
)
from knowledge.answering.snapshot import StoreSnapshot
from knowledge.answering.statement_facts import printed
from knowledge.domain import (
    Access,
    Action,
    Article,
    Aspect,
    Attribution,
    Caveat,
    Difference,
    Kind,
    Language,
    Line,
    Listing,
    Message,
    Part,
    Record,
    RelationKind,
    ShownStatement,
    Span,
    Style,
    caveats,
    section,
)
from knowledge.domain.dates import Edtf
from knowledge.questions.question_type import ListingFilter, ListingSubject
from knowledge.translations import Words, cut, quoted, words_in


def heading(facet: ListingFilter, library: StoreSnapshot, language: Language) -> str:
    """Name the facet: "Statements: State Duma, predictions, December"."""
    words = words_in(language)
    parts = [
        *_names(facet, library, language),
        *_terms(facet, words),
        *(printed(when, language) for when in facet.whens),
    ]
    of = {
        ListingSubject.STATEMENTS: words.say("Statements"),
        ListingSubject.INCIDENTS: words.say("Incidents"),
        ListingSubject.TIMELINE: words.say("Timeline"),
        ListingSubject.SPEAKERS: words.say("Speakers"),
        ListingSubject.ARTICLES: words.say("Articles"),
    }[facet.of]
    return words.say("{of}: {parts}", of=of, parts=", ".join(parts)) if parts else of


def first_only(number: int, language: Language) -> Line:
    """Say of a list that there are more than the first ones that it shows."""
    words = words_in(language)
    return (Span(words.say("The first {number} are listed; the store has more.", number=number)),)


def _names(facet: ListingFilter, library: StoreSnapshot, language: Language) -> Iterable[str]:
    speakers = {each.id: each.name for each in library.speakers}
    incidents = {each.id: each.name for each in library.incidents}
    places = {each.id: each.name for each in library.places.values()}
    for names, ids in (
        (speakers, facet.speakers),
        (incidents, facet.incidents),
        (places, facet.places),
    ):
        yield from (names[each].in_language(language) for each in ids if each in names)


def _terms(facet: ListingFilter, words: Words) -> Iterable[str]:
    attributions = {
        Attribution.NAMED: words.say("named speakers"),
        Attribution.UNNAMED: words.say("speakers without a name"),
        Attribution.ANONYMOUS: words.say("anonymous sources"),
        Attribution.NARRATOR: words.say("nobody credited"),
    }
    kinds = {
        Kind.FACT: words.say("facts"),
        Kind.DENIAL: words.say("denials"),
        Kind.ASSESSMENT: words.say("assessments"),
        Kind.CHARACTERISATION: words.say("characterisations"),
        Kind.PREDICTION: words.say("predictions"),
    }
    access = {
        Access.PUBLIC: words.say("public"),
        Access.LIMITED: words.say("to a limited circle"),
        Access.CLOSED_DOOR: words.say("behind closed doors"),
        Access.CLASSIFIED: words.say("classified"),
        Access.UNDISCLOSED: words.say("undisclosed"),
    }
    yield from (attributions[each] for each in facet.attributions)
    yield from (kinds[each] for each in facet.kinds)
    yield from (access[each] for each in facet.access)
    if facet.quoted:
        yield words.say("direct quotations")
    if facet.figures:
        yield words.say("with figures")
    if facet.disputed:
        yield words.say("disputed")


_LONGEST_TITLE = 120


def article_list(
    counted: Sequence[tuple[Article, int]], language: Language, *, more: bool = False
) -> Message:
    """Articles with publisher, date and how many statements were taken from each.

    Args:
        counted: each with the number of its published statements, in the order to show.
        language: the reader's.
        more: whether the store holds more of them.
    """
    words = words_in(language)
    lines: list[Line] = []
    for article, number in counted:
        count = words.count("{number} statement", "{number} statements", number)
        parts: list[Line] = [(title(article, language),), (publisher(article, language),)]
        if article.published:
            parts.append((Span(Edtf.parse(article.published).named(language)),))
        line = filled("{article} — {count}", article=joined(parts), count=count)
        lines.append((Span(f"{len(lines) + 1}. "), *line))
    hint: list[Line] = [(Span(words.say("Every answer names its article and the paragraph.")),)]
    if more:
        hint.append(first_only(len(counted), language))
    return Message(
        (
            *section(Part.ANSWER, (strong(words.say("Articles")),), *hint),
            *section(Part.LIST, *lines),
        )
    )


def title(article: Article, language: Language) -> Span:
    """The title in quotation marks, a link where the address is known."""
    text = quoted(cut(article.title, _LONGEST_TITLE), language)
    return Span(text, Style.LINK, article.url) if article.url else Span(text)


def publisher(article: Article, language: Language) -> Span:
    """Who published it, or that it is not known."""
    return Span(article.publisher or words_in(language).say("no publisher named"))


def joined(parts: Sequence[Line]) -> Line:
    """Parts of a line with commas between them."""
    line: Line = parts[0]
    for part in parts[1:]:
        line = (*line, Span(", "), *part)
    return line


WORST = 3
"""Caveats that stand open in an answer; the others are folded."""

LONGEST_OTHER = 160
"""Characters of a claim on the other side; the whole of it is behind "other accounts"."""


def conflict_line(difference: Difference, language: Language) -> Line:
    """One thing that the question takes for granted and the statement says otherwise."""
    words = words_in(language)
    match difference.what:
        case Aspect.SPEAKER:
            template = words.say("The store has no such words from {asked}.")
        case Aspect.NEGATION:
            template = words.say("The store says the opposite.")
        case Aspect.ACTOR:
            template = words.say("The store says so of somebody else.")
        case Aspect.EVENT:
            template = words.say("The store does not say that; it says something else.")
        case _:
            template = words.say("Not {asked}: the store has {stored}.")
    return filled(template, asked=difference.asked, stored=difference.stored)


def other_side(record: Record, other: ShownStatement, language: Language) -> Line:
    """A statement against this one, or that this one is against, with its speaker."""
    claim = claim_shown(other.record, language, LONGEST_OTHER)
    when = spoken_on(other.record, language)
    itself = told_by_itself(claim, other.record, language)
    if itself:  # "Denies this: Velm Hydro denies that …" names it once
        template = "{bearing}: {claim} ({when})" if when else "{bearing}: {claim}"
        bears = _bearing(record, other.record.statement.id, language)
        return ended(filled(template, bearing=bears, claim=itself, when=when))
    line = filled(
        "{bearing}: {speaker} — {claim} ({when})" if when else "{bearing}: {speaker} — {claim}",
        when=when,
        bearing=_bearing(record, other.record.statement.id, language),
        speaker=strong(name_of(other.record, language, inside=False)),
        claim=claim,
    )
    return ended(line)


def spoken_on(record: Record, language: Language) -> str:
    """When a statement was made, else when it was reported: since when another one is disputed."""
    if record.statement.said:
        return Edtf.parse(record.statement.said).named(language)
    published = next((one.published for one in record.articles if one.published), None)
    if published is None:
        return ""
    date = Edtf.parse(published).named(language)
    return words_in(language).say("reported {date}", date=date)


def reason_against(record: Record, other: str, language: Language) -> str:
    """The editor's note on why one is set against the other, where there is one."""
    between = (
        each
        for each in (*record.incoming, *record.outgoing)
        if other in {each.source, each.target} and each.kind is RelationKind.CONTRADICTS
    )
    notes = (with_capital(each.note.in_language(language)) for each in between)
    return next((note for note in notes if note), "")


def not_yet_said(
    codes: tuple[Caveat, ...], first: Line, language: Language, *, beside: bool
) -> tuple[Caveat, ...]:
    """The caveats that the message does not tell otherwise.

    Args:
        codes: that apply.
        first: the first line.
        language: the reader's.
        beside: whether what disputes it stands in the message.
    """
    told = "".join(span.text for span in first)
    nobody = words_in(language).say("{claim}, the article says, crediting nobody")
    credits_nobody = nobody.replace("{claim}", "") in told
    return tuple(
        code
        for code in codes
        if not (code is Caveat.DISPUTED and beside)
        and not (code is Caveat.NARRATOR and credits_nobody)
        and caveats.short(code, language) not in told
    )


def nobody_against(language: Language) -> Line:
    """For "is it true": the store holds nothing against it, which does not make it true."""
    words = words_in(language)
    return (
        Span(words.say("No statement in the store disputes this; that does not make it true.")),
    )


def bearing(kind: RelationKind, language: Language) -> str:
    """How a statement bears on the one that is told: "Disputes this"."""
    words = words_in(language)
    return {
        RelationKind.CONTRADICTS: words.say("Set against this"),
        RelationKind.DISPUTES: words.say("Disputes this"),
        RelationKind.DENIES: words.say("Denies this"),
        RelationKind.SUPPORTS: words.say("Supports this"),
        RelationKind.COMMENTS_ON: words.say("Comments on this"),
        RelationKind.UPDATES: words.say("Updates this"),
    }[kind]


def _bearing(record: Record, other: str, language: Language) -> str:
    words = words_in(language)
    for relation in record.incoming:
        if relation.source == other:
            return bearing(relation.kind, language)
    towards = {
        RelationKind.CONTRADICTS: words.say("This is set against"),
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
        text = text[:1].lower() + text[1:]
    return filled(words.say("Be careful: {caveats}"), caveats=text)


def some_line(codes: tuple[Caveat, ...], language: Language) -> Line:
    """The worst caveats that some of a list have, in a word or two each."""
    if not codes:
        return ()
    text = " · ".join(caveats.short(code, language) for code in codes[:WORST])
    return filled(words_in(language).say("Some of these: {caveats}"), caveats=text)


def rest_of(codes: tuple[Caveat, ...], language: Language) -> list[Line]:
    """A line with the caveats that no longer fit beside the answer; none where all stand there."""
    rest = " · ".join(caveats.short(code, language) for code in codes[WORST:])
    return [filled(words_in(language).say("Also: {caveats}"), caveats=rest)] if rest else []


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


def with_words(message: Message, looked_up: str, language: Language) -> Message:
    """The message, saying beside its source which words of the reader's were looked up."""
    words = quoted(cut(looked_up, LONGEST_OTHER), language)
    line = (Span(words_in(language).say("Looked up in your message: {words}", words=words)),)
    before = [each for each in message.sections if each.part is not Part.MORE]
    rest = [each for each in message.sections if each.part is Part.MORE]
    if before and before[-1].part is Part.SOURCE:
        last = before.pop()
        before.append(replace(last, lines=(*last.lines, line)))
    else:
        before += section(Part.SOURCE, line)
    return replace(message, sections=(*before, *rest))


def with_first(message: Message, sentence: str) -> Message:
    """The message with a sentence before all that it tells."""
    line: Line = (Span(sentence),)
    first, *rest = message.sections
    return replace(message, sections=(replace(first, lines=(line, *first.lines)), *rest))


def sources_line(records: Sequence[Record], language: Language) -> Line:
    """The first article of each of several statements, each once, with all their paragraphs."""
    by_article: dict[str, list[Record]] = {}
    for record in records:
        for article in record.articles[:1]:
            by_article.setdefault(article.id, []).append(record)
    told: list[Line] = []
    for several in by_article.values():
        first = several[0].articles[0]
        numbers = {n for each in several for n in each.statement.appearances[0].paragraphs}
        parts: list[Line] = [(title(first, language),), (publisher(first, language),)]
        if first.published:
            parts.append((Span(Edtf.parse(first.published).named(language)),))
        if numbers:
            parts.append((Span(_numbered(sorted(numbers), language)),))
        told.append(joined(parts))
    if not told:
        return ()
    line: Line = (Span(words_in(language).say("Source: ")), *told[0])
    for other in told[1:]:
        line = (*line, Span("; "), *other)
    return ended(line)


def paragraphs(record: Record, appearance: int, language: Language) -> str:
    """The paragraphs of one appearance: "paragraphs 19, 20"; empty where they are unknown."""
    numbers = record.statement.appearances[appearance].paragraphs
    return _numbered(numbers, language) if numbers else ""


def _numbered(numbers: Sequence[int], language: Language) -> str:
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


def quotation(shown: ShownStatement, language: Language) -> Message:
    """The quoted words of a statement with their speaker, or that the article quotes none."""
    words, record = words_in(language), shown.record
    quotes = [quote for each in record.statement.appearances for quote in each.quotes]
    claim: Line = (Span(claim_of(record, language)),)
    lines: list[Line] = [
        filled(
            words.say("{speaker}, in the article's quotation marks: {quote}"),
            speaker=strong(name_of(record, language)),
            quote=quoted(quote, language),
        )
        for quote in dict.fromkeys(quotes)
    ]
    if not lines:
        lines = [(Span(words.say("The article quotes no exact words. What it reports:")),)]
    sections = (
        *section(Part.ANSWER, *lines, ended(said_by(claim, record, language))),
        *section(Part.SOURCE, source_line(record, language)),
    )
    return Message(sections)


Rows = tuple[tuple[Action, ...], ...]

EXAMPLES = 4
"""Questions that are offered at once."""
LONGEST_LABEL = 60
"""Characters of a button; Telegram shows about this many on a phone in two lines."""


def under_answer(shown: ShownStatement, language: Language) -> Rows:
    """What is needed next, at most four in two rows; what the message holds has no button."""
    words, record = words_in(language), shown.record
    subject = record.statement.id
    first = []
    if len(record.statement.appearances) > 1:  # one source stands in the message
        first.append(Action("source", subject, words.say("Source")))
    if record.incident is not None or record.incoming or record.outgoing:
        first.append(Action("others", subject, words.say("Other accounts")))
    second = (
        Action("follow-statement", subject, words.say("Tell me if this changes")),
        Action("unhelpful", subject, words.say("Not what I asked")),
    )
    return (tuple(first), second) if first else (second,)


def choosing(options: tuple[ShownStatement, ...], language: Language, *, none: bool) -> Rows:
    """One for each numbered statement, and "none of these" where it is a choice."""
    words = words_in(language)
    rows = [
        (Action("choose", each.record.statement.id, _label(each, language), number),)
        for number, each in enumerate(options, 1)
    ]
    if none:
        rows.append((Action("none", "", words.say("None of these")),))
    return tuple(rows)


def leading_of(outcome: Listing) -> dict[str, str]:
    """Of a list of incidents: the id of the statement that stands for each, with the incident's."""
    listed = {each.id for each in outcome.incidents}
    leading: dict[str, str] = {}
    for each in outcome.items:
        incident = each.record.incident
        if incident is not None and incident.id in listed:
            leading.setdefault(incident.id, each.record.statement.id)
    return {statement: incident for incident, statement in leading.items()}


def listed(outcome: Listing, language: Language) -> Rows:
    """One for each numbered line: an incident opens as such, all else as a statement."""
    leading = leading_of(outcome)
    rows = []
    for number, each in enumerate(outcome.items, 1):
        identity, incident = each.record.statement.id, each.record.incident
        if incident is not None and identity in leading:
            name = incident.name.in_language(language)
            label = cut(with_capital(name), LONGEST_LABEL)
            rows.append((Action("incident", incident.id, label, number),))
        else:
            rows.append((Action("choose", identity, _label(each, language), number),))
    return tuple(rows)


LONGEST_NAME = 24
"""Characters of a speaker's name on a button."""


def tell_me(language: Language) -> tuple[Action, ...]:
    """Come back when the store has something."""
    words = words_in(language)
    return (Action("tell", "", words.say("Tell me when there is an answer")),)


def follow(sort: str, identity: str, language: Language) -> tuple[Action, ...]:
    """Tell what is new of an incident or a speaker.

    Args:
        sort: incident or speaker.
        identity: its id.
        language: the reader's.
    """
    return (Action(f"follow-{sort}", identity, words_in(language).say("Follow")),)


def asking(examples: tuple[str, ...]) -> Rows:
    """Questions to ask, a row each: as many as are read."""
    return tuple((Action("ask", "", example),) for example in examples[:EXAMPLES])


def _label(shown: ShownStatement, language: Language) -> str:
    name = cut(name_of(shown.record, language, inside=False), LONGEST_NAME)
    return f"{name}: {claim_of(shown.record, language, LONGEST_LABEL - len(name) - 2)}"
