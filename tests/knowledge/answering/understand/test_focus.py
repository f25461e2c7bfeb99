"""The thing that a question asks for by its name."""

import pytest

from knowledge.answering.understand.focus import focus_in
from knowledge.answering.understand.words import fold, words_of


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("Which foreign port sent the boat?", ("foreign", "port", "sent")),
        ("What kind of boat was it?", ("boat",)),
        ("What is the address of the harbour office?", ("address",)),
        ("How many boats left?", ("boats", "left")),
        ("how mny of the boats left", ()),
        ("Сколько лодок вышло?", ("лодок", "вышло")),
        ("Який човен затонув?", ("човен", "затонув")),
        ("What did she say?", ()),
        ("Did the boat sink?", ()),
        ("Which of the boats sank?", ()),
        ("What is it?", ()),
    ],
)
def test_what_is_asked_for_stands_after_the_question_word(question, focus):
    assert focus_in(words_of(fold(question))) == focus
