"""The words of a question stay in memory, and not for long."""

from knowledge.desk import SECONDS, RecentQuestions
from knowledge.domain import Turn

TOLD = (Turn(statements=("one",), message=11), Turn(statements=("two",), message=12))


class Clock:
    """Seconds that are moved by hand."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


def texts(questions: RecentQuestions, chat: int = 1) -> list[str]:
    return [turn.text for turn in questions.with_texts(chat, TOLD)]


def test_a_turn_has_the_words_of_its_question_for_an_hour():
    clock = Clock()
    questions = RecentQuestions(clock)
    questions.keep(1, 11, "who?")
    clock.at = SECONDS - 1
    questions.keep(1, 12, "when?")
    assert texts(questions) == ["who?", "when?"]
    assert texts(questions, 2) == ["", ""]
    clock.at = SECONDS + 1
    assert texts(questions) == ["", "when?"]


def test_an_edited_answer_has_its_new_question_and_a_chat_can_be_forgotten():
    questions = RecentQuestions(Clock())
    questions.keep(1, 11, "who?")
    questions.keep(1, 11, "where?")
    assert texts(questions) == ["where?", ""]
    questions.forget(1)
    assert texts(questions) == ["", ""]
