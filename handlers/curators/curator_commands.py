"""Commands and buttons of curators: the right is looked up each time, by the number of who acts."""

import logging
from collections.abc import Sequence
from contextlib import suppress

from telegram import (
    BotCommand,
    BotCommandScopeChat,
    CallbackQuery,
    Message,
    Message as TelegramMessage,
    MessageOriginUser,
    Update,
    User,
)
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import ApplicationHandlerStop

from handlers.addressing import ANONYMOUS
from handlers.commands import CURATING, READERS_TOO, keepers, named, readers
from handlers.context import Context
from handlers.curators.uploads import curator, pulled, pulled_file, refusal, show, take_up
from handlers.groups import GONE
from handlers.render import keyboards
from handlers.sending import acknowledge, send, typing
from knowledge.characters import cleaned
from knowledge.domain import (
    BUTTONS,
    AccordingToError,
    Curator,
    Language,
    NotAllowed,
    Page,
    RefusedInput,
    Role,
    StoreProblem,
    number_in,
)
from knowledge.translations import Words, words_in


async def commanded(update: Update, context: Context) -> None:
    """Do what a curator's command says, or say why not."""
    message = update.effective_message
    by = await curator(update, context)
    if message is None or by is None:
        return
    head, *rest = (message.text or "").split(maxsplit=1)
    name, line = head[1:].partition("@")[0].casefold(), rest[0] if rest else ""
    stranger = (await context.standing(by.user)).role is None
    if stranger and name in READERS_TOO:
        return
    try:
        page = await _page(message, context, by, name, line)
        await show(context, by, page, replying_to=_under(message))
    except NotAllowed as error:
        if not stranger or message.chat.type == ChatType.PRIVATE:
            await send(context, by.chat, refusal(error, by.language), replying_to=_under(message))
    except AccordingToError as error:
        await send(context, by.chat, refusal(error, by.language), replying_to=_under(message))
    raise ApplicationHandlerStop


async def _page(message: Message, context: Context, by: Curator, name: str, line: str) -> Page:
    """What the command leads to; raises AccordingToError."""
    curation = context.desk.curation
    why = _without_right(message)
    if why is not None:
        await context.think(curation.access.refuse, by.user, message.text or "", why, by.update_id)
        raise NotAllowed(
            words_in(by.language).say("Write the command yourself, as a new message of your own.")
        )
    original = message.reply_to_message
    if name == "pull" and not line and original is not None:  # a forwarded post, too
        if original.document is not None:
            return await pulled_file(context, by, original.document)
        line = original.text or original.caption or ""
    person = ""
    if name in {"grant", "revoke"} and original is not None:
        number, person = somebody_in(original, words_in(by.language))
        line = f"{number} {line}" if number is not None else line
    if name == "roles" and by.user != ANONYMOUS:
        names = await _names(context, await context.think(curation.people.holders, by))
        return await context.once(Page, curation.people.listed, by, names)
    about = await _about(message, context)
    person = person or await _named(context, message, name, line)
    if by.user == ANONYMOUS:
        return await context.once(
            Page,
            curation.anonymous,
            by,
            name,
            line,
            needed=CURATING[name],
            summary=named(name).said(by.language),
            person=person,
            about=about,
        )
    async with typing(context, by.chat):
        return await context.once(Page, curation.command, by, name, line, about, person)


def _without_right(message: Message) -> str | None:
    """Why a message gives no right, whoever seems to have sent it."""
    if message.forward_origin is not None:
        return "forwarded"
    anonymous = message.from_user is not None and message.from_user.id == ANONYMOUS
    if message.sender_chat is not None and not anonymous:
        return "sent in the name of a chat"
    return "sent by way of another bot" if message.via_bot is not None else None


async def _named(context: Context, message: Message, name: str, line: str) -> str:
    """What the person is called whom a command is about, if they are in the chat; else nothing."""
    number = number_in(line.partition(" ")[0])
    # In a private chat nobody else is, and Telegram is asked nothing in vain.
    if name not in {"grant", "revoke"} or number is None or message.chat.type == ChatType.PRIVATE:
        return ""
    with suppress(TelegramError):  # nobody has this id, or we may not ask
        member = await context.bot.get_chat_member(message.chat_id, number)
        if member.status not in GONE:
            return member.user.full_name
    return ""


async def _names(context: Context, numbers: Sequence[int]) -> dict[int, str]:
    """What people are called, of those whom Telegram still knows."""
    names = {}
    for number in numbers[:LOOKED_UP]:
        with suppress(TelegramError):  # they have never opened the bot, or are gone
            names[number] = cleaned((await context.bot.get_chat(number)).full_name or "").strip()
    return names


def somebody_in(message: Message, words: Words) -> tuple[int | None, str]:
    """The number and the name of the person whom a message that is replied to is of.

    A contact says who is meant, and so does a forwarded message; else it is the sender.

    Raises:
        RefusedInput: it is forwarded from somebody who does not let that be seen.
    """
    if message.contact is not None:
        named = f"{message.contact.first_name} {message.contact.last_name or ''}"
        return message.contact.user_id, cleaned(named).strip()
    if isinstance(message.forward_origin, MessageOriginUser):
        user: User | None = message.forward_origin.sender_user
    elif message.forward_origin is not None:
        raise RefusedInput(
            words.say(
                "It does not show whose message this was. Let that person send you their contact, "
                "or write to me, and reply to that."
            )
        )
    else:
        user = message.from_user
    if user is None or user.is_bot:
        return None, ""
    return user.id, cleaned(user.full_name).strip()


async def _about(message: Message, context: Context) -> str | None:
    """The statement in the message that was replied to."""
    if message.reply_to_message is None:
        return None
    told = await context.think(
        context.desk.told_in, message.chat_id, message.reply_to_message.message_id
    )
    return told[0] if told else None


async def not_a_command(update: Update, context: Context) -> None:
    """A command that was edited into a message, or posted in a channel: refused and kept.

    Whoever keeps the store is told so; nobody else waits for an answer in a chat of many.
    """
    message, user = update.effective_message, update.effective_user
    if message is None or not message.text:
        return
    bot = message.text.split(maxsplit=1)[0].partition("@")[2]
    if bot and bot.casefold() != context.bot.username.casefold():
        return
    posted = message.chat.type == ChatType.CHANNEL
    why = "channel post" if posted else "edited message"
    access = context.desk.curation.access
    number = user.id if user else None
    await context.think(access.refuse, number, message.text or "", why, update.update_id)
    keeps = number is not None and (await context.standing(number)).role is not None
    if not posted and (keeps or message.chat.type == ChatType.PRIVATE):
        words = await context.words(update)
        said = words.say("Write the command yourself, as a new message of your own.")
        page = refusal(NotAllowed(said), words.language)
        await send(context, message.chat_id, page, replying_to=message.message_id)
    raise ApplicationHandlerStop


def _under(message: Message) -> int | None:
    """In groups the answer hangs under the command, so that a form is shown to its sender."""
    return None if message.chat.type == ChatType.PRIVATE else message.message_id


log = logging.getLogger(__name__)

LOOKED_UP = 50
"""People whose names are asked of Telegram for one list."""

MOST = 100
"""Commands that Telegram takes."""


async def greeted(update: Update, context: Context) -> None:
    """Bring the menu of somebody who writes in step with their role."""
    user, chat = update.effective_user, update.effective_chat
    if user is None or chat is None:
        return
    standing = await context.standing(user.id)
    role = standing.role
    if role is None and not standing.menu:
        return
    language = await context.language(update)
    wanted = f"{role.value}:{language.value}" if role else ""
    if standing.menu == wanted:
        return
    await context.think(context.desk.curation.access.keep_menu, user.id, wanted)
    scope = BotCommandScopeChat(chat.id)
    try:
        if role is None:
            await context.bot.delete_my_commands(scope)
        else:
            await context.bot.set_my_commands(_menu(role, language), scope)
    except TelegramError as error:
        log.warning("a curator's menu could not be set: %s", error)


def _menu(role: Role, language: Language) -> list[BotCommand]:
    listed = (*keepers(role), *readers())
    return [BotCommand(each.name, each.said(language)) for each in listed][:MOST]


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
