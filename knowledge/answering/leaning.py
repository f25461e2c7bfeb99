"""What is said to a question that leans on the answer before it."""

from knowledge.answering import listings
from knowledge.answering.compose import pages
from knowledge.answering.showing import Showcase
from knowledge.answering.understand.asking import Want
from knowledge.answering.understand.followups import FollowUp
from knowledge.model import Language, Message, Shown
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
            ids = store.select(speakers=[shown.record.speaker.id], limit=listings.LONGEST)
            items = showcase.by_ids(ids, language)
            return pages.speaker_page(shown.record.speaker, items, language)
        case FollowUp.CAUTION:
            return pages.cautions(shown, language)
        case _:
            return other_accounts(shown, store, showcase, language)


def other_accounts(shown: Shown, store: Store, showcase: Showcase, language: Language) -> Message:
    """What bears on a statement, then what else its incident has."""
    related = showcase.related(shown.record, language)
    told = {each.record.statement.id for each in related} | {shown.record.statement.id}
    incident = shown.record.statement.incident
    ids = store.select(incidents=[incident]) if incident else []
    rest = [each for each in ids if each not in told][:BESIDE]
    return pages.others(shown, related, showcase.by_ids(rest, language), language)
