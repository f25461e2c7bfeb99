"""Typed replies to forms, and parts of a long text that was pasted."""

from dataclasses import dataclass

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop

from handlers.context import Context
from handlers.curators.curator_pages import curator, refusal, show
from handlers.sending import send, typing
from knowledge.domain import AccordingToError, Page


@dataclass(frozen=True, slots=True)
class Step:
    """The task that a message belongs to.

    Args:
        number: of the task.
        version: that asked for the reply; None: whichever it is at.
    """

    number: int
    version: int | None


async def replied(update: Update, context: Context) -> None:
    """Give a reply to the task that asked for it; other texts go on to the readers' handlers."""
    message, user = update.effective_message, update.effective_user
    if message is None or user is None or not message.text:
        return
    step = await context.once_awaited(Step, lambda: _task(message, context, user.id))
    if step is None:
        return
    by = await curator(update, context)
    if by is None or message.forward_origin is not None or message.sender_chat is not None:
        return
    changes = context.desk.curation.changes
    try:
        async with typing(context, by.chat):
            page = await context.once(
                Page, changes.replied, by, step.number, message.text, step.version
            )
        await show(context, by, page)
    except AccordingToError as error:
        await send(context, by.chat, refusal(error, by.language), replying_to=message.message_id)
    raise ApplicationHandlerStop


async def _task(message: Message, context: Context, user: int) -> Step | None:
    """The task that the message belongs to."""
    to = message.reply_to_message
    if to is not None and to.from_user is not None and to.from_user.id == context.bot.id:
        tasks = context.desk.curation.changes.tasks
        form = await context.think(tasks.form_at, message.chat_id, to.message_id)
        return None if form is None else Step(*form)
    if to is None and (await context.standing(user)).role is not None:
        number = await context.think(context.desk.curation.collecting, user, message.text or "")
        return None if number is None else Step(number, None)
    return None
