"""Curators at work in Telegram: their commands, buttons, replies and files."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from telegram import Update
from telegram.ext import (
    ApplicationHandlerStop,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers.commands import CURATING
from handlers.context import App, Context
from handlers.curators.curator_commands import commanded, greeted, not_a_command, pressed
from handlers.curators.uploads import introduced, offered, replied, sent
from knowledge.domain import BUTTONS

GREETING, WORKING, OFFERING = -3, -2, -1
"""Groups of handlers that are tried before the readers' own."""


Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def alone(handler: Handler) -> Handler:
    """The handler, after whose failure the readers' handlers do not take the update for theirs."""

    @wraps(handler)
    async def handled(update: Update, context: Context) -> None:
        try:
            await handler(update, context)
        except ApplicationHandlerStop:
            raise
        except Exception as error:
            await context.application.process_error(update, error)
            raise ApplicationHandlerStop from error

    return handled


def register(application: App) -> None:
    """Add the curators' handlers; what is not theirs goes on to the readers'."""
    new = filters.UpdateType.MESSAGE
    named = filters.Regex(rf"^/({'|'.join(CURATING)})(@\w+)?(\s|$)")
    application.add_handler(
        MessageHandler(new & filters.ChatType.PRIVATE, alone(greeted)), GREETING
    )
    application.add_handlers(
        [
            CommandHandler(list(CURATING), alone(commanded), filters=new),
            MessageHandler(
                named & (filters.UpdateType.EDITED | filters.UpdateType.CHANNEL_POST),
                alone(not_a_command),
            ),
            MessageHandler(new & filters.Document.ALL, alone(sent)),
            MessageHandler(new & filters.ChatType.PRIVATE & filters.CONTACT, alone(introduced)),
            MessageHandler(new & filters.TEXT & ~filters.COMMAND, alone(replied)),
            CallbackQueryHandler(alone(pressed), pattern=rf"^({'|'.join(BUTTONS)}):"),
        ],
        WORKING,
    )
    posts = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND & ~filters.Document.ALL
    application.add_handler(
        MessageHandler(new & filters.ChatType.PRIVATE & posts, alone(offered)), OFFERING
    )
