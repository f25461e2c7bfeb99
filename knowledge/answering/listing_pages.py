"""Lists and follow-ups told: statements, incidents, speakers, articles, other accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.answering import listings
from knowledge.answering.compose import outcome_messages, record_pages
from knowledge.answering.compose.context_lines import (
    article_list,
    heading,
    nobody_against,
    other_side,
)
from knowledge.answering.compose.styled_text import section
from knowledge.answering.presentation import Presenter
from knowledge.answering.snapshot import StoreSnapshot
from knowledge.domain import Language, Listing, Message, Part, ShownStatement
from knowledge.questions.filters import ListingFilter, ListingSubject
from knowledge.storage import Store
from knowledge.storage.statement_queries import StatementFilter


class ListingPages:
    """Tells lists by facet.

    Args:
        store: read from.
        showcase: makes statements ready.
    """

    def __init__(self, store: Store, showcase: Presenter) -> None:
        self._store = store
        self._showcase = showcase

    def told(
        self, facet: ListingFilter, library: StoreSnapshot, language: Language
    ) -> tuple[Listing, Message]:
        """What a facet takes in, each by the statement that stands for it, and how it is told."""
        store, of = self._store, heading(facet, library, language)
        match facet.of:
            case ListingSubject.SPEAKERS:
                speakers, more = listings.listed(listings.by_speaker(store, library.speakers))
                ids = (listings.of_speaker(store, each.id) for each, _ in speakers)
                outcome = self._leading(of, ids, language, more=more)
                return outcome, record_pages.speaker_list(speakers, language, more=more)
            case ListingSubject.ARTICLES:
                articles, more = listings.listed(listings.by_article(store))
                ids = (listings.of_article(store, each.id) for each, _ in articles)
                outcome = self._leading(of, ids, language, more=more)
                return outcome, article_list(articles, language, more=more)
            case ListingSubject.STATEMENTS:
                found, more = listings.listed(listings.statements(store, facet, library.incidents))
                outcome = Listing(of, self._showcase.by_ids(found, language), more=more)
            case ListingSubject.INCIDENTS | ListingSubject.TIMELINE:
                records, more = listings.listed(
                    listings.incidents_listed(store, library.incidents, facet)
                )
                items = self._showcase.shown(records, language)
                outcome = Listing(of, items, library.incidents, more=more)
        return outcome, outcome_messages.listing(outcome, language)

    def overview(
        self, facet: ListingFilter, library: StoreSnapshot, language: Language
    ) -> tuple[Listing, Message]:
        """The incidents that a facet takes in, with what a reader has to know of each.

        A store in which nobody set up an incident is told by its articles, the latest first.
        """
        records = listings.overview(self._store, library.incidents, facet)
        if not records:
            articles = listings.by_article(self._store)[: listings.OVERVIEW]
            ids = (listings.of_article(self._store, each.id) for each, _ in articles)
            records = listings.leading_of_each(self._store, ids)
        of = heading(facet, library, language)
        items = self._showcase.shown(records, language)
        outcome = Listing(of, items, library.incidents)
        return outcome, outcome_messages.listing(outcome, language)

    def _leading(
        self, of: str, several: Iterable[Sequence[str]], language: Language, *, more: bool
    ) -> Listing:
        records = listings.leading_of_each(self._store, several)
        return Listing(of, self._showcase.shown(records, language), more=more)


BESIDE = 5
"""Statements of the same incident under "other accounts"."""


def how_sure(shown: ShownStatement, showcase: Presenter, language: Language) -> Message:
    """What is against it, or that nothing is, and every caution; never a verdict."""
    page_of_cautions = record_pages.cautions(shown, language)
    against = showcase.against(shown.record, language)
    lines = [other_side(shown.record, each, language) for each in against]
    if not lines and showcase.undisputed(shown.record):
        lines = [nobody_against(language)]
    beside = section(Part.OTHER_SIDE, *lines)
    first, *rest = page_of_cautions.sections
    return replace(page_of_cautions, sections=(first, *beside, *rest))


def other_accounts(
    shown: ShownStatement, store: Store, showcase: Presenter, language: Language
) -> Message:
    """What bears on a statement, then what else its incident has."""
    related = showcase.related(shown.record, language)
    told = {each.record.statement.id for each in related} | {shown.record.statement.id}
    incident = shown.record.statement.incident
    ids = store.statements.select(StatementFilter(incidents=[incident])) if incident else []
    rest = [each for each in ids if each not in told][:BESIDE]
    beside = showcase.by_ids(rest, language)
    against = bool(showcase.against(shown.record, language))
    said = against or not showcase.undisputed(shown.record)
    return record_pages.others(shown, related, beside, language, against=said)
