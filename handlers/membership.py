"""Where the bot is: thrown out of a chat, or a chat that gets a new id."""

import logging

from telegram import Update
from telegram.constants import ChatMemberStatus

from handlers.context import Context

log = logging.getLogger(__name__)

GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


async def moved(update: Update, context: Context) -> None:
    """The bot was added or removed; a chat that it cannot write to follows nothing any more."""
    change = update.my_chat_member
    if change is None:
        return
    if change.new_chat_member.status in GONE:
        log.info("removed from chat %s", change.chat.id)
        await context.think(context.desk.chats.gone, change.chat.id)


async def migrated(update: Update, context: Context) -> None:
    """A group became a supergroup: what it chose and follows goes along."""
    message = update.effective_message
    if message is None:
        return
    if message.migrate_to_chat_id is not None:
        await context.think(context.desk.chats.moved, message.chat_id, message.migrate_to_chat_id)
