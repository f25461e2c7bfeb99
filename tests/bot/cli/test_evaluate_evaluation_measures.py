"""The measures mean what their names say."""

from typing import Any

import pytest

from bot.cli.evaluate import Gold, Told, by, judge, measures, verdict


def gold(*expect: str, **fields) -> Gold:
    values: dict[str, Any] = {"id": "q", "question": "?", "expect": frozenset(expect)} | fields
    return Gold(**values)


def told(outcome: str = "answer", *, ranked: str = "", shown: str = "", **fields) -> Told:
    values: dict[str, Any] = {
        "id": "q",
        "outcome": outcome,
        "ranked": tuple(ranked.split()),
        "statements": tuple(shown.split()),
        "caveats": frozenset(),
        "text": "",
        "ms": 1.0,
    } | fields
    return Told(**values)


@pytest.mark.parametrize(
    ("expect", "ranked", "precision", "reciprocal", "first"),
    [
        (("a",), "a b c", 1.0, 1.0, 1),
        (("a",), "b a c", 0.5, 0.5, 2),
        (("a",), "b c d e f a", 0.0, 1 / 6, 6),  # beyond five: no precision, but a rank
        (("a",), "b c", 0.0, 0.0, None),
        (("a", "b"), "a x b", (1 + 2 / 3) / 2, 1.0, 1),
        (("a", "b"), "a x", 0.5, 1.0, 1),
        (tuple("abcdefg"), "a b c d e f g", 1.0, 1.0, 1),  # seven expected, five looked at
    ],
)
def test_ranking(expect, ranked, precision, reciprocal, first):
    one = judge(gold(*expect), told(ranked=ranked, shown="x"))
    assert one.average_precision == pytest.approx(precision)
    assert one.reciprocal_rank == pytest.approx(reciprocal)
    assert one.first_hit == first


@pytest.mark.parametrize(
    ("expect", "outcome", "shown", "meant"),
    [
        ("a", "answer", "a", "right"),
        ("a", "answer", "b", "wrong"),
        ("a b", "listing", "a b", "right"),
        ("a b", "listing", "a b c d", "right"),  # half of it is expected
        ("a b", "listing", "a b c d e", "offered"),  # less than half
        ("a b", "listing", "a c", "offered"),  # not all
        ("a b", "listing", "c d", "wrong"),
        ("a", "choices", "b a", "offered"),
        ("a", "choices", "b c", "missed"),
        ("a", "no_answer", "", "refused"),
        ("a", "no_answer", "a", "refused"),  # the nearest is no answer
    ],
)
def test_verdicts_on_questions_that_have_an_answer(expect, outcome, shown, meant):
    assert verdict(gold(*expect.split()), told(outcome, shown=shown)) == meant


@pytest.mark.parametrize(
    ("outcome", "meant"),
    [("no_answer", "refused"), ("answer", "asserted"), ("choices", "asserted")],
)
def test_verdicts_on_questions_that_have_none(outcome, meant):
    assert verdict(gold(abstain=True), told(outcome, shown="a")) == meant


def test_words_count_in_any_case_and_form_and_any_of_a_group_will_do():
    wanted = gold("a", must_say=(("Twenty-One", "21"), ("Ёлка",), ("absent",)))
    one = judge(wanted, told(shown="a", text="２１ елка"))
    assert one.said == (2, 3)


def test_words_and_caveats_are_asked_of_answers_only():
    wanted = gold("a", must_say=(("x",),), must_caveat=frozenset({"party", "year"}))
    answered = judge(wanted, told(shown="a", caveats=frozenset({"party", "date"})))
    offered = judge(wanted, told("choices", shown="a"))
    assert (answered.said, answered.careful) == ((0, 1), (1, 2))
    assert (offered.said, offered.careful) == ((0, 0), (0, 0))


def test_shares_are_of_the_questions_that_they_are_about():
    judged = [
        judge(gold("a"), told(ranked="a", shown="a", ms=1)),
        judge(gold("a"), told("choices", ranked="b a", shown="b a", ms=2)),
        judge(gold("a"), told(ranked="b", shown="b", ms=3)),
        judge(gold("a"), told("no_answer", ranked="c", ms=4)),
        judge(gold(abstain=True), told("no_answer", ms=5)),
        judge(gold(abstain=True), told(ranked="a", shown="a", ms=6)),
    ]
    figures = measures(judged)
    assert figures == {
        "must_conflict": 0.0,
        "clean": 1.0,
        "n": 6,
        "map5": 0.375,
        "mrr": 0.375,
        "hit1": 0.25,
        "hit5": 0.5,
        "answered_right": 0.25,
        "offered": 0.25,
        "answered_wrong": 0.25,
        "refused_wrong": 0.25,
        "abstain_recall": 0.5,
        "abstain_precision": 0.5,
        "must_say": 0.0,
        "must_caveat": 0.0,
        "ms_p50": 3.5,
        "ms_p95": 5.75,
    }


def test_no_questions_and_one_question_have_figures_too():
    assert measures([])["n"] == 0
    assert measures([judge(gold("a"), told(shown="a", ms=2))])["ms_p95"] == 2.0


def test_parts_are_told_apart_where_the_file_does():
    judged = [
        judge(gold("a", style="typo", lang="ru"), told(ranked="a", shown="a")),
        judge(gold("a", style="plain", lang="ru"), told(ranked="b", shown="b")),
    ]
    assert {name: part["hit1"] for name, part in by(judged, "style").items()} == {
        "plain": 0.0,
        "typo": 1.0,
    }
    assert by(judged, "lang")["ru"]["n"] == 2
    assert by([judge(gold("a", lang=""), told(shown="a"))], "style") == {}


def test_letters_within_a_longer_word_are_not_said():
    gold = Gold("q", "?", must_not_say=("ria", "were shot down"))
    told = Told("q", "no_answer", (), (), frozenset(), "Aerial drones; 21 were shot down.", 1.0)
    assert judge(gold, told).banned == ("were shot down",)
