"""Times are found as they are written, and taken out of the text."""

import pytest

from knowledge.questions.value_expressions import times_in

MID = tuple(range(11, 21))


@pytest.mark.parametrize(
    ("text", "year", "months", "days"),
    [
        ("what happened in december", None, (12,), ()),
        ("the december 15th attack", None, (12,), (15,)),
        ("15 december 2022", 2022, (12,), (15,)),
        ("dec. 15", None, (12,), (15,)),
        ("in december of 2022", 2022, (12,), ()),
        ("in 2021, in december", 2021, (12,), ()),
        ("last december", None, (12,), ()),
        ("the mid-december swarm", None, (12,), MID),
        ("early march", None, (3,), tuple(range(1, 11))),
        ("late in may", None, (5,), ()),
        ("the may boats", None, (5,), ()),
        ("back in 2014", 2014, (), ()),
        ("on the 15th", None, (), (15,)),
        ("on the 15th, that december", None, (12,), (15,)),
        ("2022-12-15", 2022, (12,), (15,)),
        ("15.12.2022", 2022, (12,), (15,)),
        ("12/15", None, (12,), (15,)),
        ("that spring", None, (3, 4, 5), ()),
        ("15 декабря", None, (12,), (15,)),
        ("14-го декабря 2022 года", 2022, (12,), (14,)),
        ("в середине декабря", None, (12,), MID),
        ("15-го числа", None, (), (15,)),
        ("в мае", None, (5,), ()),
        ("весной", None, (3, 4, 5), ()),
        ("15 грудня", None, (12,), (15,)),
        ("у травні", None, (5,), ()),
        ("наприкінці серпня", None, (8,), ()),
        ("взимку", None, (1, 2, 12), ()),
    ],
)
def test_one_time_is_found(text, year, months, days):
    (when,) = times_in(text).found
    assert (when.year, tuple(sorted(when.months)), tuple(sorted(when.days))) == (year, months, days)


@pytest.mark.parametrize(
    "text",
    [
        "may i ask who left",
        "this may lead to more",
        "the march of the boats may be long",
        "s-300 and su-34",
        "130 boats",
        "version 20.1.3 of it",
        "99/99",
        "",
    ],
)
def test_no_time_is_seen_where_there_is_none(text):
    assert times_in(text).found == ()


def test_several_times_are_kept_apart():
    found = times_in("21 on december 15 and 130 on december 14").found
    assert [sorted(when.days) for when in found] == [[15], [14]]


def test_the_rest_of_the_text_is_without_times():
    assert times_in("how many left on december 15").rest.split() == ["how", "many", "left", "on"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on december fifteenth", 15),
        ("december the third", 3),
        ("пятнадцатого декабря", 15),
        ("двадцать первого декабря", 21),
        ("п'ятнадцятого грудня", 15),
        ("any of the dec 15 drones", 15),
    ],
)
def test_a_day_in_words_or_before_what_it_is_of_is_a_day(text: str, day: int):
    (when,) = times_in(text).found
    assert when.months == {12}
    assert when.days == {day}


@pytest.mark.parametrize(
    "text",
    ["the second attack in december", "in december 15 drones fell", "второго дрона в декабре"],
)
def test_what_is_counted_beside_a_month_is_no_day(text: str):
    (when,) = times_in(text).found
    assert when.days == frozenset()
