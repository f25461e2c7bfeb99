"""Deep links: /start with a payload opens the full answer in the private chat."""

from telegram import Update

from handlers.context import Context
from handlers.menu import gone
from handlers.render.links import identity
from handlers.sending import send
from knowledge.desk import Desk
from knowledge.model import Language, NotFound, Reply
from knowledge.wording import words_in


async def opened(update: Update, context: Context) -> None:
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
