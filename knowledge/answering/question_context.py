"""A question on its way, and what is told of it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from knowledge.answering.snapshot import StoreSnapshot
from knowledge.domain import Language, Message, NoAnswer, Outcome, Question, Reply, caveats
from knowledge.questions.conversation import Subject
from knowledge.questions.parser import ParsedQuestion
from knowledge.questions.question_type import QuestionType, asks_whence, doubted, is_of_saying
from knowledge.questions.spelling_correction import fold


@dataclass(frozen=True, slots=True)
class QuestionContext:
    """A question on its way: what was understood, and in which language it is answered.

    Args:
        asked: the question in the message.
        language: of the answer.
        library: of the store.
        subject: what the conversation is about.
        message: all of it, as it was meant; empty where the question is all there is.
    """

    asked: ParsedQuestion
    language: Language
    library: StoreSnapshot
    subject: Subject = field(default_factory=Subject)
    message: str = ""

    @property
    def want(self) -> QuestionType:
        """What the first line has to give.

        Who said what is doubted does not tell who doubts it. The place of a statement does not
        tell where something came from or was said, nor the date of an incident when something
        was said of it.
        """
        question = fold(self.asked.text)
        if doubted(self.asked.text):
            return QuestionType.IS_IT_TRUE
        match self.asked.want:
            case QuestionType.WHERE if asks_whence(question) or is_of_saying(question):
                return QuestionType.WHAT
            case QuestionType.WHEN if is_of_saying(question):
                return QuestionType.WHEN_SAID
        return self.asked.want


@dataclass(frozen=True, slots=True)
class ComposedOutcome:
    """An outcome with its message.

    Args:
        ahead: ids that rank before all that was found.
        asks: what the message gives, so that it can be told again: a code of `Want`, `FollowUp`
            or `Of`.
    """

    outcome: Outcome
    message: Message
    ahead: tuple[str, ...] = ()
    asks: str = ""


def reply_of(
    question: Question,
    language: Language,
    told: ComposedOutcome,
    ranked: Sequence[tuple[str, float]],
) -> Reply:
    """The reply to a question, with the caveats of what it shows, before it is timed."""
    reply = Reply(question, language, told.outcome, told.message, tuple(ranked), (), 0.0, told.asks)
    # A refusal states nothing that needs a caveat; what is near is only offered.
    refused = isinstance(told.outcome, NoAnswer)
    codes = () if refused else caveats.union(each.caveats for each in reply.shown)
    return replace(reply, caveats=codes)


def timed(reply: Reply, began: float) -> Reply:
    """The reply with the milliseconds since `began`, as `time.perf_counter` gave it."""
    return replace(reply, elapsed=(time.perf_counter() - began) * 1000)
