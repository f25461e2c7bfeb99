"""Every handler, in the order in which they are tried."""

from telegram import Message
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers import (
    callbacks,
    curators,
    error_handler,
    feedback,
    groups,
    inline,
    membership,
    private_chats,
    store_pages,
)
from handlers.commands import find
from handlers.context import App
from handlers.error_handler import TooLate, TurnedAway, too_late, turned_away

UPDATES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "guest_message",
    "my_chat_member",
)
"""The kinds of updates that Telegram is asked for."""


class Invited(filters.MessageFilter):
    """Replies to our request for words."""

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        return feedback.answers_invitation(message)


class Asking(filters.MessageFilter):
    """Questions: plain words, or a command that asks what stands after it."""

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        head = (message.text or "").partition(" ")[0]
        command = find(head[1:].partition("@")[0].casefold())
        return not head.startswith("/") or (command is not None and command.asks)


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
            ChosenInlineResultHandler(inline.chosen),
            ChatMemberHandler(membership.moved),
            MessageHandler(shared & filters.StatusUpdate.MIGRATE, membership.migrated),
            MessageHandler(shared & (filters.TEXT | filters.CAPTION), groups.heard),
            MessageHandler(new & linked, private_chats.link_opened),
            MessageHandler(new & filters.COMMAND, store_pages.opened),
            MessageHandler(new & filters.TEXT & Invited(), feedback.told),
            MessageHandler(new & (filters.TEXT | filters.CAPTION), private_chats.asked),
            MessageHandler(
                private
                & filters.UpdateType.EDITED_MESSAGE
                & (filters.TEXT | filters.CAPTION)
                & Asking(),
                private_chats.edited,
            ),
            MessageHandler(new & ~filters.StatusUpdate.ALL, store_pages.not_text),
            CallbackQueryHandler(callbacks.pressed),
        ]
    )
    application.add_error_handler(error_handler.failed)
