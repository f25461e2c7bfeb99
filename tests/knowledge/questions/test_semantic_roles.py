"""Who did what to whom."""

import pytest

from knowledge.questions.semantic_roles import SemanticRoles, roles_in
from knowledge.questions.spelling_correction import fold, words_of

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
