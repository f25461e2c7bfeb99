"""What is said to a question that leans on the answer before it."""

from dataclasses import replace

from knowledge.answering import listings
from knowledge.answering.compose import pages
from knowledge.answering.compose.beside import nobody_against, other_side
from knowledge.answering.compose.spans import section
from knowledge.answering.showing import Showcase
from knowledge.answering.understand.asking import Want
from knowledge.answering.understand.followups import FollowUp
from knowledge.model import Language, Message, Part, Shown
from knowledge.store import Store

BESIDE = 5
"""Statements of the same incident under "other accounts"."""

WANTED = {
    FollowUp.WHO: Want.WHO,
    FollowUp.WHEN: Want.WHEN,
    FollowUp.WHERE: Want.WHERE,
    FollowUp.HOW_MANY: Want.HOW_MANY,
}
"""What can be told in the first line of the same answer."""


def page(
    asked: FollowUp, shown: Shown, store: Store, showcase: Showcase, language: Language
) -> Message:
    """The page that a follow-up asks for: sources, other accounts, cautions, the speaker."""
    match asked:
        case FollowUp.SOURCE:
            return pages.source(shown, language)
        case FollowUp.SPEAKER if shown.record.speaker is not None:
            speaker = shown.record.speaker
            ids, more = listings.listed(listings.of_speaker(store, speaker.id))
            return pages.speaker_page(speaker, showcase.by_ids(ids, language), language, more=more)
        case FollowUp.CAUTION:
            return _how_sure(shown, showcase, language)
        case _:
            return other_accounts(shown, store, showcase, language)


def _how_sure(shown: Shown, showcase: Showcase, language: Language) -> Message:
    """What is against it, or that nothing is, and every caution; never a verdict."""
    page_of_cautions = pages.cautions(shown, language)
    against = showcase.against(shown.record, language)
    lines = [other_side(shown.record, each, language) for each in against]
    beside = section(Part.OTHER_SIDE, *(lines or [nobody_against(language)]))
    first, *rest = page_of_cautions.sections
    return replace(page_of_cautions, sections=(first, *beside, *rest))


def other_accounts(shown: Shown, store: Store, showcase: Showcase, language: Language) -> Message:
    """What bears on a statement, then what else its incident has."""
    related = showcase.related(shown.record, language)
    told = {each.record.statement.id for each in related} | {shown.record.statement.id}
    incident = shown.record.statement.incident
    ids = store.select(incidents=[incident]) if incident else []
    rest = [each for each in ids if each not in told][:BESIDE]
    beside = showcase.by_ids(rest, language)
    against = bool(showcase.against(shown.record, language))
    return pages.others(shown, related, beside, language, against=against)
