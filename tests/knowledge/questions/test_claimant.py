"""To whom a question credits words."""

import pytest

from knowledge.questions.claimant import claimant_in
from knowledge.questions.entities import EntityIndex, EntityKind
from knowledge.search.text_analysis import folded as fold, words as words_of

NAMES = EntityIndex(
    [
        (EntityKind.SPEAKER, "lee", ["Ann Lee", "harbour master", "Анна Ли", "капитан порта"]),
        (EntityKind.SPEAKER, "council", ["town council", "городской совет", "міська рада"]),
        (EntityKind.PLACE, "bay", ["the bay"]),
    ],
    frozenset("boats left storm лодки ушли шторм президент council".split()).__contains__,
)


def credited(text: str):
    words = words_of(fold(text))
    return claimant_in(text, words, NAMES.find(words), NAMES.knows)


@pytest.mark.parametrize(
    ("question", "words", "ids", "is_open"),
    [
        ("Did Ann Lee say that boats left?", ("ann", "lee"), ("lee",), False),
        ("According to the town council boats left?", ("town", "council"), ("council",), False),
        ("Zorin said that boats left, right?", ("zorin",), (), False),
        ("so zorin claimed boats left", ("zorin",), (), False),
        ("it was Zorin who said so", ("zorin",), (), False),
        ("What did Zorin say about the storm?", ("zorin",), (), True),
        ("Зорин ведь сказал, что лодки ушли?", ("зорин",), (), False),
        ("Это Зорин сказал, что лодки ушли?", ("зорин",), (), False),
        ("Что сказал Зорин?", ("зорин",), (), True),
        ("по словам капитана порта лодки ушли", None, ("lee",), False),
        ("according to police 130 boats left", ("police",), (), False),
        ("according to the fire brigade the storm passed", ("fire", "brigade"), (), False),
        ("по словам полиции ушло 130 лодок", ("полиции",), (), False),
        ("за даними міської поліції пішли човни", ("міської", "поліції"), (), False),
        ("Що казала про шторм Анна Ли?", ("анна", "ли"), ("lee",), True),
        ("What did the defence minister say about boats?", ("defence", "minister"), (), True),
        ("Что заявил министр обороны о лодках?", ("министр", "обороны"), (), True),
        ("Що сказав міністр фінансів про шторм?", ("міністр", "фінансів"), (), True),
        ("Що сказав міністр освіти про шторм?", ("міністр", "освіти"), (), True),
        ("міська рада підтвердила, що човни пішли?", ("міська", "рада"), ("council",), False),
    ],
)
def test_who_is_credited_is_told_and_whether_the_words_are_asked_for(question, words, ids, is_open):
    found = credited(question)
    assert found is not None
    assert words is None or found.words == words
    assert (found.ids, found.open) == (ids, is_open)


@pytest.mark.parametrize(
    "question",
    [
        "Who said that boats left?",
        "how many boats left?",
        "my dad says boats left",
        "Сосед говорит, что лодки ушли",
        "when was the announcement of the storm made?",
        "which body says so?",
        "Чи попередили мешканців про шторм?",
        "Предупредили пассажиров о шторме?",
        "",
    ],
)
def test_words_are_credited_to_nobody_in_particular(question):
    assert credited(question) is None


@pytest.mark.parametrize(
    ("question", "beside"),
    [
        ("What did the Oskel harbour master say about boats?", ("oskel",)),
        ("What did the harbour master say about boats?", ()),
        ("What did the old harbour master say about boats?", ()),
        ("Did Ann Lee say that boats left?", ()),
    ],
)
def test_a_name_right_before_a_known_one_is_kept(question, beside):
    found = credited(question)
    assert found is not None
    assert (found.ids, found.beside) == (("lee",), beside)
