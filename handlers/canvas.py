"""A sheet to draw on: pixels from the top left, words that wrap, light and dark colours, heading and legend."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from typing import Any

from knowledge.domain import Attribution, Legend

WIDTH = 1080
"""Pixels: the width of a phone."""

TALLEST = 1280.0
"""Pixels: Telegram shrinks whatever is higher, words and all."""

DPI = 100
POINT = DPI / 72
"""Pixels of a point."""

_DASH = ((-1.0, -0.36), (1.0, -0.36), (1.0, 0.36), (-1.0, 0.36), (-1.0, -0.36))
"""A dash stands for nobody; a triangle would read as an arrow."""

_SHAPES: dict[Attribution, Any] = {
    Attribution.NAMED: "o",
    Attribution.UNNAMED: "s",
    Attribution.ANONYMOUS: "D",
    Attribution.NARRATOR: _DASH,
}


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours; the four terms differ in lightness too, and always in shape."""

    paper: str
    card: str
    ink: str
    quiet: str
    line: str
    alarm: str
    terms: tuple[str, str, str, str]

    def of(self, attribution: Attribution) -> str:
        """The colour of the terms on which something was said."""
        return self.terms[list(_SHAPES).index(attribution)]


LIGHT = Theme(
    "#f4f1ea", "#ffffff", "#1d232b", "#626b76", "#c9c3b6", "#a8201a",
    ("#14507f", "#8a5200", "#a03a6c", "#5b6472"),
)  # fmt: skip
DARK = Theme(
    "#141a21", "#1f2831", "#eef1f4", "#a3aeb9", "#414d59", "#ff8a80",
    ("#6fb7ee", "#f2b84b", "#f093bd", "#b4bec9"),
)  # fmt: skip


class Canvas:
    """A sheet of a given height.

    Args:
        height: pixels.
        theme: its colours.
    """

    def __init__(self, height: float, theme: Theme) -> None:
        # Half a second to import, for the first picture only.
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - see above
        from matplotlib.figure import Figure  # noqa: PLC0415 - as above

        self.theme = theme
        self.height = height
        self._figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=theme.paper)
        FigureCanvasAgg(self._figure)
        self.axes: Any = self._figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        self.axes.axis("off")

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        colour: str | None = None,
        bold: bool = False,
        right: bool = False,
        middle: bool = False,
    ) -> None:
        """One line of words; `y` is its base line, or its middle.

        Args:
            x: pixels from the left, of its beginning or, with `right`, of its end.
            y: pixels from the top.
            text: without markup; a dollar sign is a dollar sign.
            size: pixels.
            colour: the theme's ink if not given.
            bold: whether it stands out.
            right: whether it ends at x.
            middle: whether y is its middle.
        """
        self.axes.text(
            x, y, text,
            fontsize=size / POINT,
            color=colour or self.theme.ink,
            fontweight="bold" if bold else "normal",
            ha="right" if right else "left",
            va="center_baseline" if middle else "baseline",
            parse_math=False,
        )  # fmt: skip

    def card(self, x: float, y: float, width: float, height: float) -> None:
        """A sheet on the sheet, with round corners."""
        from matplotlib.patches import FancyBboxPatch  # noqa: PLC0415 - as above

        style = "round,pad=0,rounding_size=16"
        box = FancyBboxPatch((x, y), width, height, style, fc=self.theme.card, ec="none", zorder=1)
        self.axes.add_patch(box)

    def line(
        self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float, style: str = "-"
    ) -> None:
        """A line through points; the width is in pixels."""
        self.axes.plot(
            xs, ys, linestyle=style, color=colour, linewidth=width / POINT, zorder=2,
            solid_capstyle="butt",
        )  # fmt: skip

    def fade(self, x: float, start: float, end: float, colour: str, width: float) -> None:
        """A line that is strong at `start` and gone at `end`: nobody says where it stops."""
        steps = 40
        for step in range(steps):
            top = start + (end - start) * step / steps
            bottom = start + (end - start) * (step + 1) / steps
            self.axes.plot(
                (x, x), (top, bottom), color=colour, linewidth=width / POINT, zorder=2,
                alpha=(1 - step / steps) ** 1.4, solid_capstyle="butt",
            )  # fmt: skip

    def mark(
        self, x: float, y: float, attribution: Attribution, size: float, *, disputed: bool = False
    ) -> None:
        """The shape of the terms; a disputed one is hollow and crossed."""
        colour = self.theme.of(attribution)
        face = self.theme.card if disputed else colour
        self.axes.plot(
            (x,), (y,), marker=_SHAPES[attribution], markersize=size / POINT, color=face,
            markeredgecolor=colour, markeredgewidth=size / 8 / POINT, linestyle="none", zorder=4,
        )  # fmt: skip
        if disputed:
            self.axes.plot(
                (x,), (y,), marker="x", markersize=size * 0.62 / POINT, color=self.theme.alarm,
                markeredgewidth=size / 6 / POINT, linestyle="none", zorder=5,
            )  # fmt: skip

    def png(self, description: str) -> bytes:
        """The sheet as PNG; what it shows is told in words inside the file as well."""
        stream = BytesIO()
        words = description.encode("latin-1", "replace").decode("latin-1")
        metadata = {"Description": words, "Software": "AccordingTo"}
        self._figure.savefig(stream, format="png", metadata=metadata, facecolor="auto")
        return stream.getvalue()


@lru_cache(maxsize=8192)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels that a line of words takes."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - as above
    from matplotlib.textpath import TextToPath  # noqa: PLC0415 - as above

    properties = FontProperties(size=size, weight="bold" if bold else "normal")
    return float(TextToPath().get_text_width_height_descent(text, properties, ismath=False)[0])


def wrapped(
    text: str, size: float, width: float, *, bold: bool = False, most: int = 9
) -> list[str]:
    """The words in lines no wider than `width` pixels; the last of `most` lines ends in "…"."""
    lines: list[str] = []
    words = text.split()
    for number, word in enumerate(words):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(_shortened(word, size, width, bold=bold))
        else:
            rest = " ".join((lines[-1], *words[number:]))
            return [*lines[:-1], _shortened(rest, size, width, bold=bold)]
    return lines


def _shortened(word: str, size: float, width: float, *, bold: bool) -> str:
    if width_of(word, size, bold=bold) <= width:
        return word
    while word and width_of(f"{word}…", size, bold=bold) > width:
        word = word[:-1].rstrip()
    return f"{word}…"


MARGIN = 44.0
LINE = 52.0


HEAD = 42.0


def occurring(
    legend: Legend, signs: Iterable[tuple[Attribution, bool]], shown: int, number: int
) -> Legend:
    """The legend of what is drawn: only signs that occur, and how many of all it shows.

    Args:
        legend: of everything.
        signs: each mark's terms, and whether it is disputed.
        shown: how many entries are drawn.
        number: how many there are.
    """
    drawn = list(signs)
    terms = {each for each, _ in drawn}
    title = legend.title
    if shown < number:
        title = legend.part.format(title=title, shown=shown, all=number)
    return replace(
        legend,
        title=title,
        terms={each: name for each, name in legend.terms.items() if each in terms},
        disputed=legend.disputed if any(crossed for _, crossed in drawn) else "",
    )


def _headlines(legend: Legend) -> list[str]:
    return wrapped(legend.title, HEAD, WIDTH - 2 * MARGIN, bold=True, most=3)


def heading_height(legend: Legend) -> float:
    """Pixels that the title and the note take."""
    return 94 + len(_headlines(legend)) * HEAD * 1.2


def heading(paper: Canvas, legend: Legend) -> None:
    """What it is, and that nothing in it is a verdict."""
    y = 24.0
    for line in _headlines(legend):
        y += HEAD * 1.2
        paper.write(MARGIN, y, line, HEAD, bold=True)
    paper.write(MARGIN, y + 42, legend.note, 26, colour=paper.theme.quiet)


def _signs(legend: Legend) -> int:
    return len(legend.terms) + bool(legend.disputed)


def footer_height(legend: Legend) -> float:
    """Pixels that the key takes."""
    return -(-_signs(legend) // 2) * LINE + 44


def footer(paper: Canvas, legend: Legend, top: float) -> None:
    """Every shape that occurs with its word, two in a line, and what a cross means."""
    paper.line((MARGIN, WIDTH - MARGIN), (top + 8, top + 8), paper.theme.line, 2)
    for number in range(_signs(legend)):
        x = MARGIN + (number % 2) * WIDTH / 2
        y = top + (number // 2 + 1) * LINE
        if number < len(legend.terms):
            attribution, name = list(legend.terms.items())[number]
            paper.mark(x + 14, y - 9, attribution, 24)
            paper.write(x + 48, y, name, 26)
        else:
            paper.mark(x + 14, y - 9, next(iter(legend.terms)), 24, disputed=True)
            paper.write(x + 48, y, legend.disputed, 26, colour=paper.theme.alarm, bold=True)
