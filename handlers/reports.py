"""/stats: what was asked and what came of it, for those who keep the store."""

from telegram import Update

from handlers.context import Context
from handlers.menu import say
from handlers.places import thread_of
from handlers.sending import send
from knowledge.model import Role
from knowledge.wording import words_in

LONGEST = 366
"""Days that a report may cover."""


async def opened(update: Update, context: Context) -> None:
    """Show the report of some days, or begin and end the weekly one in this chat."""
    message, user = update.effective_message, update.effective_user
    if message is None or not message.text or user is None:
        return
    language = await context.language(update)
    words = words_in(language)
    may = context.desk.curation.access.may
    typed = message.text.partition(" ")[2].strip().casefold()
    chats = context.desk.chats
    if not await context.think(may, user.id, Role.REVIEWER):
        page = say(words.say("Only the people who keep the store may see this."))
    elif typed in {"weekly", "off"}:
        await context.think(chats.reporting, message.chat_id, on=typed == "weekly")
        page = say(
            words.say("This chat gets a report every Monday, and what readers say is wrong.")
            if typed == "weekly"
            else words.say("This chat gets no more reports.")
        )
    elif typed and not (typed.isdecimal() and 0 < int(typed[:4]) <= LONGEST):
        page = say(words.say("Write /stats, /stats 30 for 30 days, /stats weekly or /stats off."))
    else:
        page = await context.think(chats.report, language, int(typed or 7))
    private = message.chat.type == message.chat.PRIVATE
    await send(
        context,
        message.chat_id,
        page,
        replying_to=None if private else message.message_id,
        thread=thread_of(message),
    )
