"""A polite word to somebody who is not served just now, or was not in time."""

from dataclasses import dataclass

from telegram import Update

from handlers.context import Context, spoken
from handlers.saying import say
from handlers.sending import acknowledge, send
from knowledge.wording import words_in


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
