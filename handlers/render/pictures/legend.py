"""The heading of a picture and the key to its shapes."""

from handlers.render.pictures.paper import WIDTH, Paper, wrapped
from knowledge.model import Legend

MARGIN = 44.0
LINE = 52.0


def heading(paper: Paper, legend: Legend) -> None:
    """What it is, and that nothing in it is a verdict."""
    for line in wrapped(legend.title, 42, WIDTH - 2 * MARGIN, bold=True, most=1):
        paper.write(MARGIN, 74, line, 42, bold=True)
    paper.write(MARGIN, 116, legend.note, 26, colour=paper.theme.quiet)


def footer_height() -> float:
    """Pixels that the key takes."""
    return 3 * LINE + 50


def footer(paper: Paper, legend: Legend, top: float) -> None:
    """Every shape with its word, two in a line, and what a cross means."""
    paper.line((MARGIN, WIDTH - MARGIN), (top + 8, top + 8), paper.theme.line, 2)
    y = top + LINE
    for number, (attribution, name) in enumerate(legend.terms.items()):
        x = MARGIN + (number % 2) * WIDTH / 2
        paper.mark(x + 14, y + (number // 2) * LINE - 9, attribution, 24)
        paper.write(x + 48, y + (number // 2) * LINE, name, 26)
    at = y + 2 * LINE
    first = next(iter(legend.terms))
    paper.mark(MARGIN + 14, at - 9, first, 24, disputed=True)
    paper.write(MARGIN + 48, at, legend.disputed, 26, colour=paper.theme.alarm, bold=True)
