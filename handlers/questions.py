"""Questions in private chats: asked, edited, and what is pressed under their answers."""

import asyncio
from contextlib import suppress

from telegram import CallbackQuery, InlineKeyboardMarkup, Update
from telegram import Message as TelegramMessage
from telegram.error import BadRequest

from handlers.browsing import choose_language
from handlers.complaints import invited
from handlers.context import Context
from handlers.menu import gone, none_of_these, open_page
from handlers.render import buttons, keys
from handlers.render.compact import compact, shaped
from handlers.sending import acknowledge, replace, send, typing
from handlers.standing import forgotten
from knowledge.characters import cleaned
from knowledge.desk import Desk
from knowledge.model import Language, Message, NotFound, Question, Reply
from knowledge.wording import words_in


async def asked(update: Update, context: Context) -> None:
    """Answer a question."""
    message = update.effective_message
    if message is None or not message.text:
        return
    await answer(update, context, message.text, asked_in=message.message_id)


async def edited(update: Update, context: Context) -> None:
    """Put the answer to the edited question in the place of the old answer."""
    message = update.effective_message
    if message is None or not message.text:
        return
    old = await context.think(context.desk.answer_to, message.chat_id, message.message_id)
    await answer(update, context, message.text, asked_in=message.message_id, old=old)


async def answer(
    update: Update, context: Context, text: str, *, asked_in: int | None, old: int | None = None
) -> None:
    """Ask the desk, tell the reader, and remember what was told where.

    Args:
        update: whose chat it is.
        context: of the update.
        text: the question.
        asked_in: the message that holds the question.
        old: the answer that the new one takes the place of.
    """
    chat = update.effective_chat
    if chat is None:
        return
    message = update.effective_message
    original = message.reply_to_message if message is not None else None
    replied_to = original.message_id if original is not None else None
    async with typing(context, chat.id), asyncio.timeout(context.bot_data.deadline):
        reply, number = await context.remembered(
            _ask, context.desk, chat.id, cleaned(text), replied_to
        )
    if old is None:
        told = await send(context, chat.id, reply.message, question=number)
    else:
        told = await replace(context, chat.id, old, reply.message, question=number)
    await context.think(context.desk.delivered, chat.id, told, reply, asked=asked_in)


def _ask(
    known: int | None, desk: Desk, chat: int, text: str, replied_to: int | None
) -> tuple[Reply, int]:
    """Ask and remember; "who said that?" is about the message replied to, else the last answer."""
    language, about = desk.before_asking(chat, replied_to)
    reply = desk.ask(Question(text, language, about))
    return reply, desk.remember(reply) if known is None else known


async def pressed(update: Update, context: Context) -> None:
    """Do what a button under a message says."""
    query = update.callback_query
    chat = update.effective_chat
    if query is None or chat is None:
        return
    name, subject = buttons.read(query.data or "")
    if name in _JUDGING:
        await _judged(update, context, query, name, subject)
        return
    await acknowledge(query)
    if name == "ask":
        label = _label(query)
        if label:
            await answer(update, context, label, asked_in=None)
    elif name == "forget":
        await _forget(update, context, query)
    elif name == "language":
        await choose_language(context, chat.id, subject, await context.language(update))
    else:
        await _show(update, context, query, name, subject)


async def _forget(update: Update, context: Context, query: CallbackQuery) -> None:
    """Forget a reader, in their private chat, and say so in the language that they had."""
    message = query.message
    if not isinstance(message, TelegramMessage) or message.chat.type != message.chat.PRIVATE:
        return
    words = await context.words(update)
    await context.think(context.desk.forget, message.chat.id)
    await _without(message, ("forget",))
    await send(context, message.chat.id, forgotten(words))


async def _show(
    update: Update, context: Context, query: CallbackQuery, name: str, subject: str
) -> None:
    """Show what the button leads to, under the message that it belongs to."""
    if query.message is None:
        return
    chat, under = query.message.chat.id, query.message.message_id
    language = await context.language(update)
    try:
        async with typing(context, chat):
            shown = await context.think(_open, context.desk, name, subject, language)
    except NotFound:
        await send(context, chat, gone(words_in(language)), replying_to=under)
        return
    alone = query.message.chat.type == query.message.chat.PRIVATE
    if isinstance(shown, Reply):
        number = _question(query)
        message = shown.message if alone else shaped(shown, context.bot.username, brief=True)
        told = await send(context, chat, message, replying_to=under, question=number)
        await context.think(context.desk.delivered, chat, told, shown)
    else:
        await send(context, chat, shown if alone else compact(shown), replying_to=under)


def _open(desk: Desk, name: str, subject: str, language: Language) -> Message | Reply:
    """What the button leads to; its subject may be shortened."""
    return open_page(desk, name, keys.whole(subject, desk.ids_beginning), language)


_JUDGING = ("helpful", "unhelpful", "none")


async def _judged(
    update: Update, context: Context, query: CallbackQuery, name: str, subject: str
) -> None:
    """Keep what the reader thinks of the answer, thank them, and take the buttons away."""
    words = await context.words(update)
    question = None
    if subject.isdecimal():
        with suppress(NotFound):  # the question is forgotten; the reader need not know
            judging = context.desk.feedback
            question = await context.think(judging, int(subject), helpful=name == "helpful")
    await acknowledge(query, None if name == "none" else words.say("Thank you, noted."))
    message = query.message
    if not isinstance(message, TelegramMessage):
        return
    if name == "unhelpful":
        await invited(context, message, words, question)
    if name == "none":
        await _without(message, ("none",))
        await send(context, message.chat.id, none_of_these(words), replying_to=message.message_id)
    else:
        await _without(message, ("helpful", "unhelpful"))


async def _without(message: TelegramMessage, names: tuple[str, ...]) -> None:
    """Take the buttons of these names off a message."""
    markup = message.reply_markup
    rows = () if markup is None else markup.inline_keyboard
    kept = [
        [button for button in row if buttons.read(str(button.callback_data))[0] not in names]
        for row in rows
    ]
    if sum(map(len, kept)) == sum(map(len, rows)):  # pressed once more after they were gone
        return
    left = InlineKeyboardMarkup([row for row in kept if row])
    try:
        await message.edit_reply_markup(left if left.inline_keyboard else None)
    except BadRequest as error:
        if "not modified" not in error.message.lower():  # pressed twice in a row
            raise


def _label(query: CallbackQuery) -> str | None:
    """What stands on the button that was pressed."""
    message = query.message
    if not isinstance(message, TelegramMessage) or message.reply_markup is None:
        return None
    for row in message.reply_markup.inline_keyboard:
        for button in row:
            if button.callback_data == query.data:
                return button.text
    return None


def _question(query: CallbackQuery) -> int | None:
    """The number of the remembered question, as the buttons of the message carry it."""
    for name, subject in map(buttons.read, _pressable(query)):
        if name in _JUDGING and subject.isdecimal():
            return int(subject)
    return None


def _pressable(query: CallbackQuery) -> list[str]:
    """The data of all buttons of the message, the pressed one among them."""
    message = query.message
    if not isinstance(message, TelegramMessage) or message.reply_markup is None:
        return []
    return [
        str(button.callback_data) for row in message.reply_markup.inline_keyboard for button in row
    ]
