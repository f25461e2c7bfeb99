"""Sorts of questions."""

import pytest

from knowledge.search.reranker import DEFINES, kind_of


@pytest.mark.parametrize(
    ("alike", "other"),
    [
        ("who said it|кто это сказал|хто це сказав", "where was it"),
        ("how many were there|how much was it|сколько их было|скільки їх", "how did it happen"),
        ("is it true|did they say so", "who did"),
        ("how long did it last|how far did they get", "how many"),
        ("tell me why|почему|чому", "tell me"),
    ],
)
def test_questions_of_one_sort_have_one_number(alike, other):
    kinds = {kind_of(text.split()) for text in alike.split("|")}
    assert len(kinds) == 1
    assert kind_of(other.split()) not in kinds


def test_asking_what_something_is_is_not_asking_what_happened():
    assert kind_of("what is a drone".split()) == DEFINES
    assert kind_of("what is the reason they gave for closing it".split()) != DEFINES


def test_a_text_that_asks_nothing_has_none():
    assert kind_of("drones over the city".split()) == 0
    assert kind_of([]) == 0
