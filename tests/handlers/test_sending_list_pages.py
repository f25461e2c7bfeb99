"""Long lists are shown a page at a time."""

import pytest

from handlers.render.keyboards import keyboard
from handlers.sending import CHARACTERS, LINES, page_of
from knowledge.domain import Action, Message, Part, Section, Span


def listed(number: int, line: str = "a line") -> Message:
    """A list of so many lines with its buttons, and one button of the whole."""
    lines = tuple((Span(f"{at}. {line}"),) for at in range(1, number + 1))
    rows = tuple((Action("choose", f"s{at}", "a label", at),) for at in range(1, number + 1))
    sections = (
        Section(Part.ANSWER, ((Span("Everything"),),)),
        Section(Part.LIST, lines),
        Section(Part.CAREFUL, ((Span("Be careful"),),)),
    )
    return Message(sections, (*rows, (Action("follow-incident", "i", "Follow"),)))


def labels(message: Message) -> list[list[str]]:
    """The buttons as they stand."""
    markup = keyboard(message)
    return [[each.text for each in row] for row in markup.inline_keyboard] if markup else []


def numbers(message: Message) -> list[int]:
    """The numbers of the lines that are shown."""
    lines = [each for part in message.sections if part.part is Part.LIST for each in part.lines]
    return [int(line[0].text.partition(".")[0]) for line in lines]


def test_a_short_list_is_shown_whole():
    message = listed(LINES)
    assert page_of(message) is message
    assert labels(message) == [["1", "2", "3", "4", "5"], ["Follow"]]


@pytest.mark.parametrize(
    ("line", "shown", "turns"),
    [
        (1, [1, 2, 3, 4, 5], ["6–10 ›"]),
        (6, [6, 7, 8, 9, 10], ["‹ 1–5", "11 ›"]),
        (8, [6, 7, 8, 9, 10], ["‹ 1–5", "11 ›"]),
        (11, [11], ["‹ 6–10"]),
        (10**18, [11], ["‹ 6–10"]),
        (0, [1, 2, 3, 4, 5], ["6–10 ›"]),
    ],
)
def test_a_page_has_its_lines_their_buttons_and_the_way_on(line, shown, turns):
    page = page_of(listed(11), line)
    assert numbers(page) == shown
    assert labels(page) == [[str(each) for each in shown], turns, ["Follow"]]
    assert [each.part for each in page.sections] == [Part.ANSWER, Part.LIST, Part.CAREFUL]


@pytest.mark.parametrize("length", [10, 150, 400, 3000])
def test_every_line_is_on_one_page_and_no_page_is_too_long(length):
    message = listed(23, "x" * length)
    met: list[int] = []
    while len(met) < 23:
        page = page_of(message, len(met) + 1)
        assert numbers(page)
        met += numbers(page)
        said = sum(len(each.lines[0][0].text) for each in page.sections if each.part is Part.LIST)
        assert len(numbers(page)) == 1 or said <= CHARACTERS
    assert met == list(range(1, 24))


def test_a_page_of_a_page_is_itself():
    page = page_of(listed(11), 6)
    assert page_of(page) is page
