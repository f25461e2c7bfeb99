"""Whose word a question asks for."""

import pytest

from knowledge.answering.understand.credited import credited_in
from knowledge.answering.understand.words import fold


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("How many boats sank according to the harbour master?", {"harbour", "master"}),
        ("How long did it last, in the union's version?", {"union"}),
        ("How many boats does the union count?", {"boats", "union"}),
        ("Why, as the captain says, did it sink?", {"captain"}),
        ("Сколько лодок, по словам капитана?", {"капитана"}),
        ("Сколько лодок насчитал профсоюз?", {"профсоюз", "лодок"}),
        ("Скільки човнів, за даними порту?", {"порту"}),
        ("Did the boat sink?", set()),
        ("When was it?", set()),
    ],
)
def test_a_source_is_found_in_three_languages(question, source):
    assert set(credited_in(fold(question))) == source
