"""Pages to browse: one statement's sources and cautions, incidents, speakers, how to read it all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.answering.compose.claim_lines import (
    claim_shown,
    ended,
    filled,
    quiet,
    said_by,
    speaker_line,
    strong,
    with_capital,
)
from knowledge.answering.compose.context_lines import (
    choosing,
    first_only,
    follow,
    nobody_against,
    other_side,
)
from knowledge.domain import (
    Action,
    Appearance,
    Article,
    Caveat,
    Incident,
    Language,
    Line,
    Message,
    Part,
    Place,
    ShownStatement,
    Span,
    Speaker,
    Style,
    caveats,
    section,
)
from knowledge.domain.dates import Edtf
from knowledge.translations import cut, quoted, words_in

_LONGEST_CLAIM = 160
_MOST = 10
"""Names that one text may stand for; more would be none."""


def source(shown: ShownStatement, language: Language) -> Message:
    """Every article that carries the statement, with paragraph, quoted words and link."""
    words = words_in(language)
    articles = {article.id: article for article in shown.record.articles}
    lines: list[Line] = []
    for appearance in shown.record.statement.appearances:
        article = articles.get(appearance.article)
        if article is not None:
            lines += _article(article, appearance, language)
    reviewed = shown.record.statement.reviewed
    if reviewed:
        date = Edtf.parse(reviewed).named(language)
        lines.append((Span(words.say("Last reviewed: {date}", date=date)),))
    claim = claim_shown(shown.record, language, _LONGEST_CLAIM)
    heading = ended(said_by((Span(claim),), shown.record, language))
    return Message((*section(Part.ANSWER, heading), *section(Part.SOURCE, *lines)))


def sources(told: Sequence[ShownStatement], language: Language) -> Message:
    """Where several statements of one article stand: what they say, the article, its paragraphs."""
    record = told[0].record
    appearances = [
        each
        for one in told
        for each in one.record.statement.appearances
        if each.article == record.articles[0].id
    ]
    numbers = sorted({number for each in appearances for number in each.paragraphs})
    quotes = tuple(dict.fromkeys(quote for each in appearances for quote in each.quotes))
    joined = replace(appearances[0], paragraphs=tuple(numbers), quotes=quotes)
    claims = [
        ended(
            said_by(
                (Span(claim_shown(one.record, language, _LONGEST_CLAIM)),), one.record, language
            )
        )
        for one in told
    ]
    lines = _article(record.articles[0], joined, language)
    return Message((*section(Part.ANSWER, *numbered(claims)), *section(Part.SOURCE, *lines)))


def _article(article: Article, appearance: Appearance, language: Language) -> list[Line]:
    words = words_in(language)
    unknown = words.say("not given")
    title = quoted(article.title, language)
    numbers = ", ".join(str(each) for each in appearance.paragraphs)
    facts = [
        (words.say("Publisher"), article.publisher or unknown),
        (words.say("Author"), article.author or unknown),
        (
            words.say("Published"),
            Edtf.parse(article.published).named(language) if article.published else unknown,
        ),
        (words.say("Paragraph"), numbers or unknown),
    ]
    lines: list[Line] = [
        filled(
            words.say("Article: {title}"),
            title=Span(title, Style.LINK, article.url) if article.url else strong(title),
        ),
        *(((Span(f"{name}: {value}")),) for name, value in facts),
    ]
    quotes = ", ".join(quoted(each, language) for each in appearance.quotes)
    if quotes:
        lines.append((Span(words.say("Quoted words: {quotes}", quotes=quotes)),))
    if article.derived_from:
        lines.append((Span(words.say("This article retells another one.")),))
    return lines


def others(
    shown: ShownStatement,
    related: Sequence[ShownStatement],
    beside: Sequence[ShownStatement],
    language: Language,
    *,
    against: bool,
) -> Message:
    """What bears on a statement, then what else is said about the same incident.

    Args:
        shown: the statement.
        related: what bears on it.
        beside: others of its incident.
        language: the reader's.
        against: whether anything stands against it, or may; if not, that is said.
    """
    words = words_in(language)
    told = numbered(
        [
            *(other_side(shown.record, each, language) for each in related),
            *(_item(each, language) for each in beside),
        ]
    )
    lines = told[: len(related)]
    if not against and (related or beside):
        lines.insert(0, nobody_against(language))
    if beside:
        lines.append((strong(words.say("On the same incident:")),))
        lines += told[len(related) :]
    if not lines:
        lines = [(Span(words.say("The store has no other account of this.")),)]
    claim = claim_shown(shown.record, language, _LONGEST_CLAIM)
    heading = ended(said_by((Span(claim),), shown.record, language))
    rows = _choosing((*related, *beside), language)
    return Message((*section(Part.ANSWER, heading), *section(Part.OTHER_SIDE, *lines)), rows)


def cautions(shown: ShownStatement, language: Language) -> Message:
    """Every caveat of a statement in a sentence, and the editor's notes."""
    words = words_in(language)
    record = shown.record
    lines: list[Line] = [(Span(f"• {caveats.long(code, language)}"),) for code in shown.caveats]
    if not lines:
        lines = [(Span(words.say("No caution applies.")),)]
    notes = (*record.statement.notes, *(record.incident.notes if record.incident else ()))
    noted = [
        filled(words.say("Editor's note: {note}"), note=note.text.in_language(language))
        for note in notes
    ]
    claim = claim_shown(record, language, _LONGEST_CLAIM)
    heading = ended(said_by((Span(claim),), record, language))
    return Message(
        (
            *section(Part.ANSWER, heading),
            *section(Part.CAREFUL, *lines),
            *section(Part.MORE, *noted),
        )
    )


def incident_page(
    incident: Incident,
    items: Sequence[ShownStatement],
    places: Mapping[str, Place],
    language: Language,
    *,
    more: bool = False,
) -> Message:
    """One incident: when, where, the editor's notes, the statements; `more`: there are others."""
    words = words_in(language)
    when = Edtf.parse(incident.when).named(language) if incident.when else words.say("not given")
    names = [places[each].name.in_language(language) for each in incident.places if each in places]
    facts: list[Line] = [(Span(words.say("When: {date}", date=when)),)]
    if names:
        facts.append((Span(words.say("Where: {places}", places=", ".join(names))),))
    if more:
        facts.append(first_only(len(items), language))
    notes = [
        filled(words.say("Editor's note: {note}"), note=note.text.in_language(language))
        for note in incident.notes
    ]
    name = with_capital(incident.name.in_language(language))
    sections = (
        *section(Part.ANSWER, (strong(name),), *facts),
        *section(Part.LIST, *numbered([_item(each, language) for each in items])),
        *section(Part.MORE, *notes),
    )
    rows = (*_choosing(items, language), follow("incident", incident.id, language))
    return Message(sections, rows)


def several_incidents(incidents: Sequence[Incident], language: Language) -> Message:
    """Which incidents a name may stand for, to choose one."""
    words = words_in(language)
    named = [(each.id, with_capital(each.name.in_language(language))) for each in incidents]
    heading = words.say("Several incidents fit that name. Which one?")
    return _several("incident", named, heading)


def several_speakers(speakers: Sequence[Speaker], language: Language) -> Message:
    """Which speakers a name may stand for, to choose one."""
    words = words_in(language)
    named = [(each.id, with_capital(each.name.in_language(language))) for each in speakers]
    heading = words.say("Several speakers fit that name. Which one?")
    return _several("speaker", named, heading)


def _several(sort: str, named: Sequence[tuple[str, str]], heading: str) -> Message:
    lines = numbered([(Span(name),) for _, name in named[:_MOST]])
    rows = tuple(
        (Action(sort, identity, cut(name, 60), at),)
        for at, (identity, name) in enumerate(named[:_MOST], 1)
    )
    return Message((*section(Part.ANSWER, (Span(heading),)), *section(Part.LIST, *lines)), rows)


def speaker_list(
    speakers: Sequence[tuple[Speaker, int]], language: Language, *, more: bool = False
) -> Message:
    """Speakers with role and how many statements, in this order; `more`: there are others."""
    words = words_in(language)
    lines: list[Line] = []
    for speaker, number in speakers:
        count = words.count("{number} statement", "{number} statements", number)
        role = speaker.role.in_language(language)
        name = strong(speaker.name.in_language(language))
        template = "{name}, {role} — {count}" if role else "{name} — {count}"
        lines.append(filled(template, name=name, role=role, count=count))
    names = [with_capital(each.name.in_language(language)) for each, _ in speakers]
    rows = tuple(
        (Action("speaker", speaker.id, cut(name, 60), number),)
        for number, ((speaker, _), name) in enumerate(zip(speakers, names, strict=True), 1)
    )
    hint: list[Line] = [
        (Span(words.say("Everything by one of them: /speakers and a part of the name.")),)
    ]
    if more:
        hint.append(first_only(len(speakers), language))
    sections = (
        *section(Part.ANSWER, (strong(words.say("Speakers")),), *hint),
        *section(Part.LIST, *numbered(lines)),
    )
    return Message(sections, rows)


def speaker_page(
    speaker: Speaker, items: Sequence[ShownStatement], language: Language, *, more: bool = False
) -> Message:
    """One speaker: role, whether a party to the matter, the statements; `more`: there are others."""
    words = words_in(language)
    facts: list[Line] = []
    role = speaker.role.in_language(language)
    if role:
        facts.append((Span(role),))
    if speaker.party:
        facts.append((Span(caveats.long(Caveat.PARTY, language)),))
    if not items:
        facts.append((Span(words.say("The store has no statement by this speaker.")),))
    if more:
        facts.append(first_only(len(items), language))
    name = strong(with_capital(speaker.name.in_language(language)))
    sections = (
        *section(Part.ANSWER, (name,), *facts),
        *section(Part.LIST, *numbered([_claim(each, language) for each in items])),
    )
    rows = (*_choosing(items, language), follow("speaker", speaker.id, language))
    return Message(sections, rows)


def numbered(lines: Sequence[Line]) -> list[Line]:
    """The lines with their numbers, from 1."""
    return [(Span(f"{number}. "), *line) for number, line in enumerate(lines, 1)]


def _item(shown: ShownStatement, language: Language) -> Line:
    claim = claim_shown(shown.record, language, _LONGEST_CLAIM)
    who = speaker_line(shown.record, language)
    return filled("{claim} — {speaker}", claim=claim, speaker=who)


def _claim(shown: ShownStatement, language: Language) -> Line:
    """A statement under its speaker's name, with its cautions in a word or two."""
    claim = claim_shown(shown.record, language, _LONGEST_CLAIM)
    worst = " · ".join(caveats.short(code, language) for code in shown.caveats[:3])
    return filled("{claim} — {caveats}" if worst else "{claim}", claim=claim, caveats=quiet(worst))


def _choosing(
    items: Sequence[ShownStatement], language: Language
) -> tuple[tuple[Action, ...], ...]:
    return choosing(tuple(items), language, none=False)


def about(language: Language) -> Message:
    """The page for somebody who wonders whether to use it, and what the cautions mean."""
    words = words_in(language)
    promise = words.say("Who said it, on what terms, and what to be careful about.")
    what = (
        words.say(
            "Ask about a reported incident in your own words. The first line answers and names "
            "who said it; then come what others say against it, what to be careful about, and "
            "the article with its paragraph."
        ),
        words.say(
            "I never say that something is true, and I never write what is not in the store. When "
            "I have nothing, I say what is missing, and I come back when there is something, if "
            "you wish."
        ),
        words.say(
            "In a group, ask with /ask. In any chat, type @ and my name and a few words. Follow an "
            "incident or a speaker, and I tell you what is new and what was corrected."
        ),
    )
    codes = [
        filled(
            "{short}: {long}",
            short=strong(with_capital(caveats.short(code, language))),
            long=caveats.long(code, language),
        )
        for code in Caveat
    ]
    nothing = words.say(
        "None of this is a verdict: “disputed” does not mean false, and no caution does not mean "
        "true."
    )
    return Message(
        (
            *section(Part.ANSWER, (strong(promise),), *((Span(each),) for each in what)),
            *section(Part.CAREFUL, (strong(words.say("How to read the cautions:")),)),
            *section(Part.MORE, *codes, (Span(nothing),)),
        )
    )
