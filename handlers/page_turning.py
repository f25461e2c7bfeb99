"""The buttons that turn the pages of a long list."""

from telegram import Update

from handlers.context import Context
from handlers.press import Press, nothing
from handlers.render.html import shaped
from handlers.render.list_pages import page_of
from handlers.sending import acknowledge, replace
from knowledge.domain import number_in


async def turned(press: Press, _update: Update, context: Context) -> None:
    """Put the other page in the place of this one: the list as it is now, told anew."""
    chat, message, line = press.chat.id, press.message.message_id, number_in(press.subject)
    reply = await context.think(context.desk.retold, chat, message) if line else None
    if reply is None or not line:
        await acknowledge(press.query, nothing(press.language), alert=True)
        return
    await acknowledge(press.query)
    told = reply.message
    if not press.private:
        habits = await context.think(context.desk.chats.habits, chat)
        told = shaped(reply, context.bot.username, brief=habits.brief)
    await replace(context, chat, message, page_of(told, line))
