"""Every handler, in the order in which they are tried."""

from telegram import Message
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers import (
    callbacks,
    chart_pages,
    curators,
    error_handler,
    feedback,
    groups,
    inline,
    membership,
    private_chats,
    store_pages,
)
from handlers.context import App
from handlers.error_handler import TooLate, TurnedAway, too_late, turned_away

UPDATES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "inline_query",
    "guest_message",
    "my_chat_member",
)
"""The kinds of updates that Telegram is asked for."""


class Invited(filters.MessageFilter):
    """Replies to our request for words."""

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        return feedback.answers_invitation(message)


def register(application: App) -> None:
    """Add every handler to the application."""
    application.add_handlers([TypeHandler(TurnedAway, turned_away), TypeHandler(TooLate, too_late)])
    curators.register(application)
    private = filters.ChatType.PRIVATE
    new = private & filters.UpdateType.MESSAGE
    shared = filters.ChatType.GROUPS | filters.ChatType.CHANNEL
    linked = filters.Regex(r"^/start(@\w+)? [sbh]_[A-Za-z0-9_-]{1,62}$")
    application.add_handlers(
        [
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, inline.guest),
            InlineQueryHandler(inline.typed),
            ChatMemberHandler(membership.moved),
            MessageHandler(shared & filters.StatusUpdate.MIGRATE, membership.migrated),
            *(
                MessageHandler(new & filters.Regex(rf"^/{name}(@\w+)?(\s|$)"), answer)
                for name, answer in groups.SAME.items()
            ),
            MessageHandler(shared & (filters.TEXT | filters.CAPTION), groups.heard),
            MessageHandler(new & linked, private_chats.link_opened),
            MessageHandler(
                new & filters.Regex(r"^/(?:timeline|speakers)(@\w+)?$"), chart_pages.opened
            ),
            MessageHandler(new & filters.Regex(r"(?i)^/ask(@\w+)?\s+\S"), private_chats.asked),
            MessageHandler(new & filters.COMMAND, store_pages.opened),
            MessageHandler(new & filters.TEXT & Invited(), feedback.told),
            MessageHandler(new & (filters.TEXT | filters.CAPTION), private_chats.asked),
            MessageHandler(
                private
                & filters.UpdateType.EDITED_MESSAGE
                & (filters.TEXT | filters.CAPTION)
                & ~filters.COMMAND,
                private_chats.edited,
            ),
            MessageHandler(new & ~filters.StatusUpdate.ALL, store_pages.not_text),
            CallbackQueryHandler(callbacks.pressed),
        ]
    )
    application.add_error_handler(error_handler.failed)
