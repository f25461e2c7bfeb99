"""Curators at work in Telegram: their commands, buttons, replies and files."""

from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from handlers.context import App
from handlers.curating.buttons import pressed
from handlers.curating.commands import COMMANDS, commanded, not_a_command
from handlers.curating.files import sent
from handlers.curating.menus import greeted
from handlers.curating.replies import replied
from knowledge.model import BUTTONS

GREETING, WORKING = -2, -1
"""Groups of handlers that are tried before the readers' own."""


def register(application: App) -> None:
    """Add the curators' handlers; what is not theirs goes on to the readers'."""
    new = filters.UpdateType.MESSAGE
    named = filters.Regex(rf"^/({'|'.join(COMMANDS)})(@\w+)?(\s|$)")
    application.add_handler(MessageHandler(new & filters.ChatType.PRIVATE, greeted), GREETING)
    application.add_handlers(
        [
            CommandHandler(list(COMMANDS), commanded, filters=new),
            MessageHandler(
                named & (filters.UpdateType.EDITED | filters.UpdateType.CHANNEL_POST), not_a_command
            ),
            MessageHandler(new & filters.Document.ALL, sent),
            MessageHandler(new & filters.TEXT & ~filters.COMMAND, replied),
            CallbackQueryHandler(pressed, pattern=rf"^({'|'.join(BUTTONS)}):"),
        ],
        WORKING,
    )
