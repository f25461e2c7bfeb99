"""What happened, its opposite, and whose things are spoken of."""

import pytest

from knowledge.questions.predicates import (
    SemanticRoles,
    countries_in,
    events_in,
    is_negative,
    leaves_open,
    owned_in,
    roles_in,
    sides_in,
)
from knowledge.search.text_analysis import folded as fold, words as words_of


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("how many were shot down", {"shot_down"}),
        ("shot all of them down", {"shot_down"}),
        ("21 were launched", {"launched"}),
        ("сколько сбили", {"shot_down"}),
        ("запустили на город", {"launched"}),
        ("скільки впало", {"fell"}),
        ("скільки дронів збито", {"shot_down"}),
        ("прокуратура оцінила збитки від пожежі", None),
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


RUSSIA_FIRST, UKRAINE_FIRST = SemanticRoles("russia", "ukraine"), SemanticRoles("ukraine", "russia")


@pytest.mark.parametrize(
    ("text", "acting"),
    [
        ("Did Russia attack Ukraine?", RUSSIA_FIRST),
        ("Did Ukraine attack Russia?", UKRAINE_FIRST),
        ("Was Russia attacked by Ukraine?", UKRAINE_FIRST),
        ("Was Ukraine attacked by Russia?", RUSSIA_FIRST),
        ("Ukrainian strikes on Russia", UKRAINE_FIRST),
        ("Russia's strikes against Ukraine", RUSSIA_FIRST),
        ("Россия атаковала Украину?", RUSSIA_FIRST),
        ("Украину атаковала Россия?", RUSSIA_FIRST),
        ("удары Украины по России", UKRAINE_FIRST),
        ("Україна атакувала Росію", UKRAINE_FIRST),
        ("удари Росії по Україні", RUSSIA_FIRST),
        ("Russia and Ukraine talk", None),
        ("Russia attacked", None),
        ("attack on Ukraine by Ukraine in Russia", None),
    ],
)
def test_the_order_of_actors_is_read(text, acting):
    assert roles_in(words_of(fold(text))) == acting


def test_the_reverse_is_the_other_way_round():
    assert RUSSIA_FIRST.reversed == UKRAINE_FIRST
