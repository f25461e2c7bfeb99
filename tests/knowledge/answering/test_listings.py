"""Lists by facet, their order and their headings."""

import pytest

from knowledge.answering.compose.context_lines import heading
from knowledge.answering.listings import (
    by_date,
    dated_apart,
    happened,
    incidents_listed,
    leading,
    statements,
)
from knowledge.answering.snapshot import StoreSnapshot, WordCount, parts_of_names
from knowledge.domain import (
    Access,
    Attribution,
    Kind,
    Language,
    MultilingualText,
    Polarity,
    Speaker,
    SpeakerKind,
)
from knowledge.questions.entities import EntityIndex
from knowledge.questions.parser import QuestionParser
from knowledge.questions.question_type import ListingFilter, ListingSubject
from knowledge.questions.value_expressions import TimeExpression
from tests.knowledge.factories import appearance, incident, place, record, speaker, statement
from tests.knowledge.harbour import bundle, desk

MAY = TimeExpression(months=frozenset({5}))


@pytest.mark.parametrize(
    ("date", "when", "met"),
    [
        ("XXXX-05-12", MAY, True),
        ("XXXX-05-12", TimeExpression(months=frozenset({5}), days=frozenset({12})), True),
        ("XXXX-05-12", TimeExpression(months=frozenset({5}), days=frozenset({13})), False),
        ("XXXX-05-12", TimeExpression(2021), False),
        ("2021-05", TimeExpression(2021), True),
        ("2021-05", TimeExpression(2021, frozenset({6})), False),
        ("2022/..", TimeExpression(2022), True),
        ("2022/..", TimeExpression(2023), False),
        ("2022/..", MAY, False),
        (None, MAY, False),
    ],
)
def test_an_incident_is_of_a_time_or_not(date, when, met):
    assert happened(incident(when=date), (when,)) is met


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The harbour's store."""
    with desk(tmp_path_factory.mktemp("listings")) as (_, held):
        yield held


@pytest.mark.parametrize(
    ("facet", "ids"),
    [
        (ListingFilter(whens=(MAY,), speakers=("lee",)), ["boats-sank", "lamp-out"]),
        (ListingFilter(whens=(MAY,), incidents=("fog",)), []),
        (ListingFilter(whens=(TimeExpression(2023),)), ["more-storms"]),
        (ListingFilter(whens=(TimeExpression(2023, frozenset({8})),)), ["more-storms"]),
        (ListingFilter(whens=(TimeExpression(2023, frozenset({8}), frozenset({1})),)), []),
        (ListingFilter(whens=(TimeExpression(2022),)), ["fog-began", "more-storms"]),
        (ListingFilter(places=("lighthouse",)), ["lamp-out"]),
        (ListingFilter(kinds=(Kind.ASSESSMENT,)), ["warned-late"]),
    ],
)
def test_a_facet_takes_in_its_statements(store, facet, ids):
    assert statements(store, facet, bundle().incidents) == ids


def test_incidents_are_listed_by_time_and_place(store):
    def listed(facet: ListingFilter) -> list[str]:
        found = incidents_listed(store, bundle().incidents, facet)
        return [each.statement.id for each in found]

    assert listed(ListingFilter(ListingSubject.INCIDENTS)) == ["fog-began", "boats-sank"]
    assert listed(ListingFilter(ListingSubject.INCIDENTS, whens=(MAY,))) == ["boats-sank"]
    assert listed(ListingFilter(ListingSubject.INCIDENTS, places=("coast",))) == ["fog-began"]
    assert listed(ListingFilter(ListingSubject.TIMELINE)) == [
        "fog-began",
        "more-storms",
        "boats-sank",
    ]


def test_the_leading_statement_is_an_affirmed_fact_from_the_beginning():
    def at(identity: str, paragraph: int, **values):
        return record(
            statement(id=identity, appearances=(appearance(paragraphs=(paragraph,)),), **values)
        )

    opinion = at("opinion", 1, kind=Kind.ASSESSMENT)
    negated = at("negated", 2, polarity=Polarity.NEGATED)
    later, first = at("later", 9), at("first", 3)
    assert leading([opinion, negated, later, first]) is first
    assert leading([opinion]) is opinion
    assert leading([]) is None


def test_what_was_said_apart_from_its_incident_has_a_date_of_its_own():
    apart = record(statement(said="2023-08"), about=incident(when="2022/.."))
    with_it = record(statement(said="2024-03-01"))
    yearless = record(statement(said="XXXX-08"), about=incident(when="2022/.."))
    assert dated_apart([apart, with_it, yearless]) == [apart]
    undated = record(statement(said=None), about=incident(when=None))
    assert by_date([undated, with_it, apart]) == [apart, with_it, undated]


def library() -> StoreSnapshot:
    return StoreSnapshot(
        reader=QuestionParser(EntityIndex([])),
        places={"harbour": place()},
        incidents=(incident(),),
        speakers=(speaker(),),
        gaps={},
        examples=(),
        gap_wordings={},
        links={},
    )


@pytest.mark.parametrize(
    ("facet", "line"),
    [
        (ListingFilter(speakers=("ann-lee",)), "Statements: Ann Lee"),
        (ListingFilter(of=ListingSubject.TIMELINE), "Timeline"),
        (ListingFilter(of=ListingSubject.INCIDENTS, places=("harbour",)), "Incidents: the harbour"),
        (ListingFilter(of=ListingSubject.SPEAKERS), "Speakers"),
        (
            ListingFilter(
                attributions=(Attribution.ANONYMOUS,),
                kinds=(Kind.PREDICTION,),
                access=(Access.CLASSIFIED,),
            ),
            "Statements: anonymous sources, predictions, classified",
        ),
        (
            ListingFilter(
                incidents=("departure",), whens=(MAY,), quoted=True, figures=True, disputed=True
            ),
            "Statements: the departure, direct quotations, with figures, disputed, May",
        ),
    ],
)
def test_a_heading_says_what_is_listed(facet, line):
    assert heading(facet, library(), Language.EN) == line


def test_words_are_common_when_many_statements_have_them():
    counts = WordCount()
    for number in range(10):
        counts.add([f"boat number {number}", "лодка"])
    assert counts.is_common("boats")
    assert counts.is_common("лодки")
    assert not counts.is_common("harbour")
    assert counts.knows("numbers")
    counts.add(["boat number 3", "лодка"], -1)
    assert counts.statements == 9


@pytest.mark.parametrize(
    ("name", "role", "kind", "expected"),
    [
        (
            "Augustin Brell",
            "chief executive of Corvane Bank",
            "person",
            {"Augustin Brell", "Brell", "chief executive"},
        ),
        ("the hacker group Gray Lantern", None, "group", {"Gray Lantern", "Lantern"}),
        ("insiders", None, "group", set()),
    ],
)
def test_speakers_without_aliases_are_known_by_parts_of_their_names(name, role, kind, expected):
    given = Speaker(
        "x", MultilingualText.of(en=name), SpeakerKind(kind), MultilingualText.of(en=role)
    )
    assert set(parts_of_names(given)) == expected
