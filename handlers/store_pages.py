"""Commands that open a page of the store."""

from telegram import Update
from telegram.ext import filters

from handlers.commands import (
    commands,
    find,
    language_named,
    no_such_language,
    no_such_name,
    now_speaking,
    unknown,
    with_privacy,
)
from handlers.context import Context
from handlers.sending import say, send, typing
from knowledge.domain import Language, NotFound
from knowledge.translations import words_in


async def opened(update: Update, context: Context) -> None:
    """Answer any command, known or not."""
    message = update.effective_message
    chat = update.effective_chat
    if message is None or chat is None or not message.text:
        return
    head, _, typed = message.text.partition(" ")
    name = head[1:].partition("@")[0].casefold()
    language = await context.language(update)
    words = words_in(language)
    if name == "language" and typed.strip():
        await choose_language(context, chat.id, typed, language)
        return
    command = find(name, commands(language))
    if command is None:
        await send(context, chat.id, unknown(words, name[:32]))
        return
    try:
        async with typing(context, chat.id):
            page = await context.think(command.page, context.desk, language, typed.strip())
    except NotFound:
        page = no_such_name(words)
    if name == "status":
        page = with_privacy(page, words, sees_all=sees_all(context), private=True)
    await send(context, chat.id, page)


def sees_all(context: Context) -> bool:
    """Whether Telegram brings the bot every message of its groups: privacy mode is off."""
    return bool(context.bot.bot.can_read_all_group_messages)


async def choose_language(context: Context, chat: int, typed: str, language: Language) -> None:
    """Keep the reader's choice and say so in the chosen language."""
    chosen = language_named(typed)
    if chosen is None:
        await send(context, chat, no_such_language(words_in(language)))
        return
    await context.think(context.desk.set_language, chat, chosen)
    await send(context, chat, now_speaking(words_in(chosen)))


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
