"""What a message told is told again from what is kept of it: no question is needed for that."""

from collections.abc import Iterator

import pytest

from bot.settings import Settings
from knowledge.answering.compose.outcome_messages import nothing_found
from knowledge.desk import Desk
from knowledge.domain import Answer, Choices, Language, Listing, NoAnswer, Question, Reply, Turn
from tests.handlers.desks import desk_in

CHAT = 77


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    settings = Settings(_env_file=None, semantic="off")
    with desk_in(tmp_path_factory.mktemp("retelling"), settings) as desk:
        yield desk


def told_twice(desk: Desk, question: Question) -> tuple[Reply, Reply | None]:
    """The reply to a question, and what is told again of the message alone."""
    reply = desk.ask(question)
    desk.delivered(CHAT, (1,), reply)
    delivery = desk.store.deliveries.get(CHAT, 1)
    assert delivery is not None
    return reply, desk.again(delivery, reply.language)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How many drones were shot down on the night of December 14?", Answer),
        ("Who reported the 130 drones?", Answer),
        ("When were the 130 drones shot down?", Answer),
        ("Сколько беспилотников сбито в ночь на 14 декабря?", Answer),
        ("timeline", Listing),
        ("all predictions", Listing),
        ("What incidents are there?", Listing),
        ("which speakers are there?", Listing),
        ("which articles do you have?", Listing),
        ("Усі прогнози", Listing),
    ],
)
def test_the_same_is_told_again_without_the_question(desk: Desk, text: str, kind: type):
    reply, again = told_twice(desk, Question(text))
    assert isinstance(reply.outcome, kind), reply.message.plain()
    assert again is not None
    assert again.message.plain() == reply.message.plain()
    assert again.shape == reply.shape
    assert again.question.text == ""


@pytest.mark.parametrize("text", ["and who said that?", "any other source?", "who disputes it?"])
def test_what_leant_on_an_answer_is_told_again(desk: Desk, text: str):
    reply, again = told_twice(desk, Question(text, Language.EN, (Turn("", ("mod-130-drones",)),)))
    assert again is not None
    assert again.message.plain() == reply.message.plain()


def test_choices_are_offered_again(desk: Desk):
    for text in (
        "What did the military credit for beating off the mid-December raid?",
        "Who makes the upgraded Ukrainian drones?",
        "drones over Moscow",
        "the attack",
        "strikes",
    ):
        reply, again = told_twice(desk, Question(text))
        if isinstance(reply.outcome, Choices):
            assert again is not None
            assert [each.record.statement.id for each in again.shown] == [
                each.record.statement.id for each in reply.shown
            ]
            return
    raise AssertionError("no question offers choices")


def test_a_refusal_offers_again_what_was_near(desk: Desk):
    for text in (
        "Who paid for the drones?",
        "What colour were the drones that attacked Moscow?",
        "How many civilians died in the drone attack on Moscow?",
        "Who ordered the attack?",
    ):
        reply, again = told_twice(desk, Question(text))
        if isinstance(reply.outcome, NoAnswer) and reply.shown:
            assert again is not None
            assert nothing_found(Language.EN) in again.message.plain()
            assert again.shown == reply.shown
            return
    raise AssertionError("no question is refused with something near")


def test_nothing_is_told_of_what_carried_nothing(desk: Desk):
    reply, again = told_twice(desk, Question("hello"))
    assert reply.shown == ()
    assert again is None


def test_no_word_of_the_question_is_kept_with_the_message(desk: Desk):
    word = "Xylophonius"
    desk.delivered(
        CHAT, (2,), desk.ask(Question(f"Did {word} shoot down the 130 drones? timeline"))
    )
    assert word not in repr(desk.store.deliveries.get(CHAT, 2))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("How many drones were shot down on December 14?", "and on the 15th?"),
        ("Сколько беспилотников сбили 14 декабря?", "а 15-го?"),
    ],
)
def test_numbers_of_another_thing_are_told_again_as_such(desk: Desk, asked: str, text: str):
    turns = (Turn(asked, ("mod-130-drones",)),)
    reply, again = told_twice(desk, Question(text, turns=turns))
    assert again is not None
    assert again.message.plain() == reply.message.plain()
    assert again.shape == reply.shape
