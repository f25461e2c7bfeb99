"""Pictures: what has no year is put in no year, an open end fades, nothing is told by colour alone."""

import struct
import zlib

import pytest

from handlers import charts as drawing
from handlers.canvas import DARK, LIGHT, WIDTH, width_of, wrapped
from handlers.charts import speakers_png, timeline_png
from knowledge.desk import Desk
from knowledge.domain import (
    Attribution,
    Language,
    Legend,
    Moment,
    Plotted,
    SpeakersChart,
    Speaking,
    TimelineChart,
)

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LEGEND = Legend(
    "Timeline", {each: each.value for each in Attribution}, "disputed", "Year not given",
    "No date given", "no end given", "no beginning given", "Reported.", MONTHS,
)  # fmt: skip


def plotted(moment: Moment | None, disputed: str = "") -> Plotted:
    return Plotted(
        moment, "An incident", "A claim of $5 & more", "Ann Lee", Attribution.NAMED, disputed
    )


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def texts(png: bytes) -> str:
    """What the file says of itself in words."""
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"tEXt":
            found.append(body.decode("latin-1"))
        elif kind == b"zTXt":
            name, _, packed = body.partition(b"\0")
            found.append(f"{name.decode()} {zlib.decompress(packed[1:]).decode('latin-1')}")
        at += 12 + length
    return "\n".join(found)


def bands(*entries: Plotted) -> list[drawing.Band]:
    return list(drawing.bands_of(TimelineChart(LEGEND, entries, "")))


def test_what_has_no_year_is_put_in_no_year():
    may = plotted(Moment(month=5, printed="May, year not given"))
    dated = plotted(Moment(2022, printed="2022"))
    undated = plotted(None)
    years, months, none = bands(may, dated, undated)
    assert [card.entry for card in years.cards] == [dated]
    assert [card.entry for card in months.cards] == [may]
    assert [card.entry for card in none.cards] == [undated]
    assert [name for _, name in months.ticks] == list(MONTHS)
    assert months.heading == "Year not given"


def test_the_whole_of_may_is_marked_and_a_day_is_a_point():
    (months,) = bands(plotted(Moment(month=5)), plotted(Moment(month=12, day=14)))
    may, day = months.cards
    assert may.place == pytest.approx(4 / 12)
    assert may.extent == pytest.approx(1 / 12)
    assert day.extent == 0
    assert day.place == pytest.approx((11 + 13 / 31) / 12)


def test_years_stand_in_their_proportion():
    (years,) = bands(
        plotted(Moment(2020)),
        plotted(Moment(2023, 7)),
        plotted(Moment(2021, until=(2022, None, None))),
    )
    assert [name for _, name in years.ticks] == ["2020", "2021", "2022", "2023", "2024"]
    first, second, span = years.cards
    assert (first.place, first.extent) == (0, 0.25)
    assert second.place == pytest.approx(0.875)
    assert (span.place, span.extent) == (0.25, 0.5)


@pytest.mark.parametrize(
    ("moment", "word"),
    [
        (Moment(2022, lasts=True, printed="since 2022"), "since 2022, no end given"),
        (Moment(2022, opens=True, printed="until 2022"), "until 2022, no beginning given"),
        (None, "No date given"),
    ],
)
def test_an_open_end_is_told_in_words_too(moment: Moment | None, word: str):
    assert drawing.when_told(moment, LEGEND) == word


@pytest.mark.parametrize("dark", [False, True])
def test_every_sort_of_entry_is_drawn(dark: bool):
    entries = (
        plotted(Moment(2022, lasts=True)), plotted(Moment(2021, opens=True), "disputed"),
        plotted(Moment(month=12, day=14)), plotted(Moment(month=12, day=15)), plotted(None),
    )  # fmt: skip
    png = timeline_png(TimelineChart(LEGEND, entries, "In words"), dark=dark)
    assert size(png)[0] == WIDTH
    assert "In words" in texts(png)


def test_speakers_are_drawn_one_shape_a_statement():
    many = tuple((Attribution.ANONYMOUS, False) for _ in range(25))
    few = ((Attribution.NAMED, True),)
    rows = (
        Speaking("Somebody with a very long name " * 4, "a role", "party", many, "25"),
        Speaking("Ann", "", "", few, "1"),
    )
    png = speakers_png(SpeakersChart(LEGEND, rows, "Who"), dark=True)
    assert size(png)[0] == WIDTH


@pytest.mark.parametrize("language", list(Language))
def test_the_store_is_drawn_in_every_language(desk: Desk, language: Language):
    chart = desk.browse.timeline_chart(language)
    assert len(chart.entries) >= 4
    assert timeline_png(chart).startswith(b"\x89PNG")
    speakers = desk.browse.speakers_chart(language)
    assert sum(len(each.statements) for each in speakers.speakers) >= 20
    assert speakers_png(speakers).startswith(b"\x89PNG")


def test_words_wrap_within_their_width_and_end_in_dots():
    text = "some words that go on " * 20
    lines = wrapped(text, 30, 400, most=3)
    assert len(lines) == 3
    assert all(width_of(line, 30) <= 400 for line in lines)
    assert lines[-1].endswith("…")
    assert wrapped("unbreakable" * 20, 30, 200)[0].endswith("…")
    assert wrapped("", 30, 200) == []


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_words_stand_out_from_what_they_stand_on(theme):
    """Contrast of at least 4.5, as WCAG 2 asks for text."""
    for ground in (theme.paper, theme.card):
        for colour in (theme.ink, theme.quiet, theme.alarm, *theme.terms):
            bright, faint = sorted((luminance(ground), luminance(colour)), reverse=True)
            if ground == theme.paper and colour in theme.terms:
                continue  # on the paper stand shapes and no words in these colours
            assert (bright + 0.05) / (faint + 0.05) >= 4.5, (ground, colour)
