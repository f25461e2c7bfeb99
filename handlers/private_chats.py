"""Questions in private chats: asked, edited, linked to, and what is pressed under their answers."""

import asyncio
from contextlib import suppress
from dataclasses import replace as replace_in

from telegram import InlineKeyboardMarkup, Update
from telegram import Message as TelegramMessage
from telegram.error import BadRequest

from handlers.addressing import words_of
from handlers.chat_pages import choose_language
from handlers.context import Context, spoken
from handlers.feedback import invited
from handlers.press import Press, held_by, shows
from handlers.reader_pages import (
    forgotten,
    gone,
    language_named,
    languages_spoken,
    none_of_these,
    open_page,
)
from handlers.render import keyboards
from handlers.render.deep_links import identity
from handlers.sending import acknowledge, replace, send, typing
from handlers.shared_look_ups import look_up_together
from knowledge.characters import cleaned
from knowledge.desk import Desk
from knowledge.domain import Answer, Language, NotFound, Question, Reply, number_in
from knowledge.translations import words_in


async def asked(update: Update, context: Context) -> None:
    """Answer a question: typed, under a picture, forwarded, or about words that are replied to."""
    message = update.effective_message
    text = words_of(message, context.bot.bot) if message is not None else ""
    if message is None or not text:
        return
    await answer(update, context, text, asked_in=message.message_id)


async def edited(update: Update, context: Context) -> None:
    """Put the answer to the edited question in the place of the old answer."""
    message = update.effective_message
    text = words_of(message, context.bot.bot) if message is not None else ""
    if message is None or not text:
        return
    old = await context.think(context.desk.answer_to, message.chat_id, message.message_id)
    await answer(update, context, text, asked_in=message.message_id, old=old)


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
            _ask,
            context.desk,
            chat.id,
            Question(cleaned(text), usual=spoken(update)),
            replied_to,
            asked_in,
        )
    if old is None:
        told = await send(context, chat.id, reply.message, question=number)
    else:
        told = await replace(context, chat.id, old, reply.message, question=number)
    await context.think(context.desk.delivered, chat.id, told, reply, asked=asked_in)


def _ask(  # noqa: PLR0917  # as `remembered` passes them on
    known: int | None,
    desk: Desk,
    chat: int,
    asked: Question,
    replied_to: int | None,
    instead: int | None,
) -> tuple[Reply, int]:
    """Ask and remember; "who said that?" is about the message replied to, else the last answer."""
    language, turns = desk.before_asking(chat, message=replied_to, instead=instead)
    reply = desk.ask(replace_in(asked, language=language, turns=turns))
    return reply, desk.remember(reply) if known is None else known


async def looked_up(press: Press, _update: Update, context: Context) -> None:
    """Show what the button leads to, under the message that it belongs to."""
    chat, under = press.chat.id, press.message.message_id
    if not press.private:
        await look_up_together(press, context)
        return
    try:
        async with typing(context, chat):
            shown = await context.think(
                _open, context.desk, press.name, press.subject, press.language
            )
    except NotFound:
        gone = press.words.say("This is no longer in the store. Please ask again.")
        await acknowledge(press.query, gone, alert=True)
        return
    await acknowledge(press.query)
    number = _question(press) if isinstance(shown.outcome, Answer) else None
    told = await send(context, chat, shown.message, replying_to=under, question=number)
    await context.think(context.desk.delivered, chat, told, shown)
    if press.name in {"source", "others", "caveats"}:
        await shows(press)


def _open(desk: Desk, name: str, subject: str, language: Language) -> Reply:
    """What the button leads to; its subject may be shortened."""
    return open_page(desk, name, keyboards.whole(subject, desk.ids_beginning), language)


async def noted(press: Press, _update: Update, _context: Context) -> None:
    """Say once more that what was pressed is noted."""
    await acknowledge(press.query, press.words.say("Thank you, noted."))


async def asked_by_label(press: Press, update: Update, context: Context) -> None:
    """Answer the question that stands on the button."""
    await acknowledge(press.query)
    label = _label(press)
    if label:
        await answer(update, context, label, asked_in=None)


async def language_chosen(press: Press, _update: Update, context: Context) -> None:
    """Speak the language that the button names."""
    if language_named(press.subject) is None:
        told = languages_spoken(press.words)
        await acknowledge(press.query, told, alert=True)
        return
    await acknowledge(press.query)
    await choose_language(context, press.chat.id, press.subject, press.language)


async def forgotten_by_wish(press: Press, _update: Update, context: Context) -> None:
    """Forget a reader, in their private chat, and say so in the language that they had."""
    await acknowledge(press.query)
    await context.think(context.desk.forget, press.chat.id)
    if isinstance(press.message, TelegramMessage):
        await _without(press.message, ("forget",))
    await send(context, press.chat.id, forgotten(press.words))


async def judged(press: Press, _update: Update, context: Context) -> None:
    """Keep what the reader thinks of the answer, thank them, and take the buttons away."""
    name, words = press.name, press.words
    number, question = number_in(press.subject), None
    if number is not None:
        with suppress(NotFound):  # the question is forgotten; the reader need not know
            judging = context.desk.feedback
            question = await context.think(judging, number, helpful=name == "helpful")
    await acknowledge(press.query, None if name == "none" else words.say("Thank you, noted."))
    message = press.message
    if not isinstance(message, TelegramMessage):
        return
    if name == "unhelpful":
        await shows(press, name="noted")
        await invited(context, message, words, question)
    elif name == "none":
        await shows(press, name="noted")
        await send(context, message.chat.id, none_of_these(words), replying_to=message.message_id)
    else:
        await _without(message, ("helpful", "unhelpful"))


async def _without(message: TelegramMessage, names: tuple[str, ...]) -> None:
    """Take the buttons of these names off a message."""
    markup = message.reply_markup
    rows = () if markup is None else markup.inline_keyboard
    kept = [
        [button for button in row if keyboards.read(str(button.callback_data))[0] not in names]
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


def _label(press: Press) -> str | None:
    """What stands on the button that was pressed."""
    message = press.message
    if not isinstance(message, TelegramMessage) or message.reply_markup is None:
        return None
    rows = message.reply_markup.inline_keyboard
    found = (one.text for row in rows for one in row if one.callback_data == press.query.data)
    return next(found, None)


def _question(press: Press) -> int | None:
    """The number of the remembered question, as the buttons of the message carry it."""
    for name, subject in map(keyboards.read, held_by(press.message)):
        if name in keyboards.ABOUT_A_QUESTION and (number := number_in(subject)) is not None:
            return number
    return None


async def link_opened(update: Update, context: Context) -> None:
    """Show the statement that the link leads to."""
    message = update.effective_message
    if message is None or not message.text:
        return
    language = await context.language(update)
    parameter = message.text.split(maxsplit=1)[1].strip()
    try:
        reply = await context.think(_shown, context.desk, parameter, language)
    except NotFound:
        await send(context, message.chat_id, gone(words_in(language)))
        return
    told = await send(context, message.chat_id, reply.message)
    await context.think(context.desk.delivered, message.chat_id, told, reply)


def _shown(desk: Desk, parameter: str, language: Language) -> Reply:
    found = identity(parameter, desk.ids_beginning)
    if found is None:
        raise NotFound("The link leads nowhere.")
    return desk.show(found, language)
