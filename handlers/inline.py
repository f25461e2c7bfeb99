"""Look-ups while typing in any chat, and questions of guests: chats that the bot is not in."""

from contextlib import suppress
from dataclasses import replace

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.addressing import addressed
from handlers.context import Context, spoken
from handlers.render.html import LIMIT, compact, pages, without_buttons
from handlers.render.keyboards import identity, keyboard, link, payload
from knowledge.characters import cleaned
from knowledge.domain import Action, Answer, Found, Language, Message, NoAnswer, Question, Reply
from knowledge.translations import words_in

MOST = 20
"""Results of one look-up; nobody scrolls further while typing."""

KEPT = 30
"""Seconds for which Telegram may give the same results to the same words."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def typed(update: Update, context: Context) -> None:
    """Show what fits the words typed so far; without words, the latest incidents."""
    query = update.inline_query
    if query is None:
        return
    language = await _language(update, context)
    words = words_in(language)
    found = await context.think(context.desk.browse.look_up, cleaned(query.query), language, MOST)
    label = words.say("Ask in the private chat") if found else words.say("Nothing on that. Ask me")
    with suppress(BadRequest):  # typed on meanwhile: Telegram waits for a newer one
        await query.answer(
            [_article(each, context.bot.username, language) for each in found],
            cache_time=KEPT,
            is_personal=True,
            button=InlineQueryResultsButton(label, start_parameter="ask"),
        )


async def chosen(update: Update, context: Context) -> None:
    """Remember what was sent inline, so that a correction reaches it; not who sent it."""
    sent = update.chosen_inline_result
    if sent is None or not sent.inline_message_id:
        return
    beginning = identity(sent.result_id, context.desk.ids_beginning)
    if beginning is not None:
        language = await _language(update, context)
        await context.think(context.desk.sent_inline, sent.inline_message_id, beginning, language)


def as_sent_inline(reply: Reply, username: str) -> Message:
    """An answer in the shape that it was sent in: the text, and the way to the full answer."""
    if not isinstance(reply.outcome, Answer):
        return without_buttons(reply.message)
    parameter = payload(reply.outcome.shown.record.statement.id)
    label = words_in(reply.language).say("Full answer and other accounts")
    way = Action("link", link(username, parameter), label)
    return replace(reply.message, actions=((way,),))


async def guest(update: Update, context: Context) -> None:
    """Answer somebody who mentions the bot in a chat that it is not in."""
    message = update.guest_message
    if message is None or not message.guest_query_id:
        return
    asked = addressed(message, context.bot.bot)
    text = asked.text if asked is not None else (message.text or "")
    language = await _language(update, context)
    reply, _ = await context.remembered(_ask, context, cleaned(text), language)
    with suppress(BadRequest):  # too late for Telegram
        sent = await context.bot.answer_guest_query(
            message.guest_query_id, _told(reply, context.bot.username)
        )
        if isinstance(reply.outcome, Answer) and sent.inline_message_id:
            told = reply.outcome.shown.record.statement.id
            await context.think(
                context.desk.sent_inline, sent.inline_message_id, told, reply.language
            )


def _ask(known: int | None, context: Context, text: str, language: Language) -> tuple[Reply, int]:
    reply = context.desk.ask(Question(text, None if text else language))
    return reply, context.desk.remember(reply) if known is None else known


async def _language(update: Update, context: Context) -> Language:
    """As the reader chose in private, else as their Telegram speaks."""
    user = update.effective_user
    chosen = await context.think(context.desk.language_of, user.id) if user else None
    return chosen or spoken(update)


def _article(found: Found, username: str, language: Language) -> InlineQueryResultArticle:
    """A result: the claim, its speaker and the worst caveat; the whole answer when it is sent."""
    words = words_in(language)
    parameter, label = "ask", words.say("Ask in the private chat")
    if found.identity:  # else it holds several answers, of which no one page tells
        parameter = payload(found.identity)
        label = words.say("Full answer and other accounts")
    way = Action("link", link(username, parameter), label)
    return InlineQueryResultArticle(
        parameter,
        found.title,
        _content(found.message),
        reply_markup=_keyboard(way),
        description=found.description,
    )


def _told(reply: Reply, username: str) -> InlineQueryResultArticle:
    """A guest's answer; where there is none, the way to the private chat."""
    words = words_in(reply.language)
    parameter, label = "ask", words.say("Ask in the private chat")
    if isinstance(reply.outcome, Answer):
        parameter = payload(reply.outcome.shown.record.statement.id)
        label = words.say("Full answer and other accounts")
    title = words.say("Nothing on that") if isinstance(reply.outcome, NoAnswer) else label
    way = Action("link", link(username, parameter), label)
    return InlineQueryResultArticle(
        "answer", title, _content(compact(reply.message)), reply_markup=_keyboard(way)
    )


def _content(message: Message) -> InputTextMessageContent:
    text = pages(without_buttons(message), LIMIT)[0]
    return InputTextMessageContent(
        text, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW
    )


def _keyboard(*actions: Action) -> InlineKeyboardMarkup | None:
    return keyboard(Message((), tuple((each,) for each in actions)))
