"""Charts of the timeline and of the speakers: drawn, sent, and told in words to whoever asks for that."""

import calendar
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from telegram import ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.addressing import thread_of
from handlers.canvas import (
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
from handlers.context import Context, spoken
from handlers.press import Press, nothing, shows
from handlers.render.html import escaped, size
from handlers.render.keyboards import keyboard
from handlers.sending import acknowledge, send, typing
from knowledge.desk import Desk
from knowledge.domain import (
    Action,
    Language,
    Legend,
    Message,
    Moment,
    Plotted,
    SpeakersChart,
    Speaking,
    TimelineChart,
)
from knowledge.translations import words_in

MARGIN = 44.0
ROW_PAD = 14.0
ROW_GAP = 8.0
NAME, ROLE, STEP = 28.0, 24.0, 42.0
LEADING = 1.2
MARKS = 590.0
"""Where the shapes begin."""
A_ROW = 9
NAMES = MARKS - MARGIN - ROW_PAD - 44
"""Width of the names; the first shape reaches half its size to the left of where it begins."""


def speakers_png(chart: SpeakersChart, *, dark: bool = False) -> bytes:
    """The picture.

    Args:
        chart: what it shows.
        dark: whether it is for a dark screen.
    """
    drawn = list(chart.speakers)
    while len(drawn) > 1 and _speakers_height(drawn, _speakers_legend(chart, drawn)) > TALLEST:
        drawn.pop()
    legend = _speakers_legend(chart, drawn)
    paper = Canvas(_speakers_height(drawn, legend), DARK if dark else LIGHT)
    heading(paper, legend)
    y = heading_height(legend)
    for speaker in drawn:
        _draw_speaker(paper, speaker, y)
        y += _height(speaker) + ROW_GAP
    footer(paper, legend, y)
    return paper.png(chart.text)


def _speakers_legend(chart: SpeakersChart, drawn: Sequence[Speaking]) -> Legend:
    signs = [sign for each in drawn for sign in each.statements]
    return occurring(chart.legend, signs, len(drawn), chart.number)


def _speakers_height(drawn: Sequence[Speaking], legend: Legend) -> float:
    """Pixels of the whole picture."""
    rows = sum(_height(each) + ROW_GAP for each in drawn)
    return heading_height(legend) + rows + footer_height(legend)


def _lines(speaker: Speaking) -> tuple[list[str], list[str]]:
    below = " · ".join(part for part in (speaker.party, speaker.role) if part)
    return (
        wrapped(speaker.name, NAME, NAMES, bold=True, most=3),
        wrapped(below, ROLE, NAMES, most=3),
    )


def _height(speaker: Speaking) -> float:
    name, below = _lines(speaker)
    rows = -(-len(speaker.statements) // A_ROW)
    words = (NAME * len(name) + ROLE * len(below)) * LEADING
    return 2 * ROW_PAD + max(words, rows * STEP)


def _draw_speaker(paper: Canvas, speaker: Speaking, top: float) -> None:
    name, below = _lines(speaker)
    paper.card(MARGIN, top, WIDTH - 2 * MARGIN, _height(speaker))
    x, y = MARGIN + ROW_PAD + 8, top + ROW_PAD - 6
    for line in name:
        y += NAME * LEADING
        paper.write(x, y, line, NAME, bold=True)
    for line in below:
        y += ROLE * LEADING
        paper.write(x, y, line, ROLE, colour=paper.theme.quiet)
    middle = top + ROW_PAD + NAME * LEADING / 2
    for number, (attribution, disputed) in enumerate(speaker.statements):
        row, column = divmod(number, A_ROW)
        at = (MARKS + column * STEP, middle + row * STEP)
        paper.mark(*at, attribution, 27, disputed=disputed)
    total = str(len(speaker.statements))
    right = WIDTH - MARGIN - ROW_PAD
    paper.write(right, middle, total, NAME, colour=paper.theme.quiet, right=True, middle=True)


AXIS = 168.0
"""Where the axis stands; its ticks are named on its left."""
CARDS = 246.0
PAD = 13.0
GAP = 10.0
INSIDE = WIDTH - CARDS - MARGIN - 2 * PAD
CLAIM, SMALL = 29.0, 24.0
MARK = 26.0
"""Size of a mark on the axis."""
BAND = 70.0
"""Height of a band's heading."""


@dataclass(frozen=True, slots=True)
class _Card:
    """An entry with its lines and its place on the axis, 0 at the beginning to 1 at the end.

    Args:
        place: where the time that is known begins.
        extent: how much of the axis it takes: "in May" is the whole of May.
    """

    entry: Plotted
    claim: tuple[str, ...]
    who: tuple[str, ...]
    place: float | None
    extent: float = 0.0

    @property
    def height(self) -> float:
        lines = SMALL + CLAIM * len(self.claim) + SMALL * len(self.who)
        return lines * LEADING + 2 * PAD + 4


@dataclass(frozen=True, slots=True)
class Band:
    """Cards that share an axis."""

    heading: str
    cards: tuple[_Card, ...]
    ticks: tuple[tuple[float, str], ...]

    @property
    def height(self) -> float:
        """Pixels, with its heading."""
        return BAND * bool(self.heading) + sum(each.height + GAP for each in self.cards)


def timeline_png(chart: TimelineChart, *, dark: bool = False) -> bytes:
    """The picture.

    Args:
        chart: what it shows.
        dark: whether it is for a dark screen.
    """
    part = chart
    while len(part.entries) > 1 and _timeline_height(part) > TALLEST:
        part = replace(part, entries=_fewer(part.entries))
    legend = _timeline_legend(part)
    paper = Canvas(_timeline_height(part), DARK if dark else LIGHT)
    heading(paper, legend)
    y = heading_height(legend)
    for band in bands_of(part):
        _draw_band(paper, band, y, legend)
        y += band.height + GAP
    footer(paper, legend, y)
    return paper.png(chart.text)


def _fewer(entries: tuple[Plotted, ...]) -> tuple[Plotted, ...]:
    """Without the last of what was only said; where all are incidents, without the last of them."""
    said = [at for at, each in enumerate(entries) if not each.incident]
    last = said[-1] if said else len(entries) - 1
    return (*entries[:last], *entries[last + 1 :])


def _timeline_legend(chart: TimelineChart) -> Legend:
    signs = [(each.attribution, bool(each.disputed)) for each in chart.entries]
    return occurring(chart.legend, signs, len(signs), chart.number)


def _timeline_height(chart: TimelineChart) -> float:
    """Pixels of the whole picture."""
    legend, bands = _timeline_legend(chart), bands_of(chart)
    return heading_height(legend) + sum(each.height + GAP for each in bands) + footer_height(legend)


def bands_of(chart: TimelineChart) -> list[Band]:
    """Those that hold anything: with a year on an axis of years, without one on an axis of months, without a date on none."""
    dated = [each for each in chart.entries if each.moment and each.moment.year is not None]
    monthly = [
        each
        for each in chart.entries
        if each.moment and each.moment.year is None and each.moment.month is not None
    ]
    rest = [each for each in chart.entries if each not in dated and each not in monthly]
    first, last = _years(dated)
    step = max(1, (last - first) // 8)
    years = tuple(
        ((year - first) / (last - first), str(year)) for year in range(first, last + 1, step)
    )
    months = tuple((number / 12, name) for number, name in enumerate(chart.legend.months))
    bands = (
        Band("", tuple(_card(each, (first, last)) for each in dated), years),
        Band(chart.legend.no_year, tuple(_card(each, None) for each in monthly), months),
        Band(chart.legend.no_date, tuple(_card(each, None, placed=False) for each in rest), ()),
    )
    return [each for each in bands if each.cards]


def _years(dated: Sequence[Plotted]) -> tuple[int, int]:
    """The first year and the one after the last."""
    years = [each.moment.year for each in dated if each.moment and each.moment.year is not None]
    years += [
        each.moment.until[0]
        for each in dated
        if each.moment and each.moment.until and each.moment.until[0] is not None
    ]
    return (min(years), max(years) + 1) if years else (0, 1)


def _card(entry: Plotted, years: tuple[int, int] | None, *, placed: bool = True) -> _Card:
    return _Card(
        entry,
        tuple(wrapped(entry.claim, CLAIM, INSIDE, most=4)),
        tuple(wrapped(_who(entry), SMALL, INSIDE - 44, most=2)),
        _place(entry.moment, years) if placed and entry.moment else None,
        _extent(entry.moment, years) if placed and entry.moment else 0.0,
    )


def _place(moment: Moment, years: tuple[int, int] | None) -> float:
    """The beginning of the time that is known, on the axis of its band."""
    month, day = moment.month or 1, moment.day or 1
    within = (month - 1 + (day - 1) / calendar.monthrange(2024, month)[1]) / 12
    if years is None:
        return within
    return ((moment.year or years[0]) - years[0] + within) / (years[1] - years[0])


def _extent(moment: Moment, years: tuple[int, int] | None) -> float:
    """How long the time is that is known, on the axis of its band; a day is a point."""
    whole = 1 if years is None else years[1] - years[0]
    if moment.until and moment.until[0] is not None and years is not None:
        end = Moment(*moment.until)
        return _place(end, years) + _extent(end, years) - _place(moment, years)
    if moment.day is not None or moment.opens or moment.lasts:
        return 0.0
    return (1 / 12 if moment.month is not None else 1.0) / whole


def _draw_band(paper: Canvas, band: Band, top: float, legend: Legend) -> None:
    theme = paper.theme
    y = top
    if band.heading:
        paper.write(MARGIN, y + 36, band.heading, SMALL, colour=theme.quiet, bold=True)
        y += BAND
    bottom = top + band.height - GAP
    style = "-" if not band.heading else (0, (3, 3))
    if band.ticks:
        paper.line((AXIS, AXIS), (y, bottom), theme.line, 5, style)  # type: ignore[arg-type] # matplotlib's own way to name dashes
    for place, name in band.ticks:
        at = y + place * (bottom - y)
        paper.line((AXIS - 12, AXIS), (at, at), theme.line, 4)
        paper.write(AXIS - 22, at, name, SMALL, colour=theme.quiet, right=True, middle=True)
    axis = (y, bottom)
    taken: list[float] = []
    for card in band.cards:
        stands = _at(card, axis)
        near = () if stands is None else (stands,)
        aside = sum(abs(here - other) < MARK for here in near for other in taken)
        _entry(paper, card, y, axis, legend=legend, aside=aside)
        taken += near
        y += card.height + GAP


def _at(card: _Card, axis: tuple[float, float]) -> float | None:
    """Where the mark stands: in the middle of the time that is known."""
    if card.place is None:
        return None
    return axis[0] + (card.place + card.extent / 2) * (axis[1] - axis[0])


def _entry(
    paper: Canvas,
    card: _Card,
    top: float,
    axis: tuple[float, float],
    *,
    legend: Legend,
    aside: int,
) -> None:
    """A card, and its mark on the axis.

    Args:
        paper: to draw on.
        card: what is drawn.
        top: of the card.
        axis: from and to.
        legend: the words.
        aside: how many marks stand in the same place already.
    """
    theme, entry = paper.theme, card.entry
    colour = theme.of(entry.attribution)
    middle = top + PAD + SMALL * 0.6
    at = _at(card, axis)
    if at is not None:
        x = AXIS + aside * MARK * 1.1
        half = card.extent / 2 * (axis[1] - axis[0])
        paper.line((AXIS, AXIS), (at - half, at + half), colour, 13)
        paper.line((x, x + 22, CARDS - 16, CARDS), (at, at, middle, middle), colour, 3)
        _span(paper, entry.moment, at, axis, colour)
        paper.mark(x, at, entry.attribution, MARK, disputed=bool(entry.disputed))
    paper.card(CARDS, top, WIDTH - CARDS - MARGIN, card.height)
    x, y = CARDS + PAD, top + PAD + SMALL
    paper.write(x, y, when_told(entry.moment, legend), SMALL, colour=colour, bold=True)
    for line in card.claim:
        y += CLAIM * LEADING
        paper.write(x, y, line, CLAIM)
    for number, line in enumerate(card.who):
        y += SMALL * LEADING * (1.1 if not number else 1)
        if not number:
            paper.mark(x + 13, y - 8, entry.attribution, 22, disputed=bool(entry.disputed))
        paper.write(x + 44, y, line, SMALL, colour=theme.alarm if entry.disputed else theme.quiet)


def _who(entry: Plotted) -> str:
    return ", ".join(part for part in (entry.speaker, entry.disputed) if part)


def _span(
    paper: Canvas, moment: Moment | None, at: float, axis: tuple[float, float], colour: str
) -> None:
    """A span as a bar; an end that nobody gives fades."""
    if moment is None:
        return
    if moment.lasts:
        paper.fade(AXIS, at, max(axis[1], at + 90), colour, 13)
    if moment.opens:
        paper.fade(AXIS, at, min(axis[0], at - 90), colour, 13)


def when_told(moment: Moment | None, legend: Legend) -> str:
    """The date of an entry in words, as its band needs it."""
    if moment is None:
        return legend.no_date
    remarks = [legend.no_end] * moment.lasts + [legend.no_beginning] * moment.opens
    return ", ".join((moment.printed, *remarks))


CAPTION = 1024
"""Characters of a caption, as Telegram counts them."""

Picture = Callable[[Desk, Language, bool], tuple[bytes | None, str]]
"""Draws what the store holds, in dark colours or not: a PNG and its text; no PNG of nothing."""


async def show(update: Update, context: Context, picture: Picture, *, silent: bool = False) -> bool:
    """Send the picture; False where it cannot be sent and words must do.

    Args:
        update: whose chat it is.
        context: of the update.
        picture: that is drawn.
        silent: whether it makes no sound.
    """
    message = update.effective_message
    if message is None:
        return False
    chat = message.chat_id
    habits = await context.think(context.desk.chats.habits, chat)
    language = habits.language or spoken(update)
    async with typing(context, chat), context.bot_data.drawing:
        drawn, told = await context.think(picture, context.desk, language, habits.dark)
    if drawn is None:
        return False
    private = message.chat.type == message.chat.PRIVATE
    name = next(each for each, drawing in PICTURES.items() if drawing is picture)
    ways = Action("words", name, words_in(language).say("In words"))
    with suppress(BadRequest):  # pictures are not allowed there
        await context.bot.send_photo(
            chat,
            drawn,
            caption=caption(told.partition("\n")[0]),
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(Message((), ((ways,),))),
            message_thread_id=thread_of(message),
            disable_notification=silent or None,
            reply_parameters=None
            if private
            else ReplyParameters(message.message_id, allow_sending_without_reply=True),
        )
        return True
    return False


async def told_in_words(press: Press, _update: Update, context: Context) -> None:
    """Say what the picture shows: in a private chat as a page with its buttons, else in its place."""
    chat, desk = press.chat.id, context.desk
    text = IN_WORDS.get(press.subject)
    if text is None:
        await acknowledge(press.query, nothing(press.language), alert=True)
        return
    await acknowledge(press.query)
    if press.private:
        page = await context.think(desk.browse.page, press.subject, "", press.language)
        told = await send(context, chat, page.message, replying_to=press.message.message_id)
        await context.think(desk.delivered, chat, told, page)
        await shows(press)
        return
    habits = await context.think(desk.chats.habits, chat)
    said = await context.think(text, desk, habits.language or press.language)
    with suppress(BadRequest):  # pressed twice in a row
        await context.bot.edit_message_caption(
            chat, press.message.message_id, caption=caption(said), parse_mode=ParseMode.HTML
        )


IN_WORDS: Mapping[str, Callable[[Desk, Language], str]] = {
    "timeline": lambda desk, language: desk.browse.timeline_chart(language).text,
    "speakers": lambda desk, language: desk.browse.speakers_chart(language).text,
}
"""What each picture shows, in words, its title first."""


def timeline(desk: Desk, language: Language, dark: bool) -> tuple[bytes | None, str]:
    """Incidents in order of time."""
    chart = desk.browse.timeline_chart(language)
    return timeline_png(chart, dark=dark) if chart.entries else None, chart.text


def speakers(desk: Desk, language: Language, dark: bool) -> tuple[bytes | None, str]:
    """Who is quoted, and on what terms."""
    chart = desk.browse.speakers_chart(language)
    return speakers_png(chart, dark=dark) if chart.speakers else None, chart.text


PICTURES: Mapping[str, Picture] = {"timeline": timeline, "speakers": speakers}
"""By the name of the page that tells the same."""


def caption(text: str) -> str:
    """What the picture shows, in words: the first line open, the rest folded."""
    first, *rest = text.split("\n")
    room = CAPTION - size(first) - 4
    kept: list[str] = []
    for line in rest:
        room -= size(line) + 1
        if room < 0:
            kept.append("…")
            break
        kept.append(line)
    folded = escaped("\n".join(kept))
    opened_part = escaped(first, "b")
    return f"{opened_part}\n<blockquote expandable>{folded}</blockquote>" if folded else opened_part
