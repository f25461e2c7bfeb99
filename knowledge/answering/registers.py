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
                spoken = listings.by_speaker(store, library.speakers)
                outcome = self._leading(of, [ids for _, ids in spoken], language)
                return outcome, pages.speaker_list(listings.counted(spoken), language)
            case Of.ARTICLES:
                written = listings.by_article(store)
                outcome = self._leading(of, [ids for _, ids in written], language)
                return outcome, article_list(listings.counted(written), language)
            case Of.STATEMENTS:
                ids = listings.statements(store, facet, library.incidents)
                outcome = Listing(of, self._showcase.by_ids(ids, language))
            case Of.INCIDENTS | Of.TIMELINE:
                records = listings.incidents_listed(store, library.incidents, facet)
                outcome = Listing(of, self._showcase.shown(records, language), library.incidents)
        return outcome, answer.listing(outcome, language)

    def _leading(self, of: str, several: Iterable[Sequence[str]], language: Language) -> Listing:
        records = listings.leading_of_each(self._store, several)
        return Listing(of, self._showcase.shown(records, language))
