"""What a conversation is about, and what a message takes over of it."""

import pytest

from knowledge.domain import Turn
from knowledge.questions.conversation import changed, subject_of
from knowledge.questions.follow_ups import leaning_of


def told(*turns: Turn):
    return subject_of(turns, lambda text: text)


def test_a_refusal_sets_no_subject_and_takes_none_away():
    asked = Turn("did the boats return?", ("boats-left",))
    refused = Turn("which engines had they?", ("near",), answered=False)
    assert told(refused).statements == ()
    assert told(asked, refused).statements == ("boats-left",)
    assert told(asked, refused).question == "which engines had they?"


def test_what_leans_on_an_answer_and_talk_leave_the_question_as_it_is():
    first = Turn("how many boats sank on May 14?", ("boats-sank",))
    subject = told(first, Turn("who said that?", ("boats-sank",)), Turn("thanks", answered=False))
    assert subject.question == first.text
    after = told(first, Turn("and on the 15th?", ("boats-left",)))
    assert after.question == "how many boats sank on 15 may?"
    assert after.earlier == ("boats-sank",)


@pytest.mark.parametrize(
    ("question", "message", "expected"),
    [
        ("how many boats sank on May 14?", "and on the 15th?", "how many boats sank on 15 may?"),
        ("сколько лодок затонуло 14 мая?", "а 15-го?", "сколько лодок затонуло 15 мая?"),
        ("скільки човнів затонуло 14 травня", "а в червні?", "скільки човнів затонуло червні?"),
        ("how many boats sank in 2021?", "and in 2022?", "how many boats sank in 2022?"),
        ("how many boats sank?", "and the lighthouse in May?", None),
        ("how many boats sank?", "who said that?", None),
        ("", "and in May?", None),
    ],
)
def test_a_time_alone_changes_the_question_before_it(question, message, expected):
    assert changed(question, message, leaning_of(message)) == expected
