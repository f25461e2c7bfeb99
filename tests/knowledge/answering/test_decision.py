"""Which weights go with a question."""

from dataclasses import replace
from typing import Any

import pytest

from knowledge.answering.candidates import (
    Candidate,
    CandidatePool,
    joined,
    log_odds,
    pool_of,
    statements_first,
)
from knowledge.answering.decision import (
    POLICY,
    Verdict,
    gap_is_meant,
    is_of_another_number,
    is_of_it,
    options,
    verdict,
)
from knowledge.answering.statement_facts import facts_of
from knowledge.answering.weighing import (
    SORTS,
    DecisionWeights,
    chance_of,
    features_of,
    shipped,
    sort_of,
)
from knowledge.domain import MultilingualText, Record
from knowledge.questions.entities import EntityIndex, EntityKind
from knowledge.questions.parser import QuestionParser
from knowledge.search import Hit, Passage, Ranking
from tests.knowledge.factories import record, statement


@pytest.mark.parametrize(
    ("features", "sort"),
    [
        ({"phrased": 1.0, "meaning": 0.4, "gap": 1.0}, "chance"),
        ({"phrased": 1.0, "meaning": 0.4}, "ungapped"),
        ({"phrased": 0.0, "meaning": 0.4, "gap": 1.0, "soft": 0.5}, "plain"),
        ({"phrased": 0.0, "meaning": 0.4, "gap": 1.0}, "large"),
        ({"phrased": 1.0, "meaning": 0.0, "gap": 1.0}, "bare"),
        ({"phrased": 0.0, "meaning": 0.0}, "bare_plain"),
    ],
)
def test_each_sort_of_question_has_weights_of_its_own(features, sort):
    sets: dict[str, Any] = {name: {"bias": float(at)} for at, name in enumerate(SORTS)}
    weights = DecisionWeights(**sets)
    assert sort_of(features) == sort
    assert weights.of(features) == {"bias": float(SORTS.index(sort))}


@pytest.mark.parametrize("sort", SORTS)
def test_the_package_has_weights_for_each_sort_that_doubt_what_nothing_speaks_for(sort):
    assert getattr(shipped(), sort)["bias"] < -1


READER = QuestionParser(EntityIndex([]))


def hit(identity: str, score: float = 0.5, text: str = "x", role: str = "phrasing") -> Hit:
    return Hit(identity, score, {"covered": score, "meaning": score}, Passage(role, "en", text))


def candidate(identity: str, worth: float, *, known: bool = True, asked: bool = False) -> Candidate:
    held = record(statement(id=identity)) if known else None
    return Candidate(hit(identity), worth, held, asked=asked)


@pytest.mark.parametrize(
    ("chance", "expected"),
    [
        (POLICY.sure, Verdict.ANSWER),
        (POLICY.sure - 0.01, Verdict.OFFER),
        (POLICY.offered, Verdict.OFFER),
        (POLICY.offered - 0.01, Verdict.REFUSE),
        (0.0, Verdict.REFUSE),
    ],
)
def test_the_chance_decides(chance, expected):
    assert verdict(CandidatePool((candidate("a", 1.0),)), chance) is expected


def test_the_very_words_of_a_phrasing_are_answered():
    found = CandidatePool((candidate("a", 1.0, asked=True),))
    assert verdict(found, 0.0) is Verdict.ANSWER


def test_the_very_words_of_a_gap_question_are_refused():
    found = CandidatePool((candidate("a", 1.0),), hit("gap:x"), gap_asked=True)
    assert verdict(found, 0.99) is Verdict.REFUSE


def test_the_very_words_of_both_leave_it_to_the_chance():
    found = CandidatePool((candidate("a", 1.0, asked=True),), hit("gap:x"), gap_asked=True)
    assert verdict(found, 0.99) is Verdict.ANSWER
    assert verdict(found, 0.0) is Verdict.REFUSE


def test_two_to_four_candidates_are_offered_the_close_ones_first():
    close = tuple(candidate(str(number), 1.0 - number / 10) for number in range(6))
    far = candidate("far", -5.0)
    unknown = candidate("unknown", 1.0, known=False)
    assert [each.id for each in options(CandidatePool((*close, far)))] == ["0", "1", "2", "3"]
    assert [each.id for each in options(CandidatePool((close[0], unknown, far)))] == ["0", "far"]
    assert options(CandidatePool()) == ()


@pytest.mark.parametrize(
    ("question", "of_it"),
    [
        ("When is garlic best planted, on the 14th or the 15th?", False),
        ("Did more boats sink on the 14th or the 15th?", True),
        ("Which is larger, the 14th or the 15th?", True),
    ],
)
def test_a_statement_is_of_what_is_compared_where_it_has_a_word_of_it(question, of_it):
    held = record(statement(id="a", claim=MultilingualText.of(en="12 boats sank on the 14th")))
    told = replace(candidate("a", 1.0), facts=facts_of(held, {}))
    assert is_of_it(READER.read(question), told, lambda _: False) is of_it


def test_a_gap_is_named_when_it_is_near():
    assert gap_is_meant(CandidatePool((), hit("gap:x", POLICY.gap_near)))
    assert not gap_is_meant(CandidatePool((), hit("gap:x", POLICY.gap_near - 0.01)))
    assert not gap_is_meant(CandidatePool())


def test_the_order_is_by_score_and_agreement():
    ranking = Ranking((hit("gap:g", 0.9), hit("a", 0.6), hit("b", 0.5), hit("c", 0.4)))
    assert list(statements_first(ranking)) == ["a", "b", "c"]
    records: dict[str, Record] = {
        "a": record(statement(id="a", speaker="roe")),
        "b": record(statement(id="b")),
    }
    reader = QuestionParser(EntityIndex([(EntityKind.SPEAKER, "ann-lee", ["Lee"])]))
    known = {name: (each, facts_of(each, {})) for name, each in records.items()}
    found = pool_of(
        reader.read("boats of Lee"),
        ranking,
        known,
        {},
        {"speaker_agrees": 1.0, "speaker_clashes": -1.0},
        closeness={},
    )
    assert [each.id for each in found.candidates] == ["b", "a", "c"]
    assert found.gap is not None
    assert found.gap.id == "gap:g"
    assert found.candidates[2].record is None


def test_the_very_words_of_a_phrasing_come_first():
    ranking = Ranking((hit("gap:g", 0.9), hit("gap:h", 0.8), hit("a", 0.6), hit("b", 0.1)))
    asked_of = {"a": "Who left the harbour at dawn?", "b": "Who left the Harbour?"}
    records = {
        name: record(statement(id=name, phrasings=(("en", text),)))
        for name, text in asked_of.items()
    }
    known = {name: (each, facts_of(each, {})) for name, each in records.items()}
    read = READER.read("who left the harbours")
    found = pool_of(read, ranking, known, {}, {}, closeness={}, gap_asked="gap:h")
    assert [(each.id, each.asked) for each in found.candidates] == [("b", True), ("a", False)]
    assert found.gap is not None
    assert (found.gap.id, found.gap_asked) == ("gap:h", True)
    elsewhere = pool_of(read, ranking, known, {}, {}, closeness={}, gap_asked="gap:z")
    assert elsewhere.gap is not None
    assert (elsewhere.gap.id, elsewhere.gap_asked) == ("gap:g", False)


def test_two_searches_for_one_question_are_joined():
    first = CandidatePool((candidate("a", 2.0), candidate("b", 1.0)), hit("gap:x"))
    second = CandidatePool((candidate("b", 4.0), candidate("c", 3.0)))
    both = joined(first, second)
    assert [(each.id, each.worth) for each in both.candidates] == [
        ("a", 2.5),
        ("b", 2.5),
        ("c", 2.0),
    ]
    assert both.gap is first.gap
    assert joined(CandidatePool(), CandidatePool()).candidates == ()


def test_features_tell_lead_gap_and_unknown_words():
    asked = READER.read("who steered the zeppelin")
    ranking = Ranking((), unknown=("zeppelin",))
    found = CandidatePool(
        (candidate("a", 2.0), candidate("b", 1.0)), hit("gap:x", 0.9), ranking=ranking
    )
    features = features_of(asked, found)
    assert features["lead"] == 1.0
    assert features["unknown"] == 0.5
    assert features["gap_over"] == pytest.approx(log_odds(0.9))
    assert features["gap_covered"] == pytest.approx(0.4)
    alone = features_of(asked, CandidatePool((candidate("a", 2.0),)))
    assert alone["lead"] == 4.0
    assert "gap" not in alone
    assert features_of(asked, CandidatePool()) == {}


def test_the_chance_is_the_logistic_of_the_weighted_features():
    assert chance_of({}, {"bias": 9.0}) == 0.0
    assert chance_of({"a": 1.0}, {"bias": -1.0, "a": 1.0}) == 0.5
    assert chance_of({"a": 1e9}, {"a": 1.0}) == pytest.approx(1.0)


def test_the_shipped_weights_speak_for_or_against_as_their_names_say():
    weights = shipped()
    assert weights.made_by
    for table in (weights.agreement, weights.chance):
        for name, weight in table.items():
            if name.endswith("_agrees"):
                assert weight >= 0, name
            if name.endswith("_clashes") or name in {
                "gap_over",
                "gap_covered",
                "gap_meaning",
                "unknown",
            }:
                assert weight <= 0, name


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("When did the fire at Terminal 2 begin?", True),
        ("When did the fire at Terminal 4 begin?", False),
        ("When did the fire at the terminal begin?", False),
        ("Did 2 boats burn at Terminal 4?", False),
    ],
)
def test_a_thing_of_another_number_is_another_thing(question, other):
    held = record(statement(claim=MultilingualText.of(en="The fire at Terminal 4 began at noon")))
    given = Candidate(hit("a"), 1.0, held, facts=facts_of(held, {}))
    assert is_of_another_number(READER.read(question), given) is other


def test_whether_there_is_an_encoder_is_told_by_either_closeness():
    assert sort_of({"phrased": 0.0, "meaning": 0.0, "meaning_main": -0.1, "soft": 0.4}) == "plain"
