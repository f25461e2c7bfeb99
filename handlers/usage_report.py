"""/stats: what was asked and what came of it, for those who keep the store."""

from telegram import Update

from handlers.addressing import thread_of
from handlers.context import Context
from handlers.reader_pages import days_of
from handlers.sending import say, send
from knowledge.domain import Role
from knowledge.translations import words_in


async def opened(update: Update, context: Context) -> None:
    """Show the report of some days, or begin and end the weekly one in this chat."""
    message, user = update.effective_message, update.effective_user
    if message is None or not message.text or user is None:
        return
    language = await context.language(update)
    words = words_in(language)
    may = context.desk.curation.access.may
    typed = message.text.partition(" ")[2].strip().casefold()
    days = days_of(typed)
    chats = context.desk.chats
    private = message.chat.type == message.chat.PRIVATE
    if not await context.think(may, user.id, Role.REVIEWER):
        if not private:
            return  # in a chat of many nobody waits for it
        page = say(words.say("Only the people who keep the store may see this."))
    elif typed in {"weekly", "off"}:
        on = typed == "weekly"
        await context.think(chats.feedback.reporting, message.chat_id, on=on, language=language)
        page = say(
            words.say("This chat gets a report every Monday, and what readers say is wrong.")
            if typed == "weekly"
            else words.say("This chat gets no more reports.")
        )
    elif days is None:
        page = say(words.say("Write /stats, /stats 30 for 30 days, /stats weekly or /stats off."))
    else:
        page = await context.think(chats.feedback.report, language, days)
    await send(
        context,
        message.chat_id,
        page,
        replying_to=None if private else message.message_id,
        thread=thread_of(message),
    )
