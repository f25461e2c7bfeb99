"""Dates as people write them."""

import pytest

from knowledge.domain.written_dates import parted, read_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("3 сентября", "XXXX-09-03"),
        ("3 сентября 2024 года", "2024-09-03"),
        ("3 вересня 2024 р.", "2024-09-03"),
        ("вересень 2023", "2023-09"),
        ("мае", "XXXX-05"),
        ("12 March 2024", "2024-03-12"),
        ("March 12, 2024", "2024-03-12"),
        ("1st of May", "XXXX-05-01"),
        ("03.09.2024", "2024-09-03"),
        ("2024-05-06", "2024-05-06"),
        ("31 February 2024", None),
        ("40 лодок", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_read(text: str, date: str | None):
    assert read_date(text) == date


def test_a_text_is_parted_from_its_dates():
    rest, dates = parted("On December 14 130 drones, 14 boats, 12 houses")
    assert dates == {"XXXX-12-14"}
    assert "130 drones, 14 boats, 12 houses" in rest
