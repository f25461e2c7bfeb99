"""Single fields set to what a curator typed."""

from contextlib import suppress

import pytest

from knowledge.domain import (
    Access,
    Attribution,
    Channel,
    Figure,
    Kind,
    MultilingualText,
    Note,
    Polarity,
    Qualifier,
    RefusedInput,
)
from knowledge.editing import FIELDS, edited
from tests.knowledge.factories import a_statement, an_appearance

FIRE = a_statement(
    claim=MultilingualText.of(en="130 fires are out", ru="130 пожаров потушено"),
    figures=(Figure(MultilingualText.of(en="fires"), 130, "fires"),),
    phrasings=(("en", "old"), ("ru", "старая")),
    appearances=(
        an_appearance(cue=MultilingualText.of(en="said", ru="сказал")),
        an_appearance("second"),
    ),
)
TOLD = a_statement(speaker=None, appearances=(an_appearance(attribution=Attribution.NARRATOR),))


@pytest.mark.parametrize(
    ("field", "text", "options", "attribute", "value"),
    [
        ("claim", " all fires  are out. ", {}, "claim", MultilingualText.of(en="all fires are out", ru="130 пожаров потушено")),
        ("claim", "", {"language": "ru"}, "claim", MultilingualText.of(en="130 fires are out")),
        ("claim", "", {"language": "en"}, "claim", MultilingualText({"ru": "130 пожаров потушено"}, "ru")),
        ("kind", "Denial", {}, "kind", Kind.DENIAL),
        ("polarity", "negated", {}, "polarity", Polarity.NEGATED),
        ("incident", "flood", {}, "incident", "flood"),
        ("incident", "", {}, "incident", None),
        ("said", "XXXX-12-14", {}, "said", "XXXX-12-14"),
        ("said", "", {}, "said", None),
        ("reviewed", "2026-11-23", {}, "reviewed", "2026-11-23"),
        ("review_due", "2027", {}, "review_due", "2027"),
        ("places", "town, hill town", {}, "places", ("town", "hill")),
        ("phrasings", "is it out\n\n is it out \nout?", {}, "phrasings",
         (("ru", "старая"), ("en", "is it out"), ("en", "out?"))),
        ("phrasings", "", {"language": "ru"}, "phrasings", (("en", "old"),)),
        ("note", "it is odd", {}, "notes", (Note(MultilingualText.of(en="it is odd")),)),
    ],
)  # fmt: skip
def test_a_field_is_set_to_what_was_typed(field, text, options, attribute, value):
    assert getattr(edited(FIRE, field, text, **options), attribute) == value


@pytest.mark.parametrize(
    ("field", "text", "attribute", "value"),
    [
        ("attribution", "anonymous", "attribution", Attribution.ANONYMOUS),
        ("paragraphs", "19, 20", "paragraphs", (19, 20)),
        ("paragraphs", "", "paragraphs", ()),
        ("quotes", "“out”\n\ngone", "quotes", ("“out”", "gone")),
        ("cue", "claimed", "cue", MultilingualText.of(en="claimed")),
        ("access", "closed door", "channel", Channel(Access.CLOSED_DOOR)),
        (
            "channel",
            "a meeting",
            "channel",
            Channel(Access.PUBLIC, MultilingualText.of(en="a meeting")),
        ),
    ],
)
def test_a_field_of_an_appearance_is_set_in_that_one_alone(field, text, attribute, value):
    after = edited(FIRE, field, text, part=1)
    assert getattr(after.appearances[1], attribute) == value
    assert after.appearances[0] == FIRE.appearances[0]


def test_access_keeps_the_words_and_goes_with_them():
    spoken = edited(edited(FIRE, "channel", "a meeting"), "access", "limited")
    assert spoken.appearances[0].channel == Channel(
        Access.LIMITED, MultilingualText.of(en="a meeting")
    )
    assert edited(spoken, "access", "").appearances[0].channel is None


@pytest.mark.parametrize(
    ("field", "text", "attribute", "value"),
    [
        ("figure", "1 250,5", "value", 1250.5),
        ("figure_unit", "blazes", "unit", "blazes"),
        ("figure_qualifier", "at least", "qualifier", Qualifier.AT_LEAST),
        ("figure_words", "130 fires", "text", MultilingualText.of(en="130 fires")),
    ],
)
def test_a_field_of_a_figure_is_set(field, text, attribute, value):
    assert getattr(edited(FIRE, field, text).figures[0], attribute) == value


def test_without_a_speaker_it_is_the_narrators_and_the_other_way_about():
    told = edited(FIRE, "speaker", "")
    assert told.speaker is None
    assert {one.attribution for one in told.appearances} == {Attribution.NARRATOR}
    assert not told.appearances[0].cue
    named = edited(TOLD, "speaker", "chief")
    assert (named.speaker, named.attribution) == ("chief", Attribution.NAMED)
    other = edited(edited(FIRE, "attribution", "unnamed"), "speaker", "chief")
    assert other.attribution is Attribution.UNNAMED


def test_notes_are_added_changed_and_taken_away():
    one = edited(FIRE, "note", "first")
    two = edited(one, "note", "second", part=1)
    assert [note.text.in_language("en") for note in two.notes] == ["first", "second"]
    assert edited(two, "note", "", part=0).notes == two.notes[1:]
    with pytest.raises(RefusedInput, match="no note 4"):
        edited(two, "note", "far", part=3)


@pytest.mark.parametrize(
    ("statement", "field", "text", "options", "said"),
    [
        (FIRE, "hat", "x", {}, 'no field "hat"; the fields are claim'),
        (FIRE, "claim", "x" * 5_000, {}, "longer than 4000"),
        (TOLD, "claim", " ", {}, "needs a claim"),
        (FIRE, "kind", "rumour", {}, '"rumour" is none of fact'),
        (FIRE, "said", "yesterday", {}, "yesterday"),
        (FIRE, "attribution", "narrator", {}, "where there is no speaker"),
        (TOLD, "attribution", "named", {}, "where there is no speaker"),
        (FIRE, "paragraphs", "one", {}, "Paragraphs are numbers from 1"),
        (FIRE, "paragraphs", "0", {}, "Paragraphs are numbers from 1"),
        (FIRE, "figure", "many", {}, "A figure is a number"),
        (FIRE, "figure", "1", {"part": 1}, "no figure 2; there are 1"),
        (FIRE, "cue", "said", {"part": -1}, "no appearance 0"),
    ],
)
def test_what_a_field_does_not_take_is_refused(statement, field, text, options, said):
    with pytest.raises(RefusedInput, match=said):
        edited(statement, field, text, **options)


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_is_taken_aback_by_odd_text(field):
    for text in ("2026", "\u202e", "🔥" * 20, "-1", "a, b"):
        # Whatever is raised beside RefusedInput fails the test.
        with suppress(RefusedInput):
            assert edited(FIRE, field, text).id == FIRE.id
