"""Dialogue state: what a conversation is about, and a question that changes one slot of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.domain import Turn
from knowledge.questions.follow_ups import Leaning, leaning_of
from knowledge.questions.intents import intent_of
from knowledge.questions.spelling_correction import fold
from knowledge.questions.time_expressions import times_in


@dataclass(frozen=True, slots=True)
class Subject:
    """What a conversation is about.

    Args:
        statements: ids of those in the last answer; a refusal sets none.
        earlier: ids of those in the answers before it, the latest first.
        question: the question that the conversation goes on from, in full, answered or not.
    """

    statements: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    question: str = ""


def subject_of(turns: Sequence[Turn], meant: Callable[[str], str]) -> Subject:
    """What a conversation is about so far.

    Args:
        turns: the latest last.
        meant: gives a message as it was meant, whatever the keyboard.
    """
    question = ""
    told: list[tuple[str, ...]] = []
    for turn in turns:
        if turn.answered and turn.statements:
            told.append(turn.statements)
        text = meant(turn.text)
        if not text or intent_of(text):
            continue
        leaning = leaning_of(text)
        if leaning.asked is None:
            question = changed(question, text, leaning) or text
    earlier = dict.fromkeys(each for ids in reversed(told[:-1]) for each in ids)
    return Subject(told[-1] if told else (), tuple(earlier), question)


def changed(question: str, message: str, leaning: Leaning) -> str | None:
    """The question with another time, where a message names nothing else: "and on the 15th?".

    Args:
        question: that the conversation goes on from; empty where there is none.
        message: as it was meant.
        leaning: of the message.

    Returns:
        None for a message that is no change of time.
    """
    times = times_in(fold(message))
    if not question or not times.found or not (leaning.leads or leaning.short):
        return None
    if leaning_of(times.rest).content:
        return None
    before = times_in(fold(question))
    day = next((when for when in times.found if when.days and not when.months), None)
    month = next((when for when in before.found if when.months), None)
    told = times.found[0].text
    if day is not None and month is not None:
        # "And on the 15th" is of the month that was spoken of.
        name = "".join(letter for letter in month.text if not letter.isdigit()).strip(" ,.-")
        name = name.removeprefix("го ").removeprefix("th ")
        told = f"{min(day.days)} {name}"
    return f"{before.rest.strip(' ?.!')} {told}?"
