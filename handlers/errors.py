"""What happens when a handler fails: a plain sentence for the reader, the cause for the log."""

import logging

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError

from handlers.backoff import is_passing
from handlers.context import Context
from handlers.saying import say
from handlers.sending import acknowledge, send
from knowledge.wording import words_in

log = logging.getLogger(__name__)

_STALE = ("query is too old", "query id is invalid", "message is not modified")

_CLOSED = (
    "not enough rights",
    "need administrator rights",
    "have no rights",
    "chat_write_forbidden",
    "topic_closed",
    "message thread not found",
    "chat not found",
)
"""What Telegram says of a place that takes no message: nothing of ours failed, nobody waits."""


async def failed(update: object, context: Context) -> None:
    """Log the failure; tell the reader unless they cannot be reached."""
    error = context.error
    number = update.update_id if isinstance(update, Update) else None
    if isinstance(error, Forbidden):
        log.info("a reader blocked the bot or left (update %s)", number)
        return
    if isinstance(error, BadRequest) and any(why in error.message.lower() for why in _STALE):
        log.info("too late for Telegram: %s (update %s)", error.message, number)
        return
    if isinstance(error, BadRequest) and any(why in error.message.lower() for why in _CLOSED):
        log.info("nothing can be written there: %s (update %s)", error.message, number)
        return
    if is_passing(error):
        log.warning("Telegram could not be reached: %s (update %s)", error, number)
        return
    log.error("an update failed (update %s)", number, exc_info=error)
    if not isinstance(update, Update) or update.effective_chat is None:
        return
    if update.effective_chat.type != update.effective_chat.PRIVATE:
        return
    await _told(update, context, update.effective_chat.id)


async def _told(update: Update, context: Context, chat: int) -> None:
    """Say that it failed; where Telegram takes nothing, the update is begun again."""
    words = words_in(await _language(update, context))
    sorry = words.say("Something went wrong here, and it is noted. Please try again.")
    if isinstance(context.error, TimeoutError):
        sorry = words.say(
            "I could not find an answer in time. Please try again, in fewer words if you can."
        )
    try:
        if update.callback_query is not None:
            await acknowledge(update.callback_query)
        await send(context, chat, say(sorry))
    except TelegramError as unsaid:
        if not context.bot_data.owed(unsaid):
            log.info("nobody could be told (update %s): %s", update.update_id, unsaid)


async def _language(update: Update, context: Context) -> str:
    """The reader's language, even where the store is what failed."""
    try:
        return await context.language(update)
    except Exception:  # noqa: BLE001  # the first failure is logged already; any words will do
        return "en"
