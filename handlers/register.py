"""Every handler, in the order in which they are tried."""

from telegram.ext import CallbackQueryHandler, MessageHandler, TypeHandler, filters

from handlers import browsing, curating, errors, questions
from handlers.context import App
from handlers.limits import TurnedAway, turned_away

UPDATES = ("message", "edited_message", "channel_post", "edited_channel_post", "callback_query")
"""The kinds of updates that Telegram is asked for."""


def register(application: App) -> None:
    """Add every handler to the application."""
    application.add_handler(TypeHandler(TurnedAway, turned_away))
    curating.register(application)
    private = filters.ChatType.PRIVATE
    new = private & filters.UpdateType.MESSAGE
    application.add_handlers(
        [
            MessageHandler(new & filters.COMMAND, browsing.opened),
            MessageHandler(new & filters.TEXT, questions.asked),
            MessageHandler(
                private & filters.UpdateType.EDITED_MESSAGE & filters.TEXT & ~filters.COMMAND,
                questions.edited,
            ),
            MessageHandler(new & ~filters.StatusUpdate.ALL, browsing.not_text),
            CallbackQueryHandler(questions.pressed),
        ]
    )
    application.add_error_handler(errors.failed)
