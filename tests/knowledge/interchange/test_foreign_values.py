"""Dates as people and machines write them."""

import pytest

from knowledge.interchange.foreign_values import foreign_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019-03-16 14:22:00", "2019-03-16"),
        ("2023-09-11T00:00:00.000Z", "2023-09-11"),
        ("2017-10-03T23:30:00-05:00", "2017-10-03"),  # the day that is written, not another zone's
        ("2017/06/22", "2017-06-22"),
        ("20170722", "2017-07-22"),
        ("May 3, 2017", "2017-05-03"),
        ("3rd of May 2017", "2017-05-03"),
        ("Thu, 03 Aug 2017 09:00:00 GMT", "2017-08-03"),
        ("Sept. 5, 2020", "2020-09-05"),
        ("3 мая 2017 года", "2017-05-03"),
        ("3 травня 2017 р.", "2017-05-03"),
        ("Середа, 3 травня 2017, 14:00", "2017-05-03"),
        ("03.04.2017", "2017-04-03"),
        ("25/12/2017", "2017-12-25"),
        ("12/25/2017", "2017-12-25"),
        ("05/05/2017", "2017-05-05"),
        ("03/04/2017", "2017"),  # March or April: the year is sure
        ("04.2017", "2017-04"),
        ("July 2019", "2019-07"),
        ("травень 2017", "2017-05"),
        ("2017-11", "2017-11"),
        ("2017", "2017"),
        ("XXXX-05", "XXXX-05"),
        ("2022/..", "2022/.."),
        ("1504396800", "2017-09-03"),
        ("1504396800000", "2017-09-03"),
    ],
)
def test_a_written_date_is_read(text, date):
    assert foreign_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31", "2017-02-30", "2021-13-45",
        "May", "3 мая", "May 3", "yesterday", "5 days ago", "now", "Monday", "12:00 2017", "19:30",
        "Summer 2019", "S-300 and Su-34", "12", "17 May 2019 — updated 18 May 2019", "x" * 10_000,
        "2017-05-03 " * 20,
    ],
)  # fmt: skip
def test_what_gives_no_date_gives_none_and_nothing_is_added(text):
    assert foreign_date(text) is None
