"""Negations that bear on the question, and those that do not."""

import pytest

from knowledge.questions.value_expressions import (
    counts_what_is_not,
    is_negated,
    names_by_number,
    numbers_in,
    says_all,
)


@pytest.mark.parametrize(
    ("question", "negated"),
    [
        ("none of the boats came back", True),
        ("who did not come back?", True),
        ("why won't they say it?", True),
        ("never came back", True),
        ("who came back?", False),
        ("didn't they come back?", False),
        ("no doubt they came back", False),
        ("ни одна лодка не вернулась", True),
        ("кто вернулся?", False),
        ("не знаете, кто вернулся?", False),
        ("жоден човен не повернувся", True),
        ("хто повернувся?", False),
    ],
)
def test_a_negation_is_seen(question, negated):
    assert is_negated(question) is negated


@pytest.mark.parametrize(
    ("question", "opposite"),
    [
        ("how many boats did not come back", True),
        ("how many boats weren't lost?", True),
        ("сколько лодок не вернулось", True),
        ("скільки човнів не повернулося", True),
        ("how many boats came back", False),
        ("i can't tell: how many boats came back?", False),
        ("how many came back, if not all?", False),
        ("who did not come back", False),
    ],
)
def test_a_count_of_the_others_is_seen(question, opposite):
    assert counts_what_is_not(question) is opposite


@pytest.mark.parametrize(
    ("question", "everything"),
    [
        ("did all boats leave", True),
        ("все лодки ушли", True),
        ("усі човни", True),
        ("some left", False),
    ],
)
def test_a_claim_about_everything_is_seen(question, everything):
    assert says_all(question) is everything


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("130 boats", {130}),
        ("1,300 boats and 1 300 sails", {1300}),
        ("2.5 percent", {2.5}),
        ("20%", {20}),
        ("one hundred thirty boats", {130}),
        ("a hundred and thirty boats", {130}),
        ("two thousand three hundred", {2300}),
        ("twenty-one boats", {21}),
        ("a dozen boats", {12}),
        ("the one who left", set()),
        ("s-300 and su-34", set()),
        ("no number at all", set()),
        ("сто тридцать лодок", {130}),
        ("двадцать один", {21}),
        ("двух тысяч", {2000}),
        ("пятнадцать", {15}),
        ("двадцять один човен", {21}),
        ("п'ятнадцять", {15}),
        ("шестеро погибших и двое раненых", {6, 2}),
        ("врятували троє дітей, семеро поранено", {3, 7}),
        ("оба капитана и ни одного матроса", set()),
        ("none of them", set()),
        ("99999999999999999999", set()),
    ],
)
def test_numbers_are_found(text, numbers):
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("the fire at terminal 4 began", {"terminal": {"4"}}),
        ("в школе № 6 и в школе № 7", {"школе": {"6", "7"}}),
        ("school no 6 has 120 pupils", {"school": {"6"}}),
        ("terminal 4 burned 12 hours", {"terminal": {"4"}}),
        ("130 boats left", {}),
        ("№ 6", {}),
    ],
)
def test_a_number_can_name_a_thing(text, named):
    assert names_by_number(text) == named
