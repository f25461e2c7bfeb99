"""/timeline and /speakers: a picture, and the same in words for whoever cannot see it."""

from contextlib import suppress

from telegram import ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.addressing import thread_of
from handlers.charts.speakers_chart import speakers_png
from handlers.charts.timeline_chart import timeline_png
from handlers.context import Context, spoken
from handlers.render.html import escaped, size
from handlers.sending import typing
from handlers.store_pages import opened as opened_page
from knowledge.desk import Desk
from knowledge.domain import Language

CAPTION = 1024
"""Characters of a caption, as Telegram counts them."""

PICTURED = frozenset({"timeline", "speakers"})


async def opened(update: Update, context: Context) -> None:
    """In a private chat the picture and then the page with its buttons."""
    message = update.effective_message
    if message is None or not message.text:
        return
    name = message.text.split()[0][1:].partition("@")[0].casefold()
    if name in PICTURED and len(message.text.split()) == 1:
        await show(update, context, name)
    await opened_page(update, context)


async def show(update: Update, context: Context, name: str, *, silent: bool = False) -> bool:
    """Send the picture; False where it cannot be sent and words must do.

    Args:
        update: whose chat it is.
        context: of the update.
        name: timeline or speakers.
        silent: whether it makes no sound.
    """
    message = update.effective_message
    if message is None:
        return False
    chat = message.chat_id
    habits = await context.think(context.desk.chats.habits, chat)
    language = habits.language or spoken(update)
    async with typing(context, chat), context.bot_data.drawing:
        picture, told = await context.think(drawn, context.desk, name, language, dark=habits.dark)
    if picture is None:
        return False
    private = message.chat.type == message.chat.PRIVATE
    with suppress(BadRequest):  # pictures are not allowed there
        await context.bot.send_photo(
            chat,
            picture,
            caption=caption(told),
            parse_mode=ParseMode.HTML,
            message_thread_id=thread_of(message),
            disable_notification=silent or None,
            reply_parameters=None
            if private
            else ReplyParameters(message.message_id, allow_sending_without_reply=True),
        )
        return True
    return False


def drawn(
    desk: Desk, name: str, language: Language, *, dark: bool = False
) -> tuple[bytes | None, str]:
    """The picture of that name and its text; no picture where the store has nothing to show."""
    if name == "timeline":
        timeline = desk.browse.timeline_chart(language)
        return timeline_png(timeline, dark=dark) if timeline.entries else None, timeline.text
    speakers = desk.browse.speakers_chart(language)
    return speakers_png(speakers, dark=dark) if speakers.speakers else None, speakers.text


def caption(text: str) -> str:
    """What the picture shows, in words: the first line open, the rest folded."""
    first, *rest = text.split("\n")
    room = CAPTION - size(first) - 4
    kept: list[str] = []
    for line in rest:
        room -= size(line) + 1
        if room < 0:
            kept.append("…")
            break
        kept.append(line)
    folded = escaped("\n".join(kept))
    opened_part = escaped(first, "b")
    return f"{opened_part}\n<blockquote expandable>{folded}</blockquote>" if folded else opened_part
