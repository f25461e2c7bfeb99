"""A message told again without its question: from the statements that it carries and its shape."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answering.compose import outcome_messages as compose
from knowledge.answering.dialogue import SEVERAL_ASKED, Dialogue, several
from knowledge.answering.listing_pages import ListingPages
from knowledge.answering.presentation import Presenter
from knowledge.answering.question_context import ComposedOutcome, reply_of
from knowledge.answering.refusal import Missing, sentence
from knowledge.answering.snapshot import StoreSnapshot
from knowledge.domain import (
    Answer,
    Choices,
    Delivery,
    Language,
    Listing,
    NoAnswer,
    Question,
    Reply,
    ShownStatement,
)
from knowledge.questions.filters import ListingFilter, ListingSubject
from knowledge.questions.follow_ups import FollowUp
from knowledge.questions.question_type import QuestionType

WHOLE = frozenset({ListingSubject.SPEAKERS.value, ListingSubject.ARTICLES.value})
"""Lists of everything that there is of a sort."""


class Retelling:
    """Tells again what a message told, as it would be told now.

    Args:
        showcase: makes statements ready.
        registers: of the same.
        dialogue: tells what follows an answer.
    """

    def __init__(self, showcase: Presenter, registers: ListingPages, dialogue: Dialogue) -> None:
        self._showcase = showcase
        self._registers = registers
        self._dialogue = dialogue

    def again(self, delivery: Delivery, library: StoreSnapshot, language: Language) -> Reply | None:
        """The same outcome with the statements as they are now; None where none of them is left."""
        shape = delivery.shape
        ids = [identity for identity, _ in delivery.statements]
        shown = self._showcase.by_ids(ids, language)
        if shape.outcome == Listing.name and shape.asks in WHOLE:
            told = ComposedOutcome(
                *self._registers.told(
                    ListingFilter(of=ListingSubject(shape.asks)), library, language
                )
            )
        elif not shown:
            return None
        elif shape.asks.startswith(SEVERAL_ASKED):
            told = self._several(shown, shape.asks, language)
        elif shape.outcome == Listing.name:
            incidents = (
                library.incidents
                if shape.asks in {ListingSubject.INCIDENTS, ListingSubject.TIMELINE}
                else ()
            )
            listing = Listing(shape.heading, shown, incidents)
            told = ComposedOutcome(listing, compose.listing(listing, language))
        elif shape.outcome == Choices.name:
            choices = Choices(shown)
            told = ComposedOutcome(choices, compose.choices(choices, language))
        elif shape.outcome == NoAnswer.name and shape.asks == FollowUp.AGAINST:
            told = self._dialogue.opposed(shown, language)
        elif shape.outcome == NoAnswer.name:
            refusal = NoAnswer(nearest=shown)
            places = library.place_names(language)
            said = sentence(Missing(), places, language)
            told = ComposedOutcome(refusal, compose.refusal(refusal, said, language, ()))
        else:
            told = self._answer(shown[0], shape.asks, language)
        ranked = [(each.record.statement.id, 1.0) for each in shown]
        told = replace(told, asks=shape.asks)
        return reply_of(Question("", language), language, told, ranked)

    def _answer(self, shown: ShownStatement, asks: str, language: Language) -> ComposedOutcome:
        outcome = Answer(shown, self._showcase.against(shown.record, language))
        if asks in set(FollowUp) - set(QuestionType):
            return self._dialogue.page_on(FollowUp(asks), shown, language)
        want = QuestionType(asks) if asks in set(QuestionType) else QuestionType.WHAT
        return ComposedOutcome(outcome, compose.answer(outcome, want, language))

    def _several(
        self, shown: Sequence[ShownStatement], asks: str, language: Language
    ) -> ComposedOutcome:
        wants = asks.split(SEVERAL_ASKED)[1:]
        return several(
            [
                (Answer(each, self._showcase.against(each.record, language)), QuestionType(want))
                for each, want in zip(shown, wants, strict=False)
            ],
            language,
        )
