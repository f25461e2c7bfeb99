"""The question is found inside whatever a reader sends."""

import pytest

from knowledge.questions.segmentation import question_in


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Who said it was safe?", "Who said it was safe?"),
        ("how many boats left and who says so?", "how many boats left"),
        ("сколько лодок вышло и кто это сказал", "сколько лодок вышло"),
        ("and who says that?", "who says that?"),
        ("  who said it was safe  ", "who said it was safe"),
        ("boats harbour fog", "boats harbour fog"),
        ("Hi! How many boats left? Thanks!", "How many boats left?"),
        ("So I was wondering who counted the boats", "who counted the boats"),
        ("Can you please tell me when the fog came?", "when the fog came?"),
        ("tell me about the 2021 attacks", "tell me about the 2021 attacks"),
        (
            "My uncle keeps a boat there. It's red. Anyway, how many boats left on March 1?",
            "how many boats left on March 1?",
        ),
        ("> they all sank\n> no way\nDid they all sink?", "Did they all sink?"),
        ("> who said that?", "who said that?"),
        ("Was it foggy in St. Ives on Dec. 15?", "Was it foggy in St. Ives on Dec. 15?"),
        ("See https://example.org/a?b=1 How many boats left?", "See How many boats left?"),
        (
            "The mayor says all of them came back. Is that true?",
            "The mayor says all of them came back. Is that true?",
        ),
        ("Is that true? That all came back", "That all came back Is that true?"),
        ("Привет! Подскажите, пожалуйста, сколько лодок вышло?", "сколько лодок вышло?"),
        (
            "Я читал новости весь день. Сколько лодок вышло 1 марта? Спасибо",
            "Сколько лодок вышло 1 марта?",
        ),
        ("Не знаете, кто их считал?", "кто их считал?"),
        ("Вітаю! Скажіть, будь ласка, скільки човнів вийшло?", "скільки човнів вийшло?"),
        ("Цікаво, хто їх рахував?", "хто їх рахував?"),
        ("What did Mr. Lee say?", "What did Lee say?"),
        ("Was mrs lee there?", "Was lee there?"),
        ("Что сказал господин Ли?", "Что сказал Ли?"),
        ("Що казав пан Лі?", "Що казав Лі?"),
        ("", ""),
        ("?!", ""),
        ("👍", ""),
    ],
)
def test_the_asking_part_is_found(message, question):
    assert " ".join(question_in(message).question.split()) == question


def test_the_rest_of_a_message_is_context():
    asked = question_in("My uncle was there in the fog. How many boats left? He had no radio.")
    assert asked.question == "How many boats left?"
    assert "fog" in asked.context
    assert "radio" in asked.context


def test_a_message_that_asks_nothing_is_taken_whole():
    message = "Boats left the harbour in fog. The master counted 130 of them."
    assert question_in(message).question == message


def test_a_question_at_the_end_of_a_very_long_message_is_found():
    message = "I will tell you about my holidays first. " * 400 + "How many boats left?"
    assert question_in(message).question == "How many boats left?"


def test_invisible_characters_do_not_hide_a_quotation():
    assert question_in("\u200b> quoted words\nWho said so?").question == "Who said so?"
