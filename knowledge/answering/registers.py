"""Lists of what the store holds, told: statements, incidents, speakers, articles."""

from knowledge.answering import listings
from knowledge.answering.compose import answer, pages
from knowledge.answering.compose.articles import article_list
from knowledge.answering.compose.headings import heading
from knowledge.answering.library import Library
from knowledge.answering.showing import Showcase
from knowledge.answering.understand.facets import Facet, Of
from knowledge.model import Incident, Language, Listing, Message
from knowledge.store import Store


class Registers:
    """Tells lists by facet.

    Args:
        store: read from.
        showcase: makes statements ready.
    """

    def __init__(self, store: Store, showcase: Showcase) -> None:
        self._store = store
        self._showcase = showcase

    def told(self, facet: Facet, library: Library, language: Language) -> tuple[Listing, Message]:
        """What a facet takes in, each by the statement that stands for it, and how it is told."""
        store = self._store
        incidents: tuple[Incident, ...] = ()
        match facet.of:
            case Of.STATEMENTS:
                ids = listings.statements(store, facet, library.incidents)
                records = self._showcase.records(ids)
            case Of.SPEAKERS:
                records = listings.one_of_each(store, library.speakers)
            case Of.ARTICLES:
                records = listings.one_of_each_article(store)
            case Of.INCIDENTS | Of.TIMELINE:
                incidents = library.incidents
                records = listings.incidents_listed(store, incidents, facet)
        items = self._showcase.shown(records, language)
        outcome = Listing(heading(facet, library, language), items, incidents)
        match facet.of:
            case Of.SPEAKERS:
                counted = listings.speakers_counted(store, library.speakers)
                return outcome, pages.speaker_list(counted, language)
            case Of.ARTICLES:
                return outcome, article_list(listings.articles_counted(store), language)
            case _:
                return outcome, answer.listing(outcome, language)
