"""Buttons under a message, and what comes back when one is pressed."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.render.keys import shortened
from knowledge.model import Action, Message

LIMIT = 64
"""Bytes of callback data that Telegram carries."""


ABOUT_A_QUESTION = frozenset({"helpful", "unhelpful", "none", "tell"})
"""Buttons whose subject is the number of the question that was answered, or empty."""


def keyboard(message: Message, question: int | None = None) -> InlineKeyboardMarkup | None:
    """The message's actions as rows of buttons, or None where it has none.

    Args:
        message: what the reader gets.
        question: the number of the remembered question, for the buttons that judge the answer.
    """
    rows = []
    number = 0
    for row in message.actions:
        buttons = []
        for action in row:
            number += 1
            if action.name == "link":  # leads to a page or a chat; nothing comes back
                buttons.append(InlineKeyboardButton(action.label, url=action.subject))
                continue
            buttons.append(
                InlineKeyboardButton(action.label, callback_data=_pressed(action, number, question))
            )
        if buttons:
            rows.append(buttons)
    return InlineKeyboardMarkup(rows) if rows else None


def read(pressed: str) -> tuple[str, str]:
    """The name and the (possibly shortened) subject of a button that was pressed.

    Both are empty where the data hold what no database can be asked for: nobody but a forger sends
    a zero or half a character.
    """
    if "\x00" in pressed or any("\ud800" <= each <= "\udfff" for each in pressed):
        return "", ""
    name, _, subject = pressed.partition(":")
    return name, subject


def _pressed(action: Action, number: int, question: int | None) -> str:
    subject = action.subject
    if action.name == "ask":  # the button's label is the question; it comes back with the press
        subject = str(number)
    elif action.name in ABOUT_A_QUESTION:  # an id in its place could be taken for a number
        subject = "" if question is None else str(question)
    return f"{action.name}:{shortened(subject, LIMIT - len(action.name.encode()) - 1)}"
