"""What a refusal names: only what is surely missing, in the reader's language."""

import pytest

from knowledge.answering.decision import (
    POLICY,
    Missing,
    asks_of_stranger,
    gap_meant,
    is_nothing,
    missing_of,
    names_nothing_held,
    nearest_of,
    sentence,
    strange_places,
)
from knowledge.domain import Language

EN, RU, UK = Language


def missing(shared, question: str, language: Language = EN) -> Missing:
    asked, found = shared.found(question)
    return missing_of(asked, found, shared.library, language)


@pytest.mark.parametrize(
    ("question", "lack"),
    [
        ("Does insurance pay for the boats?", Missing(subject="insurance")),
        ("What happened in Zanzibar?", Missing(place=("Zanzibar",))),
        ("What happened in 1999?", Missing(times=("1999",))),
        ("What happened in Zanzibar in 1999?", Missing(place=("Zanzibar",), times=("1999",))),
        ("What did Professor Zweig say?", Missing(person="Professor Zweig")),
        ("?!", Missing(nothing=True)),
        # Here nothing is sure, so nothing is named: no stray word of the question.
        ("Who discovered penicillin?", Missing()),
        ("Did 40 boats sink?", Missing()),
        ("How many boats were lost?", Missing()),
    ],
)
def test_what_is_missing_is_named_where_it_is_sure(shared, question, lack):
    assert missing(shared, question) == lack


def test_what_is_missing_is_in_the_readers_language(shared):
    assert missing(shared, "Does insurance pay for the boats?", RU).subject == "страховку"


def test_the_most_telling_is_named_first_and_each_once():
    lack = Missing(subject="fuel", times=("1999", "1999"), place=("Rome",), person="Ann")
    assert lack.missing == ("Rome", "Ann", "fuel", "1999")
    assert Missing().missing == ()


@pytest.mark.parametrize(
    ("lack", "said"),
    [
        (
            Missing(place=("Rome",)),
            "The store has nothing about “Rome”; places in the store: Tarn.",
        ),
        (Missing(person="Ann"), "The store has no words of Ann."),
        (Missing(subject="fuel"), "The store has nothing about fuel."),
        (Missing(times=("1999",)), "The store has nothing with this date: 1999."),
        (Missing(), "I found no statement on that."),
    ],
)
def test_a_sentence_says_it(lack, said):
    assert sentence(lack, ["Tarn"], EN) == said


def test_a_place_is_not_named_where_there_is_no_other_to_offer():
    assert sentence(Missing(place=("Rome",)), [], EN) == sentence(Missing(), [], EN)


@pytest.mark.parametrize("language", [RU, UK])
@pytest.mark.parametrize(
    "lack",
    [
        Missing(nothing=True), Missing(place=("Rome",)), Missing(person="Ann"),
        Missing(subject="fuel"), Missing(times=("1999",)), Missing(),
    ],
)  # fmt: skip
def test_every_sentence_is_said_in_every_language(lack, language):
    assert sentence(lack, ["Tarn"], language) != sentence(lack, ["Tarn"], EN)


def test_few_places_are_named_and_a_long_word_is_cut():
    said = sentence(Missing(place=("x" * 300, "b", "c", "d")), [f"P{at}" for at in range(20)], EN)
    assert "P5" in said
    assert "P6" not in said
    assert "x" * 50 not in said
    assert "“c”" in said
    assert "“d”" not in said


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("What happened in Zanzibar?", False),
        ("What happened in 1999?", False),
        ("What happened in Tarn?", True),
        ("Did the lamp burn in Zanzibar?", True),  # a word that tells something else
        ("What happened?", True),
    ],
)
def test_a_question_that_names_only_what_is_not_there_is_known(shared, question, held):
    asked, found = shared.found(question)
    assert names_nothing_held(asked, found, shared.library) is not held


@pytest.mark.parametrize(
    ("question", "strange"),
    [
        ("What happened in Zanzibar?", ("Zanzibar",)),
        ("What happened in Tarn Harbour?", ()),
        ("What happened at Cape Morn in May?", ()),
        ("How many boats sank in harbours of Zanzibar?", ("Zanzibar",)),
        ("Сколько лодок затонуло в гаванях Занзибара?", ("Занзибара",)),
        ("How many boats sank in harbours of Tarn?", ()),
        ("What does Zanzibar say?", ()),
        ("what happened in zanzibar?", ()),
    ],
)
def test_a_name_where_a_place_would_stand_is_strange_only_if_the_store_has_none(
    shared, question, strange
):
    asked, found = shared.found(question)
    assert strange_places(asked, found) == strange


@pytest.mark.parametrize(
    ("question", "stranger"),
    [
        ("What did Professor Zweig say?", True),
        ("What did Ann Lee say?", False),
        ("How many boats were lost?", False),
    ],
)
def test_a_person_of_whom_there_are_no_words_is_known(shared, question, stranger):
    asked, found = shared.found(question)
    assert asks_of_stranger(asked, found) is stranger


def test_the_statements_of_the_gap_are_the_nearest_then_those_that_are_near(shared):
    _, gap = shared.found("Does insurance pay for the boats?")
    meant = gap_meant(gap, shared.library)
    assert meant is not None
    assert meant.id == "insurance"
    assert nearest_of(gap, shared.library, 0.0) == ("boats-sank",)
    _, near = shared.found("Did somebody drown?")
    assert gap_meant(near, shared.library) is None
    assert nearest_of(near, shared.library, POLICY.near)[0] == "none-drowned"
    assert nearest_of(near, shared.library, POLICY.near - 0.001) == ()


@pytest.mark.parametrize(("text", "nothing"), [("", True), ("…", True), ("boats", False)])
def test_a_message_without_words_holds_nothing(shared, text, nothing):
    assert is_nothing(shared.read(text)) is nothing
