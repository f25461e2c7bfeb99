"""Pictures of the timeline and the speakers, and the same in words for whoever asks for them."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from telegram import ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.addressing import thread_of
from handlers.chart_images import speakers_png, timeline_png
from handlers.context import Context, spoken
from handlers.press import Press, nothing, shows
from handlers.render.html import escaped, size
from handlers.render.keyboards import keyboard
from handlers.sending import acknowledge, send, typing
from knowledge.desk import Desk
from knowledge.domain import Action, Language, Message
from knowledge.translations import words_in

CAPTION = 1024
"""Characters of a caption, as Telegram counts them."""

Picture = Callable[[Desk, Language, bool], tuple[bytes | None, str]]
"""Draws what the store holds, in dark colours or not: a PNG and its text; no PNG of nothing."""


async def show(update: Update, context: Context, picture: Picture, *, silent: bool = False) -> bool:
    """Send the picture; False where it cannot be sent and words must do.

    Args:
        update: whose chat it is.
        context: of the update.
        picture: that is drawn.
        silent: whether it makes no sound.
    """
    message = update.effective_message
    if message is None:
        return False
    chat = message.chat_id
    habits = await context.think(context.desk.chats.habits, chat)
    language = habits.language or spoken(update)
    async with typing(context, chat), context.bot_data.drawing:
        drawn, told = await context.think(picture, context.desk, language, habits.dark)
    if drawn is None:
        return False
    private = message.chat.type == message.chat.PRIVATE
    name = next(each for each, drawing in PICTURES.items() if drawing is picture)
    ways = Action("words", name, words_in(language).say("In words"))
    with suppress(BadRequest):  # pictures are not allowed there
        await context.bot.send_photo(
            chat,
            drawn,
            caption=caption(told.partition("\n")[0]),
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(Message((), ((ways,),))),
            message_thread_id=thread_of(message),
            disable_notification=silent or None,
            reply_parameters=None
            if private
            else ReplyParameters(message.message_id, allow_sending_without_reply=True),
        )
        return True
    return False


async def told_in_words(press: Press, _update: Update, context: Context) -> None:
    """Say what the picture shows: in a private chat as a page with its buttons, else in its place."""
    chat, desk = press.chat.id, context.desk
    text = IN_WORDS.get(press.subject)
    if text is None:
        await acknowledge(press.query, nothing(press.language), alert=True)
        return
    await acknowledge(press.query)
    if press.private:
        page = await context.think(desk.browse.page, press.subject, "", press.language)
        told = await send(context, chat, page.message, replying_to=press.message.message_id)
        await context.think(desk.delivered, chat, told, page)
        await shows(press)
        return
    habits = await context.think(desk.chats.habits, chat)
    said = await context.think(text, desk, habits.language or press.language)
    with suppress(BadRequest):  # pressed twice in a row
        await context.bot.edit_message_caption(
            chat, press.message.message_id, caption=caption(said), parse_mode=ParseMode.HTML
        )


IN_WORDS: Mapping[str, Callable[[Desk, Language], str]] = {
    "timeline": lambda desk, language: desk.browse.timeline_chart(language).text,
    "speakers": lambda desk, language: desk.browse.speakers_chart(language).text,
}
"""What each picture shows, in words, its title first."""


def timeline(desk: Desk, language: Language, dark: bool) -> tuple[bytes | None, str]:
    """Incidents in order of time."""
    chart = desk.browse.timeline_chart(language)
    return timeline_png(chart, dark=dark) if chart.entries else None, chart.text


def speakers(desk: Desk, language: Language, dark: bool) -> tuple[bytes | None, str]:
    """Who is quoted, and on what terms."""
    chart = desk.browse.speakers_chart(language)
    return speakers_png(chart, dark=dark) if chart.speakers else None, chart.text


PICTURES: Mapping[str, Picture] = {"timeline": timeline, "speakers": speakers}
"""By the name of the page that tells the same."""


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
