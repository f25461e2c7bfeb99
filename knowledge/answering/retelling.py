"""A message told again without its question: from the statements that it carries and its shape."""

from dataclasses import replace

from knowledge.answering.case import Told, reply_of
from knowledge.answering.compose import answer as compose
from knowledge.answering.compose.refusing import Lack, sentence
from knowledge.answering.leaning import page
from knowledge.answering.library import Library
from knowledge.answering.registers import Registers
from knowledge.answering.showing import Showcase
from knowledge.answering.understand.asking import Want
from knowledge.answering.understand.facets import Facet, Of
from knowledge.answering.understand.followups import FollowUp
from knowledge.model import (
    Answer,
    Choices,
    Delivery,
    Language,
    Listing,
    NoAnswer,
    Question,
    Reply,
    Shown,
)
from knowledge.store import Store

WHOLE = frozenset({Of.SPEAKERS.value, Of.ARTICLES.value})
"""Lists of everything that there is of a sort."""


class Retelling:
    """Tells again what a message told, as it would be told now.

    Args:
        store: read from.
        showcase: makes statements ready.
        registers: of the same.
    """

    def __init__(self, store: Store, showcase: Showcase, registers: Registers) -> None:
        self._store = store
        self._showcase = showcase
        self._registers = registers

    def again(self, delivery: Delivery, library: Library, language: Language) -> Reply | None:
        """The same outcome with the statements as they are now; None where none of them is left."""
        shape = delivery.shape
        ids = [identity for identity, _ in delivery.statements]
        shown = self._showcase.by_ids(ids, language)
        if shape.outcome == Listing.name and shape.asks in WHOLE:
            told = Told(*self._registers.told(Facet(of=Of(shape.asks)), library, language))
        elif not shown:
            return None
        elif shape.outcome == Listing.name:
            incidents = library.incidents if shape.asks in {Of.INCIDENTS, Of.TIMELINE} else ()
            listing = Listing(shape.heading, shown, incidents)
            told = Told(listing, compose.listing(listing, language))
        elif shape.outcome == Choices.name:
            choices = Choices(shown)
            told = Told(choices, compose.choices(choices, language))
        elif shape.outcome == NoAnswer.name:
            refusal = NoAnswer(nearest=shown)
            places = library.place_names(language)
            said = sentence(Lack(), places, language)
            told = Told(refusal, compose.refusal(refusal, said, language, ()))
        else:
            told = self._answer(shown[0], shape.asks, language)
        ranked = [(each.record.statement.id, 1.0) for each in shown]
        told = replace(told, asks=shape.asks)
        return reply_of(Question("", language), language, told, ranked)

    def _answer(self, shown: Shown, asks: str, language: Language) -> Told:
        outcome = Answer(shown, self._showcase.against(shown.record, language))
        if asks in set(FollowUp) - set(Want):
            message = page(FollowUp(asks), shown, self._store, self._showcase, language)
            return Told(outcome, message)
        want = Want(asks) if asks in set(Want) else Want.WHAT
        return Told(outcome, compose.answer(outcome, want, language))
