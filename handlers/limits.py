"""A polite word to somebody who is not served just now."""

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
