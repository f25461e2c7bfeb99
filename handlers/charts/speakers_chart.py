"""Who said how much on what terms, as a picture: a shape for each statement."""

from collections.abc import Sequence

from handlers.charts.canvas import (
    DARK,
    LIGHT,
    TALLEST,
    WIDTH,
    Canvas,
    footer,
    footer_height,
    heading,
    heading_height,
    occurring,
    wrapped,
)
from knowledge.domain import Legend, SpeakersChart, Speaking

MARGIN = 44.0
PAD = 14.0
GAP = 8.0
NAME, SMALL, STEP = 28.0, 24.0, 42.0
LEADING = 1.2
MARKS = 590.0
"""Where the shapes begin."""
A_ROW = 9
NAMES = MARKS - MARGIN - PAD - 44
"""Width of the names; the first shape reaches half its size to the left of where it begins."""


def speakers_png(chart: SpeakersChart, *, dark: bool = False) -> bytes:
    """The picture.

    Args:
        chart: what it shows.
        dark: whether it is for a dark screen.
    """
    drawn = list(chart.speakers)
    while len(drawn) > 1 and _whole(drawn, _legend(chart, drawn)) > TALLEST:
        drawn.pop()
    legend = _legend(chart, drawn)
    paper = Canvas(_whole(drawn, legend), DARK if dark else LIGHT)
    heading(paper, legend)
    y = heading_height(legend)
    for speaker in drawn:
        _draw(paper, speaker, y)
        y += _height(speaker) + GAP
    footer(paper, legend, y)
    return paper.png(chart.text)


def _legend(chart: SpeakersChart, drawn: Sequence[Speaking]) -> Legend:
    signs = [sign for each in drawn for sign in each.statements]
    return occurring(chart.legend, signs, len(drawn), chart.number)


def _whole(drawn: Sequence[Speaking], legend: Legend) -> float:
    """Pixels of the whole picture."""
    rows = sum(_height(each) + GAP for each in drawn)
    return heading_height(legend) + rows + footer_height(legend)


def _lines(speaker: Speaking) -> tuple[list[str], list[str]]:
    below = " · ".join(part for part in (speaker.party, speaker.role) if part)
    return (
        wrapped(speaker.name, NAME, NAMES, bold=True, most=3),
        wrapped(below, SMALL, NAMES, most=3),
    )


def _height(speaker: Speaking) -> float:
    name, below = _lines(speaker)
    rows = -(-len(speaker.statements) // A_ROW)
    words = (NAME * len(name) + SMALL * len(below)) * LEADING
    return 2 * PAD + max(words, rows * STEP)


def _draw(paper: Canvas, speaker: Speaking, top: float) -> None:
    name, below = _lines(speaker)
    paper.card(MARGIN, top, WIDTH - 2 * MARGIN, _height(speaker))
    x, y = MARGIN + PAD + 8, top + PAD - 6
    for line in name:
        y += NAME * LEADING
        paper.write(x, y, line, NAME, bold=True)
    for line in below:
        y += SMALL * LEADING
        paper.write(x, y, line, SMALL, colour=paper.theme.quiet)
    middle = top + PAD + NAME * LEADING / 2
    for number, (attribution, disputed) in enumerate(speaker.statements):
        row, column = divmod(number, A_ROW)
        at = (MARKS + column * STEP, middle + row * STEP)
        paper.mark(*at, attribution, 27, disputed=disputed)
    total = str(len(speaker.statements))
    right = WIDTH - MARGIN - PAD
    paper.write(right, middle, total, NAME, colour=paper.theme.quiet, right=True, middle=True)
