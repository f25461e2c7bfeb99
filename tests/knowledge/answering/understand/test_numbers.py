"""Numbers are found as digits and as words."""

import pytest

from knowledge.answering.understand.numbers import numbers_in


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
        ("99999999999999999999", set()),
    ],
)
def test_numbers_are_found(text, numbers):
    assert numbers_in(text) == numbers
