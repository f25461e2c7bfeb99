"""Dates are printed from what is known of them, and nothing more."""

import pytest
from hypothesis import given, strategies as st

from knowledge.domain.dates import (
    Edtf,
    NotEdtf,
    month_name,
    parted,
    rare,
    read_date,
    usual,
    usual_span,
)


@pytest.mark.parametrize(
    ("text", "language", "printed", "named"),
    [
        ("XXXX-05", "en", "in May (year not given)", "May, year not given"),
        ("XXXX-05", "ru", "в мае (год не указан)", "май, год не указан"),
        ("XXXX-05", "uk", "у травні (рік не вказано)", "травень, рік не вказано"),
        ("XXXX-12-15", "en", "on December 15 (year not given)", "December 15, year not given"),
        ("XXXX-12-15", "ru", "15 декабря (год не указан)", "15 декабря, год не указан"),
        ("XXXX-12-15", "uk", "15 грудня (рік не вказано)", "15 грудня, рік не вказано"),
        ("2023-08", "en", "in August 2023", "August 2023"),
        ("2023-08", "ru", "в августе 2023 года", "август 2023 года"),
        ("2023-08", "uk", "у серпні 2023 року", "серпень 2023 року"),
        ("2023-08-05", "en", "on August 5, 2023", "August 5, 2023"),
        ("2023-08-05", "ru", "5 августа 2023 года", "5 августа 2023 года"),
        ("2021", "en", "in 2021", "2021"),
        ("2021", "ru", "в 2021 году", "2021"),
        ("2021", "uk", "у 2021 році", "2021"),
        ("2022/..", "en", "since 2022", "since 2022"),
        ("2022/..", "ru", "с 2022 года", "с 2022 года"),
        ("2022/..", "uk", "з 2022 року", "з 2022 року"),
        ("../2022", "en", "until 2022", "until 2022"),
        (
            "2022-01/2022-03",
            "en",
            "from January 2022 to March 2022",
            "from January 2022 to March 2022",
        ),
        ("2023-08?", "en", "in August 2023 (uncertain)", "August 2023, uncertain"),
        ("20XX", "en", "in 20XX (uncertain)", "20XX, uncertain"),
        ("XXXX-05/XXXX-07", "ru", "с мая по июля", "с мая по июля"),
    ],
)
def test_a_date_is_printed_as_precisely_as_it_is_known(text, language, printed, named):
    date = Edtf.parse(text)
    assert date.printed(language) == printed
    assert date.named(language) == named


@pytest.mark.parametrize(
    "text", ["", "yesterday", "XXXX", "../..", "2023-13", "2023-02-30", "1 May"]
)
def test_what_is_no_date_is_refused_with_a_sentence(text):
    with pytest.raises(NotEdtf, match="is not an EDTF date; write for example"):
        Edtf.parse(text)


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2023-02", "month", (2023, 2, 1), (2023, 2, 28)),
        ("2023", "year", (2023, 1, 1), (2023, 12, 31)),
        ("XXXX-12-15", "day", (0, 12, 15), (9999, 12, 15)),
        ("2022/..", "year", (2022, 1, 1), (9999, 12, 31)),
        ("../2022-06", "month", (0, 1, 1), (2022, 6, 30)),
    ],
)
def test_the_bounds_of_a_date_are_clamped(text, precision, first, last):
    date = Edtf.parse(text)
    assert (date.precision, date.first, date.last) == (precision, first, last)


def test_dates_without_a_year_sort_behind_those_with_one():
    texts = ["XXXX-12-15", "2023-08", "XXXX-05", "2022/.."]
    ordered = sorted(texts, key=lambda text: Edtf.parse(text).sort_key)
    assert ordered == ["2022/..", "2023-08", "XXXX-05", "XXXX-12-15"]


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("XXXX-12", "XXXX-12-15", True),
        ("XXXX-12-14", "XXXX-12-15", False),
        ("2021", "XXXX-12-15", True),
        ("2022/..", "2023-08", True),
        ("2022/..", "2021", False),
        ("2022/..", "XXXX-05", True),
        ("2021", "2022", False),
    ],
)
def test_dates_overlap_where_they_can_be_the_same_day(one, other, overlap):
    assert Edtf.parse(one).overlaps(Edtf.parse(other)) is overlap
    assert Edtf.parse(other).overlaps(Edtf.parse(one)) is overlap


def test_a_year_marked_as_uncertain_is_known_as_such():
    assert Edtf.parse("2023~").uncertain
    assert Edtf.parse("20XX").uncertain
    assert not Edtf.parse("XXXX-05").uncertain


def test_a_month_is_bare_without_its_remarks():
    assert Edtf.parse("XXXX-05").bare("en") == "May"
    assert Edtf.parse("2022/..").bare("en") == "since 2022"
    assert month_name(5, "ru", "format") == "мая"


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused(text):
    try:
        date = Edtf.parse(text)
    except NotEdtf:
        return
    assert date.printed("en")
    assert date.sort_key


_ONE = st.from_regex(r"(000[01]|19\d\d|2001|9999|XXXX)(-[01]\d(-[0-3]\d)?)?", fullmatch=True)


@given(_ONE, st.none() | st.just("..") | _ONE)
def test_what_is_read_without_the_grammar_is_what_the_grammar_reads(one, other):
    text = one if other is None else f"{one}/{other}"
    read = usual(text) or usual_span(text)
    assert read is None or read == rare(text)


def test_the_grammar_is_not_loaded_for_dates_that_do_without():
    for text in ("2023-08-15", "2023-08", "2023", "XXXX-05", "XXXX-12-15"):
        assert usual(text)
    for text in ("2022/..", "../2022", "2022-01/2022-03"):
        assert usual_span(text)


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
