"""Messages in the terminal."""

import io

from rich.console import Console

from bot.cli.terminal import numbered, show
from knowledge.characters import cleaned
from knowledge.domain import Action, Message, Part, Section, Span, Style

TOLD = Message(
    (
        Section(Part.ANSWER, ((Span("130", Style.STRONG), Span(" [red]drones[/red]\x1b[31m")),)),
        Section(Part.CAREFUL, ((Span("one"),), (Span("two", Style.QUIET),))),
        Section(
            Part.SOURCE,
            (
                (Span("Title", Style.LINK, "https://a.org/x y"),),
                (Span("Odd", Style.LINK, "javascript:alert(1)"),),
            ),
        ),
    ),
    (
        (Action("source", "a", "Source"), Action("others", "a", "Other accounts")),
        (Action("choose", "b", "2. A label that is rather long for one line"),),
        (Action("none", "", "None of these"),),
    ),
)


def shown(*, terminal: bool, message: Message = TOLD) -> str:
    stream = io.StringIO()
    show(Console(file=stream, force_terminal=terminal, width=80, color_system="standard"), message)
    return stream.getvalue()


def test_in_a_pipe_it_is_plain_lines_and_numbered_choices():
    assert shown(terminal=False) == (
        "130 [red]drones[/red][31m\n\none\ntwo\n\nTitle\nOdd\n"
        "  [1] Source\n  [2] Other accounts\n"
        "  [3] 2. A label that is rather long for one line\n  [4] None of these\n"
    )


def test_in_a_terminal_it_is_a_card_that_no_text_can_steer():
    card = shown(terminal=True)
    assert "╭" in card
    assert "[red]drones[/red]" in card
    assert "\x1b[31m" not in card
    assert "https://a.org/x%20y" in card
    assert "javascript" not in card
    assert "Other accounts" in card


def test_a_message_without_choices_has_no_numbers():
    assert "[1]" not in shown(terminal=False, message=Message(TOLD.sections))
    assert numbered(Message(())) == []


def test_what_steers_a_terminal_is_left_out():
    assert cleaned("a\x1b]0;x\x07b\nc\td\ud83d") == "a]0;xb\nc\td"
