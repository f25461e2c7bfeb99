"""The settings of a chat: a page whose buttons only its opener, an admin, can press."""

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.constants import ChatType

from handlers.addressing import ANONYMOUS
from handlers.context import Context, spoken
from handlers.places import administers, is_admin, thread_of
from handlers.render.buttons import read
from handlers.saying import say
from handlers.sending import acknowledge, replace, send
from knowledge.model import Habits, Language, Message, RefusedInput
from knowledge.wording import Words, words_in


async def opened(update: Update, context: Context) -> None:
    """Show the settings, or change the one that was typed."""
    message = update.effective_message
    if message is None or not message.text:
        return
    chat = message.chat
    words = words_in(await _language(update, context, chat.id))
    private = chat.type == ChatType.PRIVATE
    told: Message
    if not private and not await is_admin(context, message):
        told = say(words.say("Only admins of this chat can change its settings."))
    else:
        _, _, typed = message.text.partition(" ")
        name, _, value = typed.strip().partition(" ")
        told = await _told(update, context, chat.id, name.casefold(), value, private=private)
    await send(
        context,
        chat.id,
        told,
        replying_to=None if private else message.message_id,
        thread=thread_of(message),
    )


async def _told(
    update: Update, context: Context, chat: int, name: str, value: str, *, private: bool
) -> Message:
    language = await _language(update, context, chat)
    if name:
        try:
            habits = await context.think(context.desk.chats.change, chat, name, value, language)
        except RefusedInput as error:
            return say(str(error))
        language = habits.language or language
    owner = update.effective_user.id if update.effective_user else 0
    page = context.desk.chats.settings
    return await context.think(page, chat, language, owner, private=private)


async def pressed(update: Update, context: Context) -> None:
    """Change what the button says, if whoever pressed it opened the page and may."""
    query = update.callback_query
    if query is None or not isinstance(query.message, TelegramMessage):
        return
    message, chat = query.message, query.message.chat
    language = await _language(update, context, chat.id)
    words = words_in(language)
    _, subject = read(query.data or "")
    owner, name, value = (*subject.split(".", 2), "", "")[:3]
    refusal = await _refusal(context, query.from_user.id, owner, message, words)
    habits: Habits | None = None
    if refusal is None:
        try:
            habits = await context.think(context.desk.chats.change, chat.id, name, value, language)
        except RefusedInput as error:
            refusal = str(error)
    await acknowledge(query, refusal or words.say("Noted."), alert=bool(refusal))
    if habits is None:
        return
    page = await context.think(
        context.desk.chats.settings,
        chat.id,
        habits.language or language,
        int(owner),
        private=chat.type == ChatType.PRIVATE,
    )
    await replace(context, chat.id, message.message_id, page)


async def _refusal(
    context: Context, presser: int, owner: str, message: TelegramMessage, words: Words
) -> str | None:
    """Why this press does not count, or None."""
    if owner not in {str(presser), str(ANONYMOUS), "0"}:
        return words.say("Somebody else opened these settings. Send /settings yourself.")
    if not await administers(context, message.chat, presser):
        return words.say("Only admins of this chat can change its settings.")
    return None


async def _language(update: Update, context: Context, chat: int) -> Language:
    habits = await context.think(context.desk.chats.habits, chat)
    return habits.language or spoken(update)
