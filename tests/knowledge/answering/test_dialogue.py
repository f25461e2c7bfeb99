"""Turns of a conversation with the shipped store."""

from collections.abc import Iterator

import pytest

from bot.settings import Settings
from knowledge.desk import Desk
from knowledge.domain import Language, NoAnswer, Question, Turn
from tests.handlers.desks import desk_in


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    settings = Settings(_env_file=None, semantic="off")
    with desk_in(tmp_path_factory.mktemp("dialogue"), settings) as desk:
        yield desk


def test_a_conversation_goes_on_without_an_answer(desk):
    asked = "How much does a ticket to the moon cost?"
    refused = desk.ask(Question(asked, usual=Language.EN))
    assert isinstance(refused.outcome, NoAnswer)
    turns = (Turn(asked, (), answered=False, language=refused.language),)
    reply = desk.ask(Question("and the exact words?", turns=turns, usual=Language.EN))
    assert isinstance(reply.outcome, NoAnswer)


def test_another_day_of_a_number_is_answered_by_its_numbers(desk):
    asked = "How many drones were shot down on December 14?"
    told = desk.ask(Question(asked))
    ids = tuple(each.record.statement.id for each in told.shown)
    turns = (Turn(asked, ids, language=told.language),)
    reply = desk.ask(Question("and on the 15th?", turns=turns))
    assert {each.record.statement.id for each in reply.shown} == {
        "dec15-21-drones",
        "dec15-none-reached",
    }


def test_somebody_unknown_who_said_nothing_is_refused(desk):
    reply = desk.ask(Question("so Zelensky said nothing about it?"))
    assert isinstance(reply.outcome, NoAnswer)


@pytest.mark.parametrize(
    "text",
    ["which is larger, December 14 or 15?", "что больше, 14 или 15 декабря?",
     "що більше, 14 чи 15 грудня?"],
)  # fmt: skip
def test_two_days_are_set_beside_each_other(desk, text):
    reply = desk.ask(Question(text))
    assert [each.record.statement.id for each in reply.shown] == [
        "mod-130-drones",
        "dec15-21-drones",
    ]
