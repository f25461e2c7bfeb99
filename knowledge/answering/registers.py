"""Lists of what the store holds, told: statements, incidents, speakers, articles."""

from collections.abc import Iterable, Sequence

from knowledge.answering import listings
from knowledge.answering.compose import answer, pages
from knowledge.answering.compose.articles import article_list
from knowledge.answering.compose.headings import heading
from knowledge.answering.library import Library
from knowledge.answering.showing import Showcase
from knowledge.answering.understand.facets import Facet, Of
from knowledge.model import Language, Listing, Message
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
        store, of = self._store, heading(facet, library, language)
        match facet.of:
            case Of.SPEAKERS:
                speakers, more = listings.listed(listings.by_speaker(store, library.speakers))
                ids = (listings.of_speaker(store, each.id) for each, _ in speakers)
                outcome = self._leading(of, ids, language, more=more)
                return outcome, pages.speaker_list(speakers, language, more=more)
            case Of.ARTICLES:
                articles, more = listings.listed(listings.by_article(store))
                ids = (listings.of_article(store, each.id) for each, _ in articles)
                outcome = self._leading(of, ids, language, more=more)
                return outcome, article_list(articles, language, more=more)
            case Of.STATEMENTS:
                found, more = listings.listed(listings.statements(store, facet, library.incidents))
                outcome = Listing(of, self._showcase.by_ids(found, language), more=more)
            case Of.INCIDENTS | Of.TIMELINE:
                records, more = listings.listed(
                    listings.incidents_listed(store, library.incidents, facet)
                )
                items = self._showcase.shown(records, language)
                outcome = Listing(of, items, library.incidents, more=more)
        return outcome, answer.listing(outcome, language)

    def _leading(
        self, of: str, several: Iterable[Sequence[str]], language: Language, *, more: bool
    ) -> Listing:
        records = listings.leading_of_each(self._store, several)
        return Listing(of, self._showcase.shown(records, language), more=more)
