"""What cannot be answered still gets an outcome, and a sentence that says what to do."""

import random
from collections.abc import Iterator

import pytest

from bot.settings import Settings
from knowledge.answering.compose.outcome_messages import unread_message
from knowledge.desk import Desk
from knowledge.domain import Answer, Language, NoAnswer, Question
from knowledge.questions.segmentation import readings_of, told_apart
from knowledge.questions.spelling_correction import Unread, unread
from tests.handlers.desks import desk_in

LONGEST = 4_096


def letters(alphabet: str, number: int) -> str:
    return "".join(random.Random(7).choices(alphabet, k=number))


ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_in(tmp_path_factory.mktemp("bad"), Settings(_env_file=None, semantic="off")) as desk:
        yield desk


@pytest.mark.parametrize(
    ("text", "language", "kept_from"),
    [
        (letters(ALPHABET, LONGEST), Language.EN, Unread.LETTERS),
        ("x7" * (LONGEST // 2), Language.EN, Unread.LETTERS),
        (letters("абвгдежзиклмнопрст", LONGEST), Language.RU, Unread.LETTERS),
        ("aбвг dеёж zийк lмно", Language.RU, Unread.LETTERS),
        ("東京で何人が亡くなりましたか?", Language.EN, Unread.LANGUAGE),
        ("كم عدد الطائرات التي أسقطت؟", Language.EN, Unread.LANGUAGE),
        ("Wie viele Raketen wurden gestern abgeschossen, Herr Bürgermeister?", Language.EN,
         Unread.LANGUAGE),
        ("Ilu strażaków pojechało wczoraj gasić pożar?", Language.EN, Unread.LANGUAGE),
        ("It is so. " * 400, Language.EN, Unread.LENGTH),
        (" ".join(f"Who painted house number {at}?" for at in range(50)), Language.EN,
         Unread.LENGTH),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_what_to_do(desk, text, language, kept_from):
    reply = desk.ask(Question(text[:LONGEST], usual=Language.EN))
    assert isinstance(reply.outcome, NoAnswer)
    assert reply.message.plain().startswith(unread_message(kept_from, language))
    # What is near would mislead where no word was read.
    assert kept_from is Unread.LENGTH or reply.outcome.nearest == ()


@pytest.mark.parametrize("text", ["«»“”''\"\"", '"' * LONGEST, "(" * LONGEST, "😀" * 2_000, "-"])
def test_marks_alone_are_answered_with_what_can_be_asked(desk, text):
    reply = desk.ask(Question(text, usual=Language.EN))
    assert isinstance(reply.outcome, NoAnswer)
    assert "Ask on" in reply.message.plain()


def test_letters_of_another_alphabet_within_a_word_are_read(desk):
    reply = desk.ask(Question("скoлькo бecпилoтникoв сбили 14 дeкaбря?"))
    assert isinstance(reply.outcome, Answer)
    assert "130" in reply.message.plain()


def test_a_claim_at_the_end_of_a_long_post_is_found(desk):
    idle = "Yesterday the council met again and spoke of many things that nobody remembers. "
    post = (idle * 60)[:3_850] + "The ministry shot down 130 Ukrainian drones over Russian regions."
    reply = desk.ask(Question(post))
    assert isinstance(reply.outcome, Answer)
    assert reply.outcome.shown.record.statement.id == "mod-130-drones"


def test_one_time_told_three_hundred_times_is_one_time(desk):
    reply = desk.ask(Question("december 15, " * 300))
    assert reply.message.plain().count("December 15") < len("December 15")


def test_words_of_no_language_are_told_so():
    text = " ".join(letters(ALPHABET[at:], 9) for at in range(20))
    assert unread(text, lambda _: False) in {Unread.LANGUAGE, Unread.LETTERS}


@pytest.mark.parametrize(
    "text", ["Ramzan Kadyrov Grozny", "Kim Yong Un", "What did the Obersturmführer say?", "Qwerty"]
)
def test_names_are_no_foreign_language(text):
    assert unread(text, lambda _: False) is None


def test_what_is_repeated_is_looked_up_once_and_what_says_nothing_never():
    known = {"harbour", "boats", "left"}.__contains__
    message = "He goes on. " * 80 + "The boats left the harbour. " + "They go on. " * 60
    pieces = told_apart(message, readings_of(message), known, lambda _: False)
    assert "The boats left the harbour." in pieces
    assert all("boats" in each for each in pieces)
    again = "The boats left the harbour. " * 120
    assert len(told_apart(again, readings_of(again), known, lambda _: False)) == 1 + 1
