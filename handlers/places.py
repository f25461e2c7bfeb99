"""Where a message stands, and who decides there."""

from contextlib import suppress

from telegram import Chat, Message
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

from handlers.addressing import ANONYMOUS
from handlers.context import Context

ADMINS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})


async def is_admin(context: Context, message: Message) -> bool:
    """Whether an admin of the chat wrote it; channels and anonymous admins write as the chat."""
    if message.sender_chat is not None and message.sender_chat.id == message.chat_id:
        return True
    author = message.from_user
    return author is not None and await administers(context, message.chat, author.id)


async def administers(context: Context, chat: Chat, user: int) -> bool:
    """Whether a person is an admin of the chat, as Telegram says now."""
    if user == ANONYMOUS:
        return True
    if chat.type == ChatType.PRIVATE:
        return user == chat.id
    with suppress(BadRequest, Forbidden):  # we may not ask, or nobody has this id
        return (await context.bot.get_chat_member(chat.id, user)).status in ADMINS
    return False


def thread_of(message: Message) -> int | None:
    """The topic of a forum in which a message stands."""
    return message.message_thread_id if message.is_topic_message else None
