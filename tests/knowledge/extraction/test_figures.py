"""Numbers, dates and places of a passage."""

import pytest

from knowledge.domain import Qualifier
from knowledge.extraction.figures import dates_in, figures_in, places_in

FIGURES = [
    ("130 ships sank", [(130, "ships", Qualifier.EXACTLY)]),
    ("about 1,200 people came", [(1200, "people", Qualifier.ABOUT)]),
    ("more than 3.5 million litres", [(3_500_000, "litres", Qualifier.MORE_THAN)]),
    ("at least twelve houses burned", [(12, "houses", Qualifier.AT_LEAST)]),
    ("a 20% rise", [(20, "%", Qualifier.EXACTLY)]),
    ("up to 40 percent of it", [(40, "%", Qualifier.AT_MOST)]),
    ("$5 was paid", [(5, "$", Qualifier.EXACTLY)]),
    ("none of the ships", [(0, "", Qualifier.EXACTLY)]),
    ("one ship", []),
    ("in May 2021", []),
    ("on 3 May, 12 ships", [(12, "ships", Qualifier.EXACTLY)]),
    ("the year 2021", []),
    ("более 20 кораблей", [(20, "кораблей", Qualifier.MORE_THAN)]),
    ("a Su-34 flew", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_figures_have_value_unit_and_qualifier(text, expected):
    assert [(one.value, one.unit, one.qualifier) for one in figures_in(text)] == expected


DATES = [
    ("in May", ("XXXX-05",)),
    ("they may march on", ()),
    ("May they march", ()),
    ("December 15th", ("XXXX-12-15",)),
    ("3 March 2021", ("2021-03-03",)),
    ("March 3, 2021", ("2021-03-03",)),
    ("August 2023", ("2023-08",)),
    ("since 2022", ("2022",)),
    ("15 декабря 2023", ("2023-12-15",)),
    ("у травні", ("XXXX-05",)),
    ("on May 40", ("XXXX-05",)),
    ("on February 31, 2021", ("2021-02",)),
    ("in May and in May", ("XXXX-05",)),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates_are_edtf_and_no_year_is_invented(text, expected):
    assert dates_in(text) == expected


def test_places_are_names_behind_prepositions_and_no_months():
    assert places_in("in May ships sank near Port Derby and over Norwegian waters") == (
        "Port Derby",
    )
