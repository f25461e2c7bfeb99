"""The conversation in the terminal behaves as the one in Telegram."""

import pytest

from bot.cli.chat import Conversation
from bot.cli.terminal import numbered
from knowledge.domain import Language

SHOT_DOWN = "How many drones were shot down on the night of December 14?"


@pytest.fixture
def conversation(desk) -> Conversation:
    return Conversation(desk)


def press(conversation: Conversation, message, name: str):
    number = next(place for place, action in enumerate(numbered(message), 1) if action.name == name)
    return conversation.hear(str(number))


def test_an_example_is_asked_by_its_number(conversation):
    welcome = conversation.hear("/start")
    assert "Ask me" in welcome.plain()
    answer = conversation.hear("1")
    assert numbered(answer) != numbered(welcome)


def test_the_buttons_of_an_answer_lead_on(conversation):
    answer = conversation.hear(SHOT_DOWN)
    assert "20%" in press(conversation, answer, "others").plain()


def test_a_word_on_the_answer_is_thanked_for(conversation):
    answer = conversation.hear(SHOT_DOWN)
    assert "Thank you" in press(conversation, answer, "unhelpful").plain()


@pytest.mark.usefixtures("hesitant")
def test_none_of_these_is_heard(conversation):
    offer = conversation.hear("Was a drone intercepted over Moscow?")
    assert "other words" in press(conversation, offer, "none").plain()
    assert "130" in conversation.hear(SHOT_DOWN).plain()


def test_the_language_follows_the_question_until_one_is_chosen(conversation):
    conversation.hear("Кто назвал это жестом отчаяния?")
    assert conversation.language is Language.RU
    offer = conversation.hear("/language")
    assert "English" in conversation.hear("1").plain()
    assert [action.name for action in numbered(offer)] == ["language"] * 3
    assert "according to" not in conversation.hear("/language Русский").plain()
    assert conversation.language is Language.RU
    assert "(uk)" in conversation.hear("/language klingon").plain()


def test_a_number_beyond_the_choices_is_a_question(conversation):
    conversation.hear(SHOT_DOWN)
    assert conversation.hear("99").plain()


def test_unknown_commands_and_names_are_told_so(conversation):
    assert "/help" in conversation.hear("/frobnicate").plain()
    assert conversation.hear("/incident nothing-of-that-name").plain()


def test_what_belongs_to_chats_is_as_far_as_a_terminal_has_it(conversation):
    assert "The last 30 days" in conversation.hear("/stats 30").plain()
    assert "The last 7 days" in conversation.hear("/stats weekly").plain()
    assert "press Follow" in conversation.hear("/following").plain()
    assert "Nothing is kept" in conversation.hear("/forgetme").plain()
    page = conversation.hear("/settings")
    assert "chats in Telegram" in page.plain()
    assert "українською" in conversation.hear("/settings language uk").plain()
    assert "Telegram" in conversation.hear("/settings hour 9").plain()


def test_a_part_of_a_name_is_enough_in_the_terminal_too(conversation):
    assert "December 15" in conversation.hear("/incident Moscow atack").plain()
    assert "Mayor of Moscow" in conversation.hear("/speaker sobianin").plain()
    which = conversation.hear("/incident moscow")
    assert "Several incidents" in which.plain()
    assert "Moscow" in conversation.hear("1").plain()
