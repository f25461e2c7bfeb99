"""What differs, field by field and word by word; statements that are nearly the same."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from knowledge.domain import Figure, MultilingualText, Note, Polarity, State
from knowledge.editing import (
    FieldChange,
    Mark,
    Piece,
    differs_in_substance,
    field_changes,
    likeness,
    near_duplicates,
    word_difference,
)
from tests.knowledge.factories import a_statement, an_appearance

FIRE = a_statement(claim=MultilingualText.of(en="130 fires are out", ru="130 пожаров потушено"))


def test_a_difference_shows_whole_words():
    assert word_difference("130 drones fell", "150 drones fell down") == (
        Piece(Mark.REMOVED, "130"),
        Piece(Mark.ADDED, "150"),
        Piece(Mark.KEPT, " drones fell"),
        Piece(Mark.ADDED, " down"),
    )
    assert word_difference("", "") == ()


@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_a_difference_holds_both_texts(before, after):
    pieces = word_difference(before, after)
    assert "".join(one.text for one in pieces if one.mark is not Mark.ADDED) == before
    assert "".join(one.text for one in pieces if one.mark is not Mark.REMOVED) == after


def test_fields_that_differ_are_named():
    after = replace(
        FIRE,
        claim=MultilingualText.of(en="150 fires are out", ru="130 пожаров потушено"),
        said="2026",
        appearances=(an_appearance(paragraphs=(1, 2)),),
    )
    assert field_changes(FIRE, after) == (
        FieldChange("claim.en", "130 fires are out", "150 fires are out"),
        FieldChange("said", "", "2026"),
        FieldChange("appearances.1.paragraphs", "", "1\n2"),
    )
    assert field_changes(FIRE, FIRE) == ()
    assert FieldChange("id", "", "fire-is-out") in field_changes(None, FIRE)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"claim": MultilingualText.of(en="other")}, True),
        ({"speaker": "chief"}, True),
        ({"figures": (Figure(MultilingualText.of(en="x"), 1, "x"),)}, True),
        ({"state": State.RETRACTED, "reason": "x"}, True),
        ({"said": "2026"}, True),
        ({"phrasings": (("en", "x"),)}, False),
        ({"reviewed": "2026"}, False),
        ({"notes": (Note(MultilingualText.of(en="x")),)}, False),
        ({"version": 9}, False),
    ],
)
def test_only_what_was_told_is_of_substance(values, told):
    assert differs_in_substance(FIRE, replace(FIRE, **values)) is told


@pytest.mark.parametrize(
    ("values", "alike"),
    [
        ({"claim": MultilingualText.of(en="130 fires are put out")}, True),
        ({"claim": MultilingualText.of(en="Out are 130 fires!")}, True),
        (
            {"claim": MultilingualText.of(en="other words entirely", ru="130 пожаров потушены")},
            True,
        ),
        ({"claim": MultilingualText.of(en="150 fires are out")}, False),
        ({"claim": MultilingualText.of(en="something else happened")}, False),
        ({"claim": MultilingualText({"uk": "130 пожеж погашено"}, "uk")}, False),
        ({"speaker": "chief"}, False),
        ({"polarity": Polarity.NEGATED}, False),
    ],
)
def test_near_duplicates_say_the_same_by_the_same_speaker(values, alike):
    other = replace(FIRE, id="other", **values)
    assert bool(near_duplicates(FIRE, [other])) is alike


def test_the_likest_comes_first_and_never_the_statement_itself():
    near = replace(FIRE, id="near", claim=MultilingualText.of(en="130 fires are now out"))
    same = replace(FIRE, id="same")
    found = near_duplicates(FIRE, [near, FIRE, same])
    assert [one.id for one, _ in found] == ["same", "near"]
    assert found[0][1] == 1.0


def test_digits_may_be_grouped():
    one = a_statement(claim=MultilingualText.of(en="1,300 fires are out"))
    other = a_statement("b", claim=MultilingualText.of(en="1300 fires are out"))
    assert likeness(one, other) == 1.0
