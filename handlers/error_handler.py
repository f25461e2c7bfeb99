"""Errors of handlers: what Telegram refuses or does not take for the moment, and how long to wait."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from telegram import Update
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from handlers.context import Context, spoken
from handlers.sending import acknowledge, say, send
from knowledge.translations import words_in

FIRST_PAUSE = 1.0
"""Seconds after the first refusal; each pause is twice the one before."""

LONGEST_PAUSE = 60.0
"""Seconds between two attempts at most, where Telegram itself names no time."""

REFUSED_PAUSE = 30.0
"""Seconds until what was refused for want of a token is offered again."""

_UNREADABLE = "Invalid server response"
"""What python-telegram-bot says of an answer that is no JSON, such as a proxy's page."""


def is_passing(error: BaseException | None) -> bool:
    """Whether the same request may be taken later: nothing is wrong with it or with its chat."""
    if isinstance(error, BadRequest):  # a NetworkError, to python-telegram-bot
        return False
    if isinstance(error, NetworkError | RetryAfter | InvalidToken):
        return True
    return isinstance(error, TelegramError) and error.message == _UNREADABLE


def pause_after(error: BaseException | None, refusals: int) -> float:
    """Seconds until a request is made again.

    Args:
        error: why it was not taken, one that `is_passing`.
        refusals: how often it was refused before this time.
    """
    if isinstance(error, RetryAfter):
        return seconds_of(error)
    if isinstance(error, InvalidToken):
        return REFUSED_PAUSE
    return float(min(FIRST_PAUSE * 2 ** min(refusals, 16), LONGEST_PAUSE))


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


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


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """An update that is not handled.

    Args:
        update: that came.
        busy: whether too much waits already; else its sender wrote too much.
    """

    update: Update
    busy: bool


@dataclass(frozen=True, slots=True)
class TooLate:
    """An update whose answer Telegram did not take for so long that it is not given any more.

    Args:
        update: that came.
        done: whether what it asked for was done, so that only the word about it is missing.
    """

    update: Update
    done: bool


async def turned_away(item: TurnedAway, context: Context) -> None:
    """Say why, in a private chat or to whoever pressed a button; groups are left in peace."""
    update = item.update
    words = words_in(await context.chosen_language(update) or spoken(update))
    told = words.say(
        "That is a lot at once. I answer what I have read so far; please wait a minute before you "
        "write more."
    )
    if item.busy:
        told = words.say("Very many people are asking just now. Please ask again in a minute.")
    chat = update.effective_chat
    if update.callback_query is not None:
        await acknowledge(update.callback_query, told)
    elif chat is not None and chat.type == chat.PRIVATE:
        await send(context, chat.id, say(told))


async def too_late(item: TooLate, context: Context) -> None:
    """Say that there was no answer in time, under what was written, once for a chat."""
    update = item.update
    chat, message = update.effective_chat, update.effective_message
    if chat is None:
        return
    words = words_in(await context.chosen_language(update) or spoken(update))
    told = words.say(
        "I could not answer this in time: Telegram did not take my messages for too long. Please "
        "ask again if you still want to know."
    )
    if item.done:
        told = words.say(
            "This was done, but I could not tell you in time: Telegram did not take my messages "
            "for too long. Please look at what came of it before you do it again."
        )
    under = None if message is None else message.message_id
    thread = message.message_thread_id if message is not None and message.is_topic_message else None
    await send(context, chat.id, say(told), replying_to=under, thread=thread)
