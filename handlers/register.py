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
    browsing,
    callbacks,
    complaints,
    curating,
    errors,
    groups,
    inline,
    linking,
    membership,
    picturing,
    questions,
)
from handlers.context import App
from handlers.limits import TooLate, TurnedAway, too_late, turned_away

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
        return complaints.answers_invitation(message)


def register(application: App) -> None:
    """Add every handler to the application."""
    application.add_handlers([TypeHandler(TurnedAway, turned_away), TypeHandler(TooLate, too_late)])
    curating.register(application)
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
            MessageHandler(new & linked, linking.opened),
            MessageHandler(
                new & filters.Regex(r"^/(?:timeline|speakers)(@\w+)?$"), picturing.opened
            ),
            MessageHandler(new & filters.COMMAND, browsing.opened),
            MessageHandler(new & filters.TEXT & Invited(), complaints.told),
            MessageHandler(new & filters.TEXT, questions.asked),
            MessageHandler(
                private & filters.UpdateType.EDITED_MESSAGE & filters.TEXT & ~filters.COMMAND,
                questions.edited,
            ),
            MessageHandler(new & ~filters.StatusUpdate.ALL, browsing.not_text),
            CallbackQueryHandler(callbacks.pressed),
        ]
    )
    application.add_error_handler(errors.failed)
