"""Commands in private chats, and what the bot cannot read there."""

from telegram import Update
from telegram.ext import filters

from handlers import chart_pages, private_chats
from handlers.commands import Place, find
from handlers.context import Context
from handlers.reader_pages import PageRequest, no_such_name, start, unknown, with_privacy
from handlers.sending import say, send, typing
from knowledge.domain import NotFound, Reply
from knowledge.translations import words_in


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
    if command is None or Place.PRIVATE not in command.places:
        await send(context, message.chat_id, unknown(words, name[:32]))
        return
    if command.handler is not None:
        await command.handler(update, context)
        return
    if command.asks and (typed.strip() or message.reply_to_message is not None):
        await private_chats.asked(update, context)
        return
    if (
        command.picture is not None
        and (name, typed.strip()) == (command.name, "")
        and await chart_pages.show(update, context, command.picture)
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
