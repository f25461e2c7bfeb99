"""Messages on their way to a chat: in pages, with buttons that turn them, or in place of an earlier one."""

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace as altered

from telegram import CallbackQuery, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError

from handlers.context import Context
from handlers.render.html import pages
from handlers.render.keyboards import keyboard
from knowledge.domain import Action, Line, Message, Part, Reply, Section, Span, StoreProblem

TURN = "page"
"""Name of the buttons that turn the page; their subject is the number of its first line."""
LINES = 5
"""Lines of one page."""
CHARACTERS = 700
"""The same of its characters, but for a line that is longer by itself."""


def page_of(message: Message, line: int = 1) -> Message:
    """The page of a message that holds a line of its list; all of it where one page does.

    Args:
        message: whole, with every line of its list.
        line: its number, from 1; beyond the last, the last page.
    """
    lines = [each for part in message.sections if part.part is Part.LIST for each in part.lines]
    begins = _beginnings(lines)
    if len(begins) < 2:  # noqa: PLR2004 - there is nothing to turn
        return message
    at = max(bisect_right(begins, line) - 1, 0)
    ends = [*begins[1:], len(lines) + 1]
    first, end = begins[at], ends[at]
    sections = tuple(
        Section(Part.LIST, each.lines[first - 1 : end - 1]) if each.part is Part.LIST else each
        for each in message.sections
    )
    kept = [
        row
        for row in message.actions
        if all(each.number is None or first <= each.number < end for each in row)
    ]
    numbered = [row for row in kept if any(each.number is not None for each in row)]
    rest = [row for row in kept if row not in numbered]
    turns = [(begins[n], ends[n] - 1, n - at) for n in (at - 1, at + 1) if 0 <= n < len(begins)]
    row = tuple(Action(TURN, str(begin), _label(begin, last, way)) for begin, last, way in turns)
    return altered(message, sections=sections, actions=(*numbered, row, *rest))


def _label(begin: int, last: int, way: int) -> str:
    """The same in every language: which lines there are, and on which side."""
    lines = f"{begin}–{last}" if last > begin else str(begin)
    return f"‹ {lines}" if way < 0 else f"{lines} ›"


def _beginnings(lines: list[Line]) -> list[int]:
    """The number of the first line of each page."""
    begins: list[int] = []
    room = 0
    for number, line in enumerate(lines, 1):
        length = 1 + sum(len(span.text) for span in line)
        if not begins or number - begins[-1] == LINES or length > room:
            begins.append(number)
            room = CHARACTERS
        room -= length
    return begins


def say(*lines: str, actions: tuple[tuple[Action, ...], ...] = ()) -> Message:
    """A message of plain lines."""
    said: tuple[Line, ...] = tuple((Span(line),) for line in lines)
    return Message((Section(Part.ANSWER, said),), actions)


PATIENCE = 1.0
"""Seconds of thinking that a reader puts up with; only beyond them "typing" is shown."""

RENEWED = 4.5
"""Seconds after which Telegram, which shows "typing" for five, is told again."""

NOTICE = 190
"""Characters of a notice over a button; Telegram takes 200."""

NOTHING_LEFT = "…"
"""In a page that cannot be deleted and has nothing to tell any more."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@asynccontextmanager
async def typing(context: Context, chat: int) -> AsyncIterator[None]:
    """Show "typing" in the chat for as long as the block takes, if it takes long at all."""
    shown = asyncio.create_task(_typing(context, chat))
    try:
        yield
    finally:
        shown.cancel()


@asynccontextmanager
async def remembering(context: Context, reply: Reply, number: int | None) -> AsyncIterator[None]:
    """Remember a question of this number even where its answer cannot be sent."""
    try:
        yield
    except TelegramError:
        if number is not None:
            with suppress(StoreProblem):  # why it could not be sent matters more
                await context.think(context.desk.remember, reply, number)
        raise


async def acknowledge(
    query: CallbackQuery, notice: str | None = None, *, alert: bool = False
) -> None:
    """End a button's spinner, with a notice if there is one; an alert has to be closed."""
    with suppress(BadRequest):  # pressed long ago: Telegram waits no longer
        await query.answer(notice[:NOTICE] if notice else None, show_alert=alert)


async def _typing(context: Context, chat: int) -> None:
    await asyncio.sleep(PATIENCE)
    with suppress(TelegramError):  # a courtesy; the answer matters
        while True:
            await context.bot.send_chat_action(chat, ChatAction.TYPING)
            await asyncio.sleep(RENEWED)


async def send(
    context: Context,
    chat: int,
    message: Message,
    *,
    replying_to: int | None = None,
    question: int | None = None,
    thread: int | None = None,
    silent: bool = False,
    concluding: bool = False,
) -> tuple[int, ...]:
    """Send a message, in as many pages as Telegram needs; the last one carries the buttons.

    Of a long list its first page is sent, with buttons that turn it.

    Args:
        context: of the update.
        chat: where to.
        message: what the reader gets.
        replying_to: the message that it hangs under; if that is gone, it stands alone.
        question: the number of the remembered question that it answers.
        thread: the topic of a forum that it belongs to.
        silent: whether it makes no sound.
        concluding: whether nothing more is sent for the update.

    Returns:
        The ids of its pages.
    """
    message = page_of(message)
    return await _send_pages(
        context,
        chat,
        pages(message),
        message,
        replying_to=replying_to,
        question=question,
        thread=thread,
        silent=silent,
        concluding=concluding,
    )


async def replace(
    context: Context, chat: int, old: int, message: Message, *, question: int | None = None
) -> tuple[int, ...]:
    """Put a message in the place of an earlier one, or send it where that is not possible.

    Args:
        context: of the update.
        chat: where it stands.
        old: the earlier one, or any page of it.
        message: what the reader gets.
        question: the number of the remembered question that it answers.

    Returns:
        The ids of the messages that hold it now.
    """
    standing = await context.think(context.desk.parts_of, chat, old)
    try:
        return await replace_pages(context, chat, standing, message, question=question)
    except BadRequest:
        return await send(context, chat, message, question=question)


async def replace_pages(
    context: Context,
    chat: int,
    standing: Sequence[int],
    message: Message,
    *,
    question: int | None = None,
) -> tuple[int, ...]:
    """Put a message in the place of one that stands in several pages, page by page.

    Pages that are lacking are sent, those that are left over are taken away.

    Args:
        context: of the update.
        chat: where it stands.
        standing: ids of the pages that are there, the first one first.
        message: what the reader gets.
        question: the number of the remembered question that it answers.

    Returns:
        The ids of the messages that hold it now.

    Raises:
        BadRequest: the first page cannot be edited.
    """
    message = page_of(message)
    texts, buttons = pages(message), keyboard(message, question)
    now: list[int] = []
    for at, text in enumerate(texts):
        last = at == len(texts) - 1
        try:
            if at < len(standing):
                await _edit(context, chat, standing[at], text, buttons if last else None)
                now.append(standing[at])
                continue
        except BadRequest:
            if at == 0:
                raise
        now += await _send_pages(
            context, chat, texts[at:], message, replying_to=standing[0], question=question
        )
        break
    for left in set(standing) - set(now):
        await _take_away(context, chat, left)
    return tuple(now)


async def _edit(
    context: Context, chat: int, message: int, text: str, buttons: InlineKeyboardMarkup | None
) -> None:
    try:
        await context.bot.edit_message_text(
            text,
            chat_id=chat,
            message_id=message,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=buttons,
        )
    except BadRequest as error:
        if "not modified" not in error.message.lower():
            raise


async def _take_away(context: Context, chat: int, message: int) -> None:
    """Delete a page that nothing is left for; Telegram deletes none that is older than two days."""
    try:
        await context.bot.delete_message(chat, message)
    except BadRequest:
        with suppress(BadRequest):  # whoever has the chat deleted it
            await _edit(context, chat, message, NOTHING_LEFT, None)


async def _send_pages(
    context: Context,
    chat: int,
    texts: list[str],
    message: Message,
    *,
    replying_to: int | None,
    question: int | None,
    thread: int | None = None,
    silent: bool = False,
    concluding: bool = False,
) -> tuple[int, ...]:
    buttons = keyboard(message, question)
    ids: list[int] = []
    for number, text in enumerate(texts, start=1):
        if concluding and number == len(texts):
            context.last()
        sent = await context.bot.send_message(
            chat,
            text,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=buttons if number == len(texts) else None,
            reply_parameters=ReplyParameters(replying_to, allow_sending_without_reply=True)
            if replying_to is not None and number == 1
            else None,
            message_thread_id=thread,
            disable_notification=silent or None,
        )
        ids.append(sent.message_id)
    return tuple(ids)
