"""Pages of curators on their way: with buttons, as a form to reply to, or with a file."""

from io import BytesIO

from telegram import ForceReply, InputFile, ReplyParameters, Update
from telegram.constants import ParseMode

from handlers.context import Context
from handlers.render.html import pages
from handlers.sending import send
from knowledge.characters import cleaned
from knowledge.domain import AccordingToError, Curator, Message, Page, Part, Section, Span
from knowledge.translations import words_in

FILE_BYTES = 50_000_000
"""Of a file that a bot may send."""


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
        if page.form is not None:  # a reply to it is an answer too, as are its buttons
            await context.think(tasks.keep_form, by.chat, sent, page.form)
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
