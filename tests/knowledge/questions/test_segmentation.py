"""The question is found inside whatever a reader sends."""

import time

import pytest

from knowledge.questions.entities import EntityIndex, EntityKind, address, links_in, without_links
from knowledge.questions.parser import QuestionParser, compared_in
from knowledge.questions.segmentation import (
    LONGEST_PIECE,
    MOST_PIECES,
    question_in,
    questions_in,
    readings_of,
)


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
        (
            "What I'm trying to find out is when boats leave again, because I have a ticket.",
            "when boats leave again.",
        ),
        ("Когда выйдут лодки, потому что у меня билет?", "Когда выйдут лодки?"),
        ("Коли вийдуть човни, бо мені треба їхати?", "Коли вийдуть човни?"),
        ("Did they leave because of the fog?", "Did they leave because of the fog?"),
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


READER = QuestionParser(
    EntityIndex(
        [
            (EntityKind.SPEAKER, "lee", ["Ann Lee"]),
            (EntityKind.SPEAKER, "council", ["the town council"]),
        ]
    )
)


def test_a_question_alone_has_no_other_reading():
    assert readings_of("How many boats sank?").pieces == ()


def test_a_post_is_read_as_a_whole_and_known_for_one():
    post = "FWD: BOATS SANK!!! The council keeps silent. Pass it on."
    found = readings_of(post)
    assert (found.pieces, found.posted) == ((post,), True)
    asked = readings_of("Hello there. I live at the harbour. How many boats sank?")
    assert not asked.posted


def test_a_long_message_is_read_in_pieces_and_none_of_it_is_lost():
    message = " ".join(f"Sentence number {n} tells of the storm and the boats." for n in range(80))
    pieces = readings_of(message).pieces
    assert 1 < len(pieces) <= 2 * MOST_PIECES
    assert " ".join(pieces) == message
    assert readings_of("x" * 4096).pieces == ()
    assert len(readings_of("ab " * 1365).pieces) == -(-4096 // LONGEST_PIECE)


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        (
            "Who said the boats left, and how many boats came back?",
            ("Who said the boats left?", "how many boats came back?"),
        ),
        (
            "1. who denies the loss?\n2) how many boats sank in the storm?",
            ("who denies the loss?", "how many boats sank in the storm?"),
        ),
        (
            "Кто сообщил о шторме? И кто обещал новые бури?",
            ("Кто сообщил о шторме?", "И кто обещал новые бури?"),
        ),
        ("Who said that and when?", ()),
        ("How many boats sank?", ()),
        ("The boats left.", ()),
    ],
)
def test_several_questions_are_told_apart(message, questions):
    assert questions_in(message) == questions


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "which is bigger, the May 14 or 15 figure?",
            ("which is the figure may 14", "which is the figure may 15"),
        ),
        ("130 or 21?", ("130", "21")),
        ("compare Ann Lee and the town council", ("and ann lee", "and the town council")),
        ("how many boats sank on May 14?", ()),
        ("did it sink or not?", ()),
    ],
)
def test_what_is_compared_is_asked_apart(question, parts):
    assert compared_in(READER.read(question)) == parts


def test_links_to_one_page_are_one_address():
    text = "see https://www.example.org/storm/?utm_source=x, or HTTP://example.org/storm"
    assert {address(each) for each in links_in(text)} == {"example.org/storm"}
    assert without_links("what is https://example.org/a ?") == "what is   ?"
    assert address("https://[broken") == "https://[broken"


def test_empty_lines_and_quotation_marks_cost_no_more_than_their_length():
    began = time.perf_counter()
    assert readings_of("\n" * 4096).pieces == ()
    assert readings_of('"' * 4096).pieces == ()
    assert questions_in("who said so and " * 256) == ()
    assert time.perf_counter() - began < 2  # seconds; quadratic patterns took many
