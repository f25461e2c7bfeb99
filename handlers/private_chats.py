"""Private chats: questions asked, edited and linked to, commands, feedback, and what cannot be read there."""

import asyncio
from contextlib import suppress
from dataclasses import replace as replace_in

from telegram import (
    ForceReply,
    InlineKeyboardMarkup,
    Message as TelegramMessage,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest
from telegram.ext import filters

from handlers import charts
from handlers.addressing import words_of
from handlers.chat_pages import choose_language
from handlers.commands import CommandPlace, find
from handlers.context import Context, spoken
from handlers.press import Press, held_by, look_up_together, shows
from handlers.reader_pages import (
    PageRequest,
    forgotten,
    gone,
    language_named,
    languages_spoken,
    no_such_name,
    none_of_these,
    open_page,
    start,
    unknown,
    with_privacy,
)
from handlers.render import keyboards
from handlers.render.keyboards import identity
from handlers.sending import acknowledge, remembering, replace, say, send, typing
from knowledge.characters import cleaned
from knowledge.desk import Desk
from knowledge.domain import Answer, Language, NotFound, Question, Reply, number_in
from knowledge.translations import Words, words_in

MARK = "✍️"
"""Begins a request for words; the reply to it goes to those who keep the store."""

APART = "\n\n"
"""Stands between the request and the question that it is about."""

LONGEST = 200
"""Characters of the question in a request."""


async def invited(
    context: Context, answer: TelegramMessage, words: Words, question: str | None
) -> None:
    """Ask what is wrong with an answer, under it.

    The question stands in the request, and so comes back with the reply to it: nothing that is
    kept leads from a chat to what was asked there.

    Args:
        context: of the update.
        answer: that is complained of.
        words: of the reader.
        question: that it answers, where it is known.
    """
    asked = words.say(
        "What is wrong with this answer? Reply to this message in a sentence, and the people who "
        "keep the store will read it. Or just ask again."
    )
    about = f"{APART}{' '.join(question.split())[:LONGEST]}" if question else ""
    request = await context.bot.send_message(
        answer.chat.id,
        f"{MARK} {asked}{about}",
        reply_parameters=ReplyParameters(answer.message_id, allow_sending_without_reply=True),
        reply_markup=ForceReply(selective=True),
    )
    await context.think(
        context.desk.chats.feedback.invite, answer.chat.id, request.message_id, answer.message_id
    )


def answers_invitation(message: TelegramMessage) -> bool:
    """Whether a message replies to our request for words."""
    original = message.reply_to_message
    author = original.from_user if original is not None else None
    return bool(
        original is not None
        and author is not None
        and author.is_bot
        and (original.text or "").startswith(MARK)
    )


async def told(update: Update, context: Context) -> None:
    """Keep the words with the answer and its version, and thank."""
    message = update.effective_message
    if message is None or message.reply_to_message is None or not message.text:
        return
    request = message.reply_to_message
    about = (request.text or "").partition(APART)[2]
    complain = context.desk.chats.feedback.complain
    await context.once(
        int, complain, message.chat_id, request.message_id, cleaned(message.text), about
    )
    context.bot_data.wake()
    words = await context.words(update)
    thanks = words.say("Thank you. The people who keep the store will read it.")
    await send(context, message.chat_id, say(thanks), replying_to=message.message_id)


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
    async with remembering(context, reply, number):
        if old is None:
            told = await send(context, chat.id, reply.message, question=number, concluding=True)
        else:
            told = await replace(context, chat.id, old, reply.message, question=number)
    concluded = context.desk.concluded(chat.id, told, reply, asked=asked_in, number=number)
    await context.conclude(concluded)


def _ask(  # noqa: PLR0917  # as `remembered` passes them on
    known: int | None,
    desk: Desk,
    chat: int,
    asked: Question,
    replied_to: int | None,
    instead: int | None,
) -> tuple[Reply, int]:
    """Ask; "who said that?" is about the message replied to, else the last answer."""
    of_chat = desk.before_asking(chat, message=replied_to, instead=instead)
    language, turns, revision = of_chat
    reply = desk.ask(replace_in(asked, language=language, turns=turns), revision)
    return reply, desk.drawn() if known is None else known


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


async def opened(update: Update, context: Context) -> None:
    """Do what any command says, known or not."""
    message, user = update.effective_message, update.effective_user
    if message is None or not message.text:
        return
    head, _, typed = message.text.partition(" ")
    name = head[1:].partition("@")[0].casefold()
    language = await context.language(update)
    words = words_in(language)
    command = find(name)
    if command is None or CommandPlace.PRIVATE not in command.places:
        await send(context, message.chat_id, unknown(words, name[:32]))
        return
    if command.handler is not None:
        await command.handler(update, context)
        return
    if command.asks and (typed.strip() or message.reply_to_message is not None):
        await asked(update, context)
        return
    if (
        command.picture is not None
        and (name, typed.strip()) == (command.name, "")
        and await charts.show(update, context, command.picture)
    ):
        return  # the same in words is behind the picture's button
    role = (await context.standing(user.id)).role if user is not None else None
    opening = command.page or start
    request = PageRequest(context.desk, language, typed.strip(), role)
    try:
        async with typing(context, message.chat_id):
            page = await context.think(opening, request)
    except NotFound:
        page = no_such_name(words)
    if isinstance(page, Reply):
        sent = await send(context, message.chat_id, page.message)
        await context.think(context.desk.delivered, message.chat_id, sent, page)
        return
    if command.name == "status":
        page = with_privacy(page, words, sees_all=sees_all(context), private=True)
    await send(context, message.chat_id, page)


def sees_all(context: Context) -> bool:
    """Whether Telegram brings the bot every message of its groups: privacy mode is off."""
    return bool(context.bot.bot.can_read_all_group_messages)


async def not_text(update: Update, context: Context) -> None:
    """Say what the bot cannot take, whatever was sent instead of words."""
    chat = update.effective_chat
    message = update.effective_message
    if chat is None or message is None:
        return
    words = await context.words(update)
    if filters.VOICE.check_update(update) or filters.VIDEO_NOTE.check_update(update):
        told = words.say("I cannot listen. Please type your question.")
    else:
        told = words.say("I can only read text. Please type your question.")
    await send(context, chat.id, say(told), replying_to=message.message_id)
