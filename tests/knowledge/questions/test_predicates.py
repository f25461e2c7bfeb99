"""What happened, its opposite, and whose things are spoken of."""

import pytest

from knowledge.questions.predicates import (
    countries_in,
    events_in,
    is_negative,
    leaves_open,
    owned_in,
    sides_in,
)
from knowledge.questions.spelling_correction import fold, words_of


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("how many were shot down", {"shot_down"}),
        ("shot all of them down", {"shot_down"}),
        ("21 were launched", {"launched"}),
        ("сколько сбили", {"shot_down"}),
        ("запустили на город", {"launched"}),
        ("скільки впало", {"fell"}),
        ("they spoke", None),
    ],
)
def test_events_are_told_apart(text, events):
    assert events_in(text).get("fate") == events


@pytest.mark.parametrize(
    ("text", "pair", "side"),
    [
        ("strikes will increase", "amount", True),
        ("strikes will not increase", "amount", False),
        ("strikes will decrease", "amount", False),
        ("ударов станет меньше", "amount", False),
        ("ударів не побільшає", "amount", False),
        ("they admitted it", "involvement", True),
        ("they denied it", "involvement", False),
        ("попытка не удалась", "outcome", False),
        ("it will increase or decrease", "amount", None),
    ],
)
def test_opposites_have_two_sides_and_a_negation_turns_them(text, pair, side):
    assert sides_in(text).get(pair) is side


def test_whose_a_thing_is_and_which_countries_are_named():
    assert owned_in(words_of("did they shoot down 130 russian drones")) == {"drone": "russia"}
    assert owned_in(words_of("сбили украинские дроны")) != {}
    assert countries_in(fold("The Polish minister met the French one")) == {"poland", "france"}


def test_a_question_whether_any_is_so_takes_nothing_for_granted():
    assert leaves_open("did any get through?")
    assert leaves_open("долетел ли хоть один")
    assert not leaves_open("did all of them get through?")


def test_some_words_negate_by_themselves():
    assert is_negative("the office kept silent")
    assert is_negative("мерия умалчивает")
    assert not is_negative("the office said so")
