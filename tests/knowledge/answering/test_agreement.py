"""Where questions and statements agree or clash, and what readers are told of it."""

from dataclasses import replace

import pytest

from knowledge.answering.agreement import Agreement, agreement
from knowledge.answering.candidates import Candidate
from knowledge.answering.decision import corrects
from knowledge.answering.premises import differences
from knowledge.answering.statement_facts import facts_of, printed
from knowledge.domain import Aspect, Kind, Language, MultilingualText, Place, Polarity, Record
from knowledge.questions.entities import EntityIndex, EntityKind
from knowledge.questions.parser import ParsedQuestion, QuestionParser
from knowledge.questions.value_expressions import TimeExpression, times_in
from knowledge.search import Hit, Passage
from tests.knowledge.factories import incident, place, record, speaker, statement

EN = Language.EN
PLACES = {
    "harbour": Place("harbour", MultilingualText.of(en="the harbour"), within="coast"),
    "coast": Place("coast", MultilingualText.of(en="the coast")),
    "hills": Place("hills", MultilingualText.of(en="the hills")),
}
READER = QuestionParser(
    EntityIndex(
        [
            (EntityKind.SPEAKER, "ann-lee", ["Ann Lee", "Lee"]),
            (EntityKind.SPEAKER, "tom-roe", ["Tom Roe", "Roe"]),
            (EntityKind.PLACE, "harbour", ["the harbour", "harbour"]),
            (EntityKind.PLACE, "coast", ["the coast", "coast"]),
            (EntityKind.PLACE, "hills", ["the hills", "hills"]),
            (EntityKind.INCIDENT, "departure", ["the departure"]),
            (EntityKind.INCIDENT, "return", ["the return"]),
        ]
    )
)


def compared(question: str, given: Record | None = None) -> Agreement:
    return agreement(READER.read(question), facts_of(given or record(), PLACES), PLACES)


def told(question: str, given: Record | None = None) -> list[tuple[str, str, str]]:
    mine = given or record()
    asked = READER.read(question)
    agrees = agreement(asked, facts_of(mine, PLACES), PLACES)
    return [
        (each.what.value, each.asked, each.stored)
        for each in differences(asked, mine, agrees, PLACES, EN)
    ]


@pytest.mark.parametrize(
    ("question", "aspect", "value"),
    [
        ("What did Ann Lee say about boats?", "speaker", 1),
        ("What did Tom Roe say about boats?", "speaker", -1),
        ("What about boats?", "speaker", 0),
        ("boats in the departure", "incident", 1),
        ("boats in the return", "incident", -1),
        ("did 130 boats leave", "number", 1),
        ("did 12 boats leave", "number", -1),
        ("boats in 2024", "year", 1),
        ("boats in 2021", "year", -1),
        ("boats on March 1", "date", 1),
        ("boats in March", "date", 1),
        ("boats on March 2", "date", -1),
        ("boats in May", "date", -1),
        ("boats at the harbour", "place", 1),
        ("boats on the coast", "place", 1),
        ("boats in the hills", "place", -1),
        ("boats did not leave", "negation", -1),
        ("how many boats left", "fits", 1),
        ("when did boats leave", "fits", 1),
        ("who left", "fits", 0),
    ],
)
def test_a_question_agrees_or_clashes_with_a_statement(question, aspect, value):
    assert getattr(compared(question), aspect) == value


@pytest.mark.parametrize(
    ("question", "given", "aspect", "value"),
    [
        (
            "how many boats",
            record(statement(figures=(), claim=MultilingualText.of(en="Boats left"))),
            "fits",
            -1,
        ),
        ("when did it end", record(statement(said=None), about=incident(when=None)), "fits", -1),
        ("when was it", record(statement(kind=Kind.ASSESSMENT)), "kind", -1),
        ("why was it", record(statement(kind=Kind.ASSESSMENT)), "kind", 0),
        ("none left", record(statement(polarity=Polarity.NEGATED)), "negation", 1),
        ("all boats left", record(statement(polarity=Polarity.NEGATED)), "negation", -1),
        ("boats in 2021", record(statement(said=None), about=incident(when=None)), "year", 0),
        ("boats in 2021", record(statement(said=None), about=incident(when="XXXX-03")), "year", -1),
        ("boats in 2023", record(statement(said=None), about=incident(when="2022/..")), "year", 1),
        (
            "boats in 2021",
            record(statement(claim=MultilingualText.of(en="Boats left in 2021"))),
            "year",
            1,
        ),
        (
            "boats in May",
            record(statement(claim=MultilingualText.of(en="Boats left in May"))),
            "date",
            1,
        ),
        ("boats in the hills", record(places=()), "place", 0),
        (
            "did Russia attack Ukraine",
            record(statement(claim=MultilingualText.of(en="Ukraine attacked Russia"))),
            "actor",
            -1,
        ),
        (
            "did Ukraine attack Russia",
            record(statement(claim=MultilingualText.of(en="Ukraine attacked Russia"))),
            "actor",
            1,
        ),
        ("did Ukraine attack Russia", record(), "actor", 0),
    ],
)
def test_the_statements_own_shape_counts(question, given, aspect, value):
    assert getattr(compared(question, given), aspect) == value


def test_a_place_within_the_statements_place_may_be_meant():
    wide = record(places=(place(id="coast", name=MultilingualText.of(en="the coast")),))
    assert compared("boats at the harbour", wide).place == 1


def test_features_keep_agreement_and_clash_apart():
    features = compared("What did Tom Roe say on March 1?").features()
    assert (features["speaker_agrees"], features["speaker_clashes"]) == (0.0, 1.0)
    assert (features["date_agrees"], features["date_clashes"]) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("boats in 2021", [("year", "2021", "March 1, 2024")]),
        ("boats in May", [("date", "May", "March 1, 2024")]),
        ("boats on March 2, 2021", [("year", "March 2, 2021", "March 1, 2024")]),
        ("did 12 boats leave", [("number", "12", "130 boats")]),
        ("boats in the hills", [("place", "the hills", "the harbour")]),
        ("the hills are high", []),
        ("boats never left", [("negation", "negated", "130 boats left the harbour")]),
        ("130 boats left the harbour on March 1", []),
    ],
)
def test_every_clash_is_told(question, expected):
    assert told(question) == expected


def test_all_against_none_is_told():
    none = record(statement(polarity=Polarity.NEGATED, figures=()))
    assert told("did all boats leave", none) == [
        ("negation", "affirmed", "130 boats left the harbour")
    ]


def test_swapped_actors_are_told():
    given = record(statement(claim=MultilingualText.of(en="Ukraine attacked Russia")))
    assert told("did Russia attack Ukraine", given) == [
        ("actor", "did Russia attack Ukraine", "Ukraine attacked Russia")
    ]


def test_a_figure_without_words_is_told_as_a_number():
    bare = statement().figures[0]
    given = record(statement(figures=(type(bare)(bare.what, 130, "boats"),)))
    assert told("did 12 boats leave", given) == [("number", "12", "130 boats")]


def test_without_a_stored_date_the_one_that_the_claim_tells_is_set_against():
    given = record(
        statement(said=None, claim=MultilingualText.of(en="Boats left in May")),
        about=incident(when=None),
    )
    assert told("boats in March", given) == [("date", "March", "May")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("in may", "May"),
        ("on december 15", "December 15"),
        ("in 2021", "2021"),
        ("december 2021", "December 2021"),
        ("mid-december", "mid-december"),
        ("on the 15th", "on the 15th"),
    ],
)
def test_the_time_of_a_question_is_printed(text, shown):
    (when,) = times_in(text).found
    assert printed(when, EN) == shown


def test_a_day_without_a_month_is_printed_as_typed():
    assert printed(TimeExpression(2021, days=frozenset({3}), text="the 3rd"), EN) == "the 3rd"


def candidate(given: Record, question: str) -> tuple[ParsedQuestion, Candidate]:
    asked, facts = READER.read(question), facts_of(given, PLACES)
    hit = Hit("boats-left", 0.5, {}, Passage("claim", "en", "x"))
    return asked, Candidate(hit, 0.0, given, agreement(asked, facts, PLACES), facts)


@pytest.mark.parametrize(
    ("question", "given", "right"),
    [
        ("Did 500 boats leave the harbour?", record(), True),
        ("Did 500 boats leave, as Lee said?", record(), True),
        ("Did 500 xylophones and trumpets leave?", record(), False),
        ("Did 130 boats leave the harbour?", record(), False),
        ("How many boats left the harbour in 2021?", record(), False),
        (
            "Why did boats leave the harbour in 2021?",
            record(statement(claim=MultilingualText.of(en="Boats left the harbour in 2024"))),
            True,
        ),
    ],
)
def test_a_wrong_number_or_told_year_is_corrected(question, given, right):
    asked, best = candidate(given, question)
    assert corrects(asked, best, lambda _: False) is right


def test_a_candidate_that_was_not_looked_at_corrects_nothing():
    asked, best = candidate(record(), "Did 500 boats leave the harbour?")
    assert not corrects(asked, Candidate(best.hit, 0.0), lambda _: False)


def test_aspects_have_their_names():
    assert {each.value for each in Aspect} == {
        "year",
        "date",
        "number",
        "negation",
        "actor",
        "place",
        "speaker",
        "event",
    }


@pytest.mark.parametrize(
    ("question", "claim", "aspect", "value"),
    [
        ("How much will it cost to mend the pier?", "It took two months", "money", -1),
        ("How much will it cost to mend the pier?", "It costs 3 million euros", "money", 1),
        ("How long was the pier shut?", "The pier was shut for five hours", "duration", 1),
        ("How long was the pier shut?", "The pier was shut", "duration", -1),
        ("What is the pilot's name?", "The pilot, Bruno Varga, left the pier", "name", 1),
        ("What is the pilot's name?", "The pilot left the pier of Oskel before the storm", "name", -1),
        ("What is the harbour master's name?", "Boats left", "name", 1),
        ("How many boats will sink?", "About 20 boats will sink", "kind", 0),
        ("When will boats sink?", "Boats will sink", "kind", -1),
    ],
)  # fmt: skip
def test_what_is_asked_for_has_to_be_in_the_claim(question, claim, aspect, value):
    given = record(statement(claim=MultilingualText.of(en=claim), figures=(), kind=Kind.ASSESSMENT))
    assert getattr(compared(question, given), aspect) == value


def test_who_is_named_in_a_question_of_no_words_need_not_speak():
    assert compared("Has Tom Roe resigned?").speaker == 0
    assert compared("What did Tom Roe say of boats?").speaker == -1


def test_a_part_of_a_claim_that_denies_what_is_asked_for_is_told():
    given = record(
        statement(claim=MultilingualText.of(en="The boats left late and did not reach the harbour"))
    )
    assert "negation" in [what for what, *_ in told("Why did the boats reach the harbour?", given)]


@pytest.mark.parametrize(
    ("question", "speaker_told", "value"),
    [
        ("What did the defence minister say about boats?", "health minister", -1),
        ("What did the defence minister say about boats?", "education minister", -1),
        ("What did the education minister say about boats?", "education minister", 1),
        ("Что заявил министр обороны о лодках?", "education minister", 0),  # in another language
    ],
)
def test_a_minister_is_the_one_of_the_field(question, speaker_told, value):
    by = speaker(
        id="jo-dun",
        name=MultilingualText.of(en="Jo Dun"),
        role=MultilingualText.of(en=speaker_told),
    )
    given = replace(record(statement(speaker="jo-dun")), speaker=by)
    assert compared(question, given).claimant == value
