"""The settings of a chat: a page whose buttons only its opener, an admin, can press."""

from telegram import Update
from telegram.constants import ChatType

from handlers.addressing import ANONYMOUS
from handlers.context import Context, spoken
from handlers.places import is_admin, thread_of
from handlers.press import Press
from handlers.saying import say
from handlers.sending import acknowledge, replace, send
from knowledge.model import Language, Message, RefusedInput
from knowledge.wording import words_in


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


def of_another(press: Press) -> str | None:
    """Why the page is not for whoever pressed, or None: they opened it, or a nameless admin did."""
    if press.subject.partition(".")[0] in {str(press.person), str(ANONYMOUS), "0"}:
        return None
    return press.words.say("Somebody else opened these settings. Send /settings yourself.")


async def pressed(press: Press, _update: Update, context: Context) -> None:
    """Change what the button says."""
    chat, words = press.chat, press.words
    owner, name, value = (*press.subject.split(".", 2), "", "")[:3]
    try:
        habits = await context.think(
            context.desk.chats.change, chat.id, name, value, press.language
        )
    except RefusedInput as error:
        await acknowledge(press.query, error.told(words), alert=True)
        return
    await acknowledge(press.query, words.say("Noted."))
    page = await context.think(
        context.desk.chats.settings,
        chat.id,
        habits.language or press.language,
        int(owner),
        private=press.private,
    )
    await replace(context, chat.id, press.message.message_id, page)


async def _language(update: Update, context: Context, chat: int) -> Language:
    habits = await context.think(context.desk.chats.habits, chat)
    return habits.language or spoken(update)
