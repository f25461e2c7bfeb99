"""A message told again without its question: from the statements that it carries and its shape."""

import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

from knowledge.answering.compose import outcome_messages as compose
from knowledge.answering.dialogue import SEVERAL_ASKED, Dialogue, several
from knowledge.answering.listing_pages import ListingPages
from knowledge.answering.listings import LONGEST
from knowledge.answering.presentation import Presenter
from knowledge.answering.question_context import ComposedOutcome, reply_of
from knowledge.answering.refusal import Missing, sentence
from knowledge.answering.snapshot import StoreSnapshot
from knowledge.domain import (
    Answer,
    Carried,
    Choices,
    Delivery,
    Language,
    Listing,
    NoAnswer,
    Question,
    Record,
    Reply,
    ShownStatement,
    as_plain,
)
from knowledge.questions.conversation import FollowUp
from knowledge.questions.filters import ListingFilter, ListingSubject
from knowledge.questions.question_type import QuestionType

WHOLE = frozenset({ListingSubject.SPEAKERS.value, ListingSubject.ARTICLES.value})
"""Lists of everything that there is of a sort."""

UNTOLD = frozenset(
    {"phrasings", "reviewed", "review_due", "machine_extracted", "version", "merged_into"}
)
"""Fields of a statement that no message tells: how it is found, filed and reviewed."""


def carried_by(reply: Reply) -> tuple[Carried, ...]:
    """Each statement that a reply tells, its other side included, and what is told of it."""
    others = reply.outcome.others if isinstance(reply.outcome, Answer) else ()
    return (
        *(_carried(each.record, beside=False) for each in reply.shown),
        *(_carried(each.record, beside=True) for each in others),
    )


def _carried(record: Record, *, beside: bool) -> Carried:
    statement = record.statement
    return Carried(statement.id, statement.version, digest(record, beside=beside), beside)


def digest(record: Record, *, beside: bool) -> str:
    """A digest of all that a message may tell of a statement: it differs when that does.

    Args:
        record: with only such relations as stand.
        beside: whether the statement is told as the other side: in one line, with its speaker.
    """
    told = {key: value for key, value in as_plain(record.statement).items() if key not in UNTOLD}
    speaker = record.speaker and {
        "name": record.speaker.name.by_language,
        "role": record.speaker.role.by_language,
        "party": record.speaker.party,
    }
    parts: list[object] = [told, speaker]
    if not beside:
        incident = record.incident and as_plain(record.incident)
        if incident:
            incident.pop("aliases", None)
        relations = sorted(
            (one.source, one.kind.value, one.target) for one in (*record.incoming, *record.outgoing)
        )
        names = [place.name.by_language for place in record.places]
        parts += [incident, [as_plain(article) for article in record.articles], names, relations]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=dict)
    return blake2b(text.encode(), digest_size=9).hexdigest()


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
        shown = self._showcase.by_ids(delivery.shown, language)
        if shape.outcome == Listing.name and shape.asks in WHOLE:
            told = ComposedOutcome(
                *self._registers.told(
                    ListingFilter(of=ListingSubject(shape.asks)), library, language
                )
            )
        elif not shown and not (shape.outcome == NoAnswer.name and delivery.carried):
            return None
        elif shape.asks.startswith(SEVERAL_ASKED):
            told = self._several(shown, shape.asks, language)
        elif shape.outcome == Listing.name:
            incidents = (
                library.incidents
                if shape.asks in {ListingSubject.INCIDENTS, ListingSubject.TIMELINE}
                else ()
            )
            listing = Listing(shape.heading, shown, incidents, more=len(shown) == LONGEST)
            told = ComposedOutcome(listing, compose.listing(listing, language))
        elif shape.outcome == Choices.name:
            choices = Choices(shown)
            told = ComposedOutcome(choices, compose.choices(choices, language))
        elif shape.outcome == NoAnswer.name and shape.asks == FollowUp.AGAINST:
            told = self._dialogue.opposed(shown, language)
        elif shape.outcome == NoAnswer.name and shape.asks == FollowUp.YEAR:
            told = self._dialogue.without_year(shown, language)
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
        outcome = Answer(shown, self._showcase.beside(shown.record, language))
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
                (Answer(each, self._showcase.beside(each.record, language)), QuestionType(want))
                for each, want in zip(shown, wants, strict=False)
            ],
            language,
        )
