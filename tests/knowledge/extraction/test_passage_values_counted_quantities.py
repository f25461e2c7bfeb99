"""Figures, dates and places of a passage."""

import pytest

from knowledge.domain import Qualifier
from knowledge.extraction.language_models import places_in
from knowledge.extraction.passage_values import dates_in, happened, quantities_in, said_on

FIGURES = [
    ("en", "130 ships sank", [(130, "ships sank", Qualifier.EXACTLY)]),
    ("en", "more than 3.5 million litres", [(3_500_000, "litres", Qualifier.MORE_THAN)]),
    ("en", "at least twelve houses", [(12, "houses", Qualifier.AT_LEAST)]),
    ("en", "a 20% rise", [(20, "rise", Qualifier.EXACTLY)]),
    ("en", "$5 was paid", [(5, "$", Qualifier.EXACTLY)]),
    ("en", "none of the ships", [(0, "ships", Qualifier.EXACTLY)]),
    ("en", "twenty-two boats", [(22, "boats", Qualifier.EXACTLY)]),
    ("en", "Nine News and the 2016 elections at 16:15 on 3 May", []),
    ("en", "flight SH318 of the A321 at 9:02 p.m. in May 2021", []),
    ("en", "one ship", []),
    ("ru", "более 20 кораблей", [(20, "кораблей", Qualifier.MORE_THAN)]),
    ("ru", "погибших двое", [(2, "погибших", Qualifier.EXACTLY)]),
    ("ru", "1,5 млн рублей", [(1_500_000, "рублей", Qualifier.EXACTLY)]),
    ("ru", "от 400 до 700 тыс. рублей", [(400_000, "рублей", Qualifier.AT_LEAST), (700_000, "рублей", Qualifier.AT_MOST)]),
    ("ru", "в доме № 18 в 22:47 9 и 11 января", []),
    ("uk", "щонайменше дев'яносто мільйонів гривень", [(90_000_000, "гривень", Qualifier.AT_LEAST)]),
    ("uk", "постраждали троє людей", [(3, "людей", Qualifier.EXACTLY)]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), FIGURES)
def test_figures_have_value_what_they_count_and_hedge(language, text, expected):
    found = quantities_in(text, language, "2024-05-10")
    assert [(one.value, one.what, one.qualifier) for one in found] == expected


DATES = [
    ("en", "on Tuesday", "2025-03-14", ["2025-03-11"]),
    ("en", "said yesterday", "2025-03-14", ["2025-03-13"]),
    ("en", "last night", "2025-03-14", ["2025-03-13"]),
    ("en", "will hold on Sunday", "2025-03-14", ["2025-03-16"]),
    ("en", "by 1 April", "2025-03-14", ["2025-04-01"]),
    ("en", "since October", "2025-03-14", ["2024-10"]),
    ("en", "they may march on", "2025-03-14", []),
    ("en", "on Tuesday, in May", None, ["XXXX-05"]),
    ("en", "March 3, 2021", None, ["2021-03-03"]),
    ("en", "on February 31, 2021", None, ["2021-02"]),
    ("en", "began in 2022", None, ["2022"]),
    ("ru", "накануне в 22:47", "2025-01-15", ["2025-01-14"]),
    ("ru", "в среду", "2025-01-15", ["2025-01-15"]),
    ("ru", "9 и 11 января", "2025-01-15", ["2025-01-09", "2025-01-11"]),
    ("ru", "истёк 30 сентября", "2025-01-15", ["2024-09-30"]),
    ("ru", "не раньше 14 февраля", "2025-01-15", ["2025-02-14"]),
    ("uk", "минулої п'ятниці", "2025-11-18", ["2025-11-14"]),
    ("uk", "учора", "2025-11-18", ["2025-11-17"]),
    ("uk", "3 вересня", None, ["XXXX-09-03"]),
]


@pytest.mark.parametrize(("language", "text", "published", "expected"), DATES)
def test_dates_are_led_back_by_the_articles_own_and_no_year_is_invented(
    language, text, published, expected
):
    assert [one.text for one in dates_in(text, language, published)] == expected


def test_the_day_of_saying_is_the_one_day_that_the_credit_gives():
    assert said_on(["the mayor said on Tuesday"], "en", "2025-03-14") == "2025-03-11"
    assert said_on(["the mayor said"], "en", "2025-03-14") is None
    assert said_on(["said on Tuesday, not Monday"], "en", "2025-03-14") is None


def test_what_it_is_about_is_a_day_or_a_span():
    days = dates_in("on Monday and on Tuesday", "en", "2025-03-14")
    assert happened(days) == "2025-03-10/2025-03-11"
    assert happened(days[:1]) == "2025-03-10"
    assert happened([]) is None


def test_places_are_names_behind_prepositions_and_no_months():
    found = places_in("in May ships sank near Port Derby and over Norwegian waters", "en")
    assert found == ("Port Derby",)
