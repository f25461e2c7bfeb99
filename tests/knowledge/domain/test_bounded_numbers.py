"""A number from outside is one that the database can hold, or none."""

import pytest

from knowledge.domain import number_in


@pytest.mark.parametrize("number", [0, 7, 10**18, 2**63 - 2])
def test_a_number_is_read(number: int):
    assert number_in(str(number)) == number
    assert number_in(f"00{number}"[-19:]) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", " 1", "1 ", "1\n", "1.0", "1e3", "0x1", "٣", "²", "9" * 19, "9" * 5000]
)
def test_whatever_else_is_no_number(text: str):
    assert number_in(text) is None


def test_the_number_after_it_fits_as_well():
    assert number_in(str(2**63 - 1)) is None
