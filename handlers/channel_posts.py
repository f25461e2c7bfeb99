"""Answers as posts of a channel: tidy, without buttons, put right when a statement is corrected."""

from contextlib import suppress
from dataclasses import replace as changed

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.error import BadRequest, Forbidden

from handlers.context import Context
from handlers.press import Press
from handlers.render import keyboards
from handlers.render.compact import without_buttons
from handlers.sending import acknowledge, replace, say, send
from knowledge.domain import Action, Answer, Message, NotFound, Reply
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


async def _kept(context: Context, chat: int, sent: int, reply: Reply) -> None:
    """Remember a post by what it tells, so that a correction reaches it."""
    await context.think(context.desk.delivered, chat, sent, reply)
    await context.think(context.desk.chats.posted, chat, sent)


async def _deleted(message: TelegramMessage) -> None:
    with suppress(BadRequest, Forbidden):  # it may not delete; the post stands all the same
        await message.delete()
