"""Groups and channels: answered when addressed, in short; posts of a channel put right; joined and left."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace as changed

from telegram import Message as TelegramMessage, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

from handlers.addressing import Addressed, addressed, administers, is_admin, thread_of
from handlers.charts import show
from handlers.commands import Command, CommandPlace, find
from handlers.context import Context, spoken
from handlers.press import Press
from handlers.private_chats import sees_all
from handlers.reader_pages import Page, PageRequest, no_such_name, with_privacy
from handlers.render import keyboards
from handlers.render.html import compact, shaped, without_buttons
from handlers.sending import acknowledge, remembering, replace, say, send, typing
from knowledge.characters import cleaned
from knowledge.domain import (
    Action,
    Answer,
    ChatSettings,
    Language,
    Message,
    NoAnswer,
    NotFound,
    Question,
    Reply,
)
from knowledge.translations import words_in


def offered(told: Message, reply: Reply) -> Message:
    """An answer in a channel with the button by which an editor makes it a post."""
    if not isinstance(reply.outcome, Answer):
        return told
    identity = reply.outcome.shown.record.statement.id
    make = Action("post", identity, words_in(reply.language).say("Make this a post"))
    return changed(told, actions=(*told.actions, (make,)))


async def posted(
    context: Context, command: TelegramMessage, reply: Reply, number: int | None
) -> None:
    """Answer a command to post: with the post in its place, or with why there is none.

    Args:
        context: of the update.
        command: the channel post or group message that asked for it.
        reply: what it leads to.
        number: of the remembered question, if it is one.
    """
    chat = command.chat_id
    if not isinstance(reply.outcome, Answer):
        words = words_in(reply.language)
        why = say(words.say("Nothing was posted."))
        told = changed(reply.message, sections=(*why.sections, *reply.message.sections))
        rows = tuple(row for row in told.actions if row[0].name == "choose")
        told = changed(told, actions=rows)
        sent = await send(context, chat, told, replying_to=command.message_id, question=number)
        await context.think(context.desk.delivered, chat, sent, reply)
        return
    sent = await send(context, chat, without_buttons(reply.message))
    await _kept(context, chat, sent, reply)
    await _deleted(command)


async def pressed(press: Press, _update: Update, context: Context) -> None:
    """Make the answer under which the button stands a post."""
    message, chat = press.message, press.chat.id
    desk = context.desk
    try:
        identity = await context.think(keyboards.whole, press.subject, desk.ids_beginning)
        chosen = await context.think(desk.language_of, chat)
        told_in = await context.think(desk.told_as, chat, message.message_id)
        language = chosen or told_in or press.language
        reply = await context.think(desk.show, identity, language)
    except NotFound:
        gone = press.words.say("This is no longer in the store. Please ask again.")
        await acknowledge(press.query, gone, alert=True)
        return
    await acknowledge(press.query, press.words.say("Done."))
    sent = await replace(context, chat, message.message_id, without_buttons(reply.message))
    await _kept(context, chat, sent, reply)
    if isinstance(message, TelegramMessage) and message.reply_to_message is not None:
        await _deleted(message.reply_to_message)


async def _kept(context: Context, chat: int, sent: Sequence[int], reply: Reply) -> None:
    """Remember a post by what it tells, so that a correction reaches it."""
    await context.think(context.desk.delivered, chat, sent, reply)
    await context.think(context.desk.chats.posted, chat, sent[0])


async def _deleted(message: TelegramMessage) -> None:
    with suppress(BadRequest, Forbidden):  # it may not delete; the post stands all the same
        await message.delete()


async def heard(update: Update, context: Context) -> None:
    """Do what a message in a group or a channel asks of the bot; else not a word."""
    message = update.effective_message
    if message is None:
        return
    asked = addressed(message, context.bot.bot)
    if asked is None:
        return
    habits = await context.think(context.desk.chats.habits, message.chat_id)
    if habits.admins_only and not await is_admin(context, message):
        return
    command = find(asked.command)
    new = update.edited_message is None and update.edited_channel_post is None
    if command is None:
        return  # it may be another bot's
    if command.asks:
        await _answer(update, context, message, asked, habits)
    elif CommandPlace.SHARED not in command.places:
        if new:
            await _how_to_ask(update, context, message, habits)
    elif command.handler is not None:
        await command.handler(update, context)
    elif new:
        await _page(update, context, message, asked, command, habits=habits)


async def _answer(
    update: Update,
    context: Context,
    message: TelegramMessage,
    asked: Addressed,
    habits: ChatSettings,
) -> None:
    chat, thread = message.chat_id, thread_of(message)
    if asked.command == "post" and not await is_admin(context, message):
        return  # a post is for those who answer for the chat
    if not asked.text and not (asked.command == "post" and asked.about):
        await _how_to_ask(update, context, message, habits)
        return
    async with typing(context, chat):
        reply, number = await context.remembered(_ask, context, chat, asked, habits, spoken(update))
    if _is_remark(asked, reply):
        return
    channel = message.chat.type == ChatType.CHANNEL
    if asked.command == "post":
        if number is not None:
            await context.think(context.desk.remember, reply, number)
        await posted(context, message, reply, number)
        return
    told = shaped(reply, context.bot.username, brief=habits.brief)
    told = offered(told, reply) if channel else told
    old = await context.think(context.desk.answer_to, chat, message.message_id)
    async with remembering(context, reply, number):
        if old is not None:
            sent = await replace(context, chat, old, told, question=number)
        else:
            sent = await send(
                context,
                chat,
                told,
                replying_to=message.message_id,
                question=number,
                thread=thread,
                silent=await context.think(context.desk.chats.is_quiet, chat),
                concluding=True,
            )
    asked_in = message.message_id
    concluded = context.desk.concluded(chat, sent, reply, asked=asked_in, number=number)
    await context.conclude(concluded)


def _ask(  # noqa: PLR0917  # as `remembered` passes them on
    known: int | None,
    context: Context,
    chat: int,
    asked: Addressed,
    habits: ChatSettings,
    usual: Language,
) -> tuple[Reply, int | None]:
    desk = context.desk
    turns = desk.turns(chat, asked.about) if asked.about is not None else ()
    about = turns[-1].statements if turns else ()
    if (
        about and asked.quoted and asked.command == "post"
    ):  # the answer itself is what is to be posted
        spoken_in = desk.told_as(chat, asked.about or 0)
        return desk.show(about[0], habits.language or spoken_in or Language.EN), None
    reply = desk.ask(Question(cleaned(asked.text), habits.language, turns, usual))
    if _is_remark(asked, reply):
        return reply, None
    return reply, desk.drawn() if known is None else known


def _is_remark(asked: Addressed, reply: Reply) -> bool:
    """Whether a message under an answer is no question; then it is neither answered nor kept."""
    return asked.casual and isinstance(reply.outcome, NoAnswer) and "?" not in asked.text


async def _page(
    update: Update,
    context: Context,
    message: TelegramMessage,
    asked: Addressed,
    command: Command,
    *,
    habits: ChatSettings,
) -> None:
    """A page of the store."""
    if command.page is None:
        return
    language = habits.language or spoken(update)
    silent = await context.think(context.desk.chats.is_quiet, message.chat_id)
    if (
        command.picture is not None
        and (asked.command, asked.text) == (command.name, "")
        and await show(update, context, command.picture, silent=silent)
    ):
        return
    opened = await context.think(
        _opened, command.page, PageRequest(context.desk, language, asked.text)
    )
    told = opened.message if isinstance(opened, Reply) else opened
    if command.name == "status":
        seen = sees_all(context) or await administers(context, message.chat, context.bot.id)
        told = with_privacy(told, words_in(language), sees_all=seen, private=False)
    sent = await send(
        context,
        message.chat_id,
        compact(told),
        replying_to=message.message_id,
        thread=thread_of(message),
        silent=silent,
    )
    if isinstance(opened, Reply):
        await context.think(context.desk.delivered, message.chat_id, sent, opened)


def _opened(page: Page, request: PageRequest) -> Message | Reply:
    try:
        return page(request)
    except NotFound:
        return no_such_name(words_in(request.language))


async def _how_to_ask(
    update: Update, context: Context, message: TelegramMessage, habits: ChatSettings
) -> None:
    words = words_in(habits.language or spoken(update))
    told = say(
        words.say(
            "Ask me with /ask and your question, by @{name}, or by a reply to an answer of mine.",
            name=context.bot.username,
        )
    )
    await send(
        context,
        message.chat_id,
        told,
        replying_to=message.message_id,
        thread=thread_of(message),
        silent=True,
    )


log = logging.getLogger(__name__)

GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


async def moved(update: Update, context: Context) -> None:
    """The bot was added or removed; a chat that it cannot write to follows nothing any more."""
    change = update.my_chat_member
    if change is None:
        return
    if change.new_chat_member.status in GONE:
        log.info("removed from chat %s", change.chat.id)
        await context.think(context.desk.chats.gone, change.chat.id)


async def migrated(update: Update, context: Context) -> None:
    """A group became a supergroup: what it chose and follows goes along."""
    message = update.effective_message
    if message is None:
        return
    if message.migrate_to_chat_id is not None:
        await context.think(context.desk.chats.moved, message.chat_id, message.migrate_to_chat_id)
