"""What sort of thing answers a question, and whether a text has one."""

import pytest

from knowledge.answering.understand.answer_type import Sort, names_in, sorts_asked, sorts_told
from knowledge.answering.understand.asking import wants_of
from knowledge.answering.understand.words import fold


def asked(question: str) -> frozenset[Sort]:
    folded = fold(question)
    return sorts_asked(folded, wants_of(folded)[0])


@pytest.mark.parametrize(
    ("question", "sorts"),
    [
        ("Why did the boat sink?", {Sort.REASON}),
        ("Почему лодка затонула?", {Sort.REASON}),
        ("How old is the captain?", {Sort.AGE}),
        ("Скільки років капітанові?", {Sort.AGE}),
        ("Сколько лет назад это было?", set()),
        ("Which company built it?", {Sort.NAME}),
        ("What is the captain called?", {Sort.NAME}),
        ("Как зовут капитана?", {Sort.NAME}),
        ("Who repaired the boat?", {Sort.SOMEBODY}),
        ("Who says that the boat sank?", set()),
        ("Кто заявил о лодке?", set()),
        ("Has a boat been lost before?", {Sort.EARLIER}),
        ("Раньше такое случалось?", {Sort.EARLIER}),
        ("Did the boat sink?", set()),
    ],
)
def test_a_question_asks_for_sorts_of_things(question, sorts):
    assert asked(question) == sorts


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("The boat sank because of a leak", {Sort.REASON}),
        ("Лодка затонула из-за течи", {Sort.REASON}),
        ("A 41-year-old captain was aboard", {Sort.AGE}),
        ("In 2019 another boat sank there", {Sort.EARLIER}),
        ("The boat sank", set()),
    ],
)
def test_a_text_gives_sorts_of_things(text, sorts):
    assert sorts_told(fold(text)) == sorts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The captain, Ann Lee, left", {"ann", "lee"}),
        ("Bruno left the boat", {"bruno"}),
        ("It sank. Nobody saw it in Oskel", {"oskel"}),
        ("Лодка ушла из Бракмера", {"бракмера"}),
    ],
)
def test_a_capital_makes_a_name_unless_it_only_begins_a_sentence(text, names):
    assert names <= names_in(text)
    assert not names_in(text) & {"the", "it", "nobody"}
