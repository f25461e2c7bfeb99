"""A button that was pressed: by whom, where, under which message, and what came back of it."""

from dataclasses import dataclass
from hashlib import blake2b

from telegram import (
    CallbackQuery,
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Message,
)
from telegram.error import BadRequest

from handlers.render import keyboards
from knowledge.domain import Language
from knowledge.translations import Words, words_in


@dataclass(frozen=True, slots=True)
class Press:
    """One press; its name and subject may have been made up, all else Telegram vouches for.

    Args:
        query: as it came.
        message: under which the button stands.
        name: of the kind of button.
        subject: what it is about.
        language: of whoever pressed.
    """

    query: CallbackQuery
    message: MaybeInaccessibleMessage
    name: str
    subject: str
    language: Language

    @property
    def chat(self) -> Chat:
        """Where."""
        return self.message.chat

    @property
    def person(self) -> int:
        """Who."""
        return self.query.from_user.id

    @property
    def words(self) -> Words:
        """The texts in their language."""
        return words_in(self.language)

    @property
    def private(self) -> bool:
        """Whether nobody else is there."""
        return self.chat.type == self.chat.PRIVATE

    @property
    def digest(self) -> str:
        """The same for the same button pressed by the same person; it leads back to nobody."""
        told = f"{self.chat.id} {self.message.message_id} {self.person} {self.query.data}"
        return blake2b(told.encode(errors="replace"), digest_size=8).hexdigest()

    def stands_there(self) -> bool:
        """Whether the message has this button, so that we have put it there ourselves."""
        return self.query.data in held_by(self.message)


DONE = "✓ "
"""Before the label of a button that was pressed."""


async def shows(press: Press, label: str | None = None, name: str | None = None) -> None:
    """Let the pressed button show what came of it.

    Args:
        press: of the button.
        label: its new words; its own with a tick if not given.
        name: what it does from now on; what it did if not given.
    """
    message = press.message
    if not isinstance(message, Message) or message.reply_markup is None:
        return
    pressed = str(press.query.data)
    data = pressed if name is None else f"{name}:{press.subject}"

    def changed(button: InlineKeyboardButton) -> InlineKeyboardButton:
        if button.callback_data != pressed:
            return button
        return InlineKeyboardButton(
            label or DONE + button.text.removeprefix(DONE), callback_data=data
        )

    rows = message.reply_markup.inline_keyboard
    new = InlineKeyboardMarkup([[changed(each) for each in row] for row in rows])
    if new == message.reply_markup:
        return
    try:
        await message.edit_reply_markup(new)
    except BadRequest as error:
        if "not modified" not in error.message.lower():  # pressed twice in a row
            raise


def held_by(message: MaybeInaccessibleMessage) -> list[str]:
    """The data of all buttons of a message; none of one too old for Telegram to show it."""
    if not isinstance(message, Message) or message.reply_markup is None:
        return []
    return [str(one.callback_data) for row in message.reply_markup.inline_keyboard for one in row]


def read(query: CallbackQuery, language: Language) -> Press | None:
    """The press of a query; None where it belongs to no message in a chat that the bot is in."""
    if query.message is None:
        return None
    name, subject = keyboards.read(query.data or "")
    return Press(query, query.message, name, subject, language)


def nothing(language: Language) -> str:
    """Said of a button that is unknown, too old, or not where it was put."""
    return words_in(language).say("This button no longer works. Please ask again.")
