"""A button that was pressed: by whom, where, under which message, and what came back of it."""

from dataclasses import dataclass, replace as changed
from hashlib import blake2b

from telegram import (
    CallbackQuery,
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Message as TelegramMessage,
    Update,
)
from telegram.error import BadRequest

from handlers.context import Context
from handlers.reader_pages import open_page
from handlers.render import keyboards
from handlers.render.html import compact, shaped
from handlers.sending import NOTICE, acknowledge, page_of, replace
from knowledge.desk import Desk
from knowledge.domain import Language, Message, NotFound, Part, Reply, Section, number_in
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
    if not isinstance(message, TelegramMessage) or message.reply_markup is None:
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
    if not isinstance(message, TelegramMessage) or message.reply_markup is None:
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


CHOICE = "none:"
"""Begins the data of the button that only a choice has."""


async def look_up_together(press: Press, context: Context) -> None:
    """Show what the button leads to over the message, or where that is too long, in its place.

    A choice is answered in its place, for it was asked to be made; what a list holds is told to
    whoever pressed alone, for the others may be reading the list.
    """
    desk, chat, under = context.desk, press.chat.id, press.message.message_id
    try:
        language = await context.think(desk.told_as, chat, under) or press.language
        shown = await context.think(_open, desk, press.name, press.subject, language)
        if press.name == "choose":
            await _chosen(press, context, shown)
        elif press.name in {"source", "caveats"}:
            told = brief(shown.message, Part.SOURCE, Part.CAREFUL)
            await acknowledge(press.query, told, alert=True)
        elif press.name == "others":
            answer = await context.think(_open, desk, "choose", press.subject, language)
            await acknowledge(press.query)
            told_in_full = shaped(answer, context.bot.username, brief=True)
            await replace(context, chat, under, _beside(told_in_full, shown.message))
        else:
            await acknowledge(press.query)
            sent = await replace(context, chat, under, compact(shown.message))
            await context.think(desk.delivered, chat, sent, shown)
    except NotFound:
        gone = press.words.say("This is no longer in the store. Please ask again.")
        await acknowledge(press.query, gone, alert=True)


async def _chosen(press: Press, context: Context, shown: Reply) -> None:
    """A choice becomes its answer; of a list, whoever pressed is told."""
    chat = press.chat.id
    if not any(each.startswith(CHOICE) for each in held_by(press.message)):
        await acknowledge(press.query, brief(shown.message), alert=True)
        return
    await acknowledge(press.query)
    told = shaped(shown, context.bot.username, brief=True)
    sent = await replace(context, chat, press.message.message_id, told)
    await context.think(context.desk.delivered, chat, sent, shown)


def brief(message: Message, *parts: Part) -> str:
    """The words of these parts, or of the first, as far as a notice holds them whole."""
    wanted = parts or (Part.ANSWER, Part.CAREFUL)
    lines = [
        "".join(span.text for span in line)
        for section in message.sections
        if section.part in wanted
        for line in section.lines
    ]
    kept = ""
    for line in lines:
        if len(kept) + len(line) + 1 > NOTICE:
            if not kept:
                kept = line[: NOTICE - 1].rpartition(" ")[0] + "…"
            break
        kept = f"{kept}\n{line}".strip()
    return kept


def _beside(answer: Message, others: Message) -> Message:
    """The answer with its other accounts open below it; the button shows that they are."""
    lines = [
        line for each in others.sections if each.part is Part.OTHER_SIDE for line in each.lines
    ]
    rows = tuple(
        tuple(
            changed(each, label=DONE + each.label) if each.name == "others" else each
            for each in row
        )
        for row in answer.actions
    )
    opened = tuple(each for each in answer.sections if each.part is not Part.OTHER_SIDE)
    first = [each for each in opened if each.part in {Part.ANSWER, Part.CONFLICT}]
    rest = [each for each in opened if each not in first]
    return Message((*first, Section(Part.OTHER_SIDE, tuple(lines)), *rest), rows)


def _open(desk: Desk, name: str, subject: str, language: Language) -> Reply:
    return open_page(desk, name, keyboards.whole(subject, desk.ids_beginning), language)


async def turned(press: Press, _update: Update, context: Context) -> None:
    """Put the other page in the place of this one: the list as it is now, told anew."""
    chat, message, line = press.chat.id, press.message.message_id, number_in(press.subject)
    reply = await context.think(context.desk.retold, chat, message) if line else None
    if reply is None or not line:
        await acknowledge(press.query, nothing(press.language), alert=True)
        return
    await acknowledge(press.query)
    told = reply.message
    if not press.private:
        habits = await context.think(context.desk.chats.habits, chat)
        told = shaped(reply, context.bot.username, brief=habits.brief)
    await replace(context, chat, message, page_of(told, line))
