"""What a list is of, in a line."""

from collections.abc import Iterable

from knowledge.answering.conflicts import printed
from knowledge.answering.library import Library
from knowledge.answering.understand.facets import Facet, Of
from knowledge.model import Access, Attribution, Kind, Language, Line, Span
from knowledge.wording import Words, words_in


def heading(facet: Facet, library: Library, language: Language) -> str:
    """Name the facet: "Statements: State Duma, predictions, December"."""
    words = words_in(language)
    parts = [
        *_names(facet, library, language),
        *_terms(facet, words),
        *(printed(when, language) for when in facet.whens),
    ]
    of = {
        Of.STATEMENTS: words.say("Statements"),
        Of.INCIDENTS: words.say("Incidents"),
        Of.TIMELINE: words.say("Timeline"),
        Of.SPEAKERS: words.say("Speakers"),
        Of.ARTICLES: words.say("Articles"),
    }[facet.of]
    return words.say("{of}: {parts}", of=of, parts=", ".join(parts)) if parts else of


def first_only(number: int, language: Language) -> Line:
    """Say of a list that there are more than the first ones that it shows."""
    words = words_in(language)
    return (Span(words.say("Shown are the first {number}; the store has more.", number=number)),)


def _names(facet: Facet, library: Library, language: Language) -> Iterable[str]:
    speakers = {each.id: each.name for each in library.speakers}
    incidents = {each.id: each.name for each in library.incidents}
    places = {each.id: each.name for each in library.places.values()}
    for names, ids in (
        (speakers, facet.speakers),
        (incidents, facet.incidents),
        (places, facet.places),
    ):
        yield from (names[each].in_language(language) for each in ids if each in names)


def _terms(facet: Facet, words: Words) -> Iterable[str]:
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
