"""Buttons of curators: the right is looked up at every press, by the number of who pressed."""

from contextlib import suppress

from telegram import CallbackQuery, Update
from telegram import Message as TelegramMessage
from telegram.constants import ChatType
from telegram.error import BadRequest
from telegram.ext import ApplicationHandlerStop

from handlers.context import Context
from handlers.curators.curator_pages import curator, refusal, show
from handlers.curators.offers import pulled
from handlers.curators.uploads import take_up
from handlers.render import keyboards
from handlers.sending import acknowledge, typing
from knowledge.domain import BUTTONS, AccordingToError, Curator, Page, StoreProblem
from knowledge.translations import words_in

STAYING = frozenset({"audit", "gap", "review"})
"""Buttons that can be pressed again: they only show."""


async def pressed(update: Update, context: Context) -> None:
    """Do what a curator's button says, or say why not, to the one who pressed."""
    query = update.callback_query
    by = await curator(update, context)
    name, subject = keyboards.read((query.data if query is not None else None) or "")
    if query is None or by is None or name not in BUTTONS:
        return
    if query.message is None or query.message.chat.type == ChatType.CHANNEL:
        return  # a curator's page is for no channel; whoever presses is told by the readers' part
    curation = context.desk.curation
    try:
        if name == "pull":
            async with typing(context, by.chat):
                page = await pulled(query, context, by)
        elif name == "import":
            page = await context.once_awaited(Page, lambda: _imported(context, by, query, subject))
        else:
            async with typing(context, by.chat):
                page = await context.once(Page, curation.pressed, by, name, subject)
    except StoreProblem:
        raise
    except AccordingToError as error:
        await acknowledge(query, error.told(words_in(by.language)), alert=True)
        raise ApplicationHandlerStop from None
    if name != "import":  # acknowledged before the file was read, which takes a while
        await acknowledge(query)
    await _used(query, name)
    await show(context, by, page)
    raise ApplicationHandlerStop


async def _imported(context: Context, by: Curator, query: CallbackQuery, subject: str) -> Page:
    """Take a file up that was tried before, or say why not; raises AccordingToError."""
    transfer = context.desk.curation.transfer
    answers = await context.think(transfer.confirmed, by, subject)
    await acknowledge(query)
    try:
        page = await take_up(context, by, answers)
        await context.think(transfer.finished, by, subject)
    except AccordingToError as error:
        if isinstance(error, StoreProblem):
            raise
        return Page(refusal(error, by.language))  # a press is answered once
    return page


async def _used(query: CallbackQuery, name: str) -> None:
    """Take the buttons away under a message that has been acted on."""
    message = query.message
    if name in STAYING or not isinstance(message, TelegramMessage) or message.reply_markup is None:
        return
    with suppress(BadRequest):  # gone already
        await message.edit_reply_markup(None)
