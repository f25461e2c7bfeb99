"""Pages of curators on their way, as a form to reply to where something is asked, and the typed replies."""

from dataclasses import dataclass
from io import BytesIO

from telegram import ForceReply, InputFile, Message as TelegramMessage, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationHandlerStop

from handlers.context import Context
from handlers.render.html import pages
from handlers.sending import send, typing
from knowledge.characters import cleaned
from knowledge.domain import AccordingToError, Curator, Message, Page, Part, Section, Span
from knowledge.translations import words_in


async def show(
    context: Context, by: Curator, page: Page, *, replying_to: int | None = None
) -> None:
    """Send a page; one that wakes lets what must be told be told at once."""
    tasks = context.desk.curation.changes.tasks
    if page.form is not None and not page.message.actions:
        text = pages(page.message)[0]
        told = await context.bot.send_message(
            by.chat,
            text,
            parse_mode=ParseMode.HTML,
            reply_markup=ForceReply(selective=True),
            reply_parameters=ReplyParameters(replying_to, allow_sending_without_reply=True)
            if replying_to is not None
            else None,
        )
        await context.think(tasks.keep_form, by.chat, told.message_id, page.form)
    elif page.file is not None:
        name, content = page.file
        caption = pages(page.message)[0]
        document = InputFile(BytesIO(content), name)
        await context.bot.send_document(
            by.chat, document, caption=caption, parse_mode=ParseMode.HTML
        )
    else:
        sent = await send(context, by.chat, page.message, replying_to=replying_to)
        if page.form is not None:  # a reply to any page of it is an answer too, as are its buttons
            for each in sent:
                await context.think(tasks.keep_form, by.chat, each, page.form)
    if page.wakes:
        context.bot_data.wake()


def refusal(error: AccordingToError, language: str) -> Message:
    """Why not, in a sentence."""
    lines = tuple((Span(line),) for line in error.told(words_in(language)).split("\n"))
    return Message((Section(Part.ANSWER, lines),))


async def curator(update: Update, context: Context) -> Curator | None:
    """Who asks, by the number that Telegram vouches for; None where nobody can be seen."""
    user, chat = update.effective_user, update.effective_chat
    if user is None or chat is None:
        return None
    language = await context.language(update)
    return Curator(
        user.id,
        cleaned(user.full_name).strip() or str(user.id),
        language,
        chat.id,
        update.update_id,
    )


@dataclass(frozen=True, slots=True)
class FormStep:
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
    step = await context.once_awaited(FormStep, lambda: _task(message, context, user.id))
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


async def _task(message: TelegramMessage, context: Context, user: int) -> FormStep | None:
    """The task that the message belongs to."""
    to = message.reply_to_message
    if to is not None and to.from_user is not None and to.from_user.id == context.bot.id:
        tasks = context.desk.curation.changes.tasks
        form = await context.think(tasks.form_at, message.chat_id, to.message_id)
        return None if form is None else FormStep(*form)
    if to is None and (await context.standing(user)).role is not None:
        number = await context.think(context.desk.curation.collecting, user, message.text or "")
        return None if number is None else FormStep(number, None)
    return None
