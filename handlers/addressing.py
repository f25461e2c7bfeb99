"""Whether a message is meant for the bot, what it then asks, where it stands and who decides there."""

from contextlib import suppress
from dataclasses import dataclass

from telegram import Chat, Message, MessageEntity, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

from handlers.context import Context

ANONYMOUS = 1087968824
"""GroupAnonymousBot, in whose name Telegram sends what anonymous administrators write."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """What somebody wants of the bot.

    Args:
        command: its name without the slash; "ask" for a mention or a reply.
        text: the rest, without the mention.
        about: the message of ours that is replied to.
        casual: whether it is a reply only, which may be a remark and no question.
        quoted: whether the text, if any, is that of the message replied to.
    """

    command: str
    text: str
    about: int | None = None
    casual: bool = False
    quoted: bool = False


def addressed(message: Message, bot: User) -> Addressed | None:
    """What the message wants of the bot; None where it is not meant for it.

    What other bots write, what is forwarded and what comes by way of a bot is never meant for it.

    Args:
        message: in a group or a channel.
        bot: ours.
    """
    text = message.text or message.caption or ""
    if not text or _not_a_persons(message):
        return None
    about = _ours(message, bot)
    meant = about or _post(message)
    command = _command(message, text, bot)
    if command is not None:
        name, rest = command
        if not name:
            return None
        return Addressed(
            name,
            rest or _quoted(message, about),
            meant,
            quoted=bool(meant or message.reply_to_message) and not rest,
        )
    question = _without_mention(message, text, bot)
    if question is not None:
        quoted = _quoted(message, about)
        leans = bool(question) and len(question.split()) <= _LEANS
        asked = f"{quoted}\n{question}".strip() if leans else question or quoted
        return Addressed("ask", asked, meant)
    return None if about is None else Addressed("ask", text.strip(), about, casual=True)


_LEANS = 6
"""Words beside a mention that may be asked of somebody else's message: "is this true?"."""


def words_of(message: Message, bot: User) -> str:
    """What a message in a private chat asks: its words or its caption, or what follows a command.

    After a command alone it is what somebody else wrote in the message that is replied to. What is
    quoted of somebody else stands before the words; what is quoted of ours is not repeated, since
    the conversation is about it already.
    """
    text = message.text or message.caption or ""
    command = _command(message, text, bot)
    if command is not None:
        return command[1] or _quoted(message, _ours(message, bot)) or ""
    original = message.reply_to_message
    author = original.from_user if original is not None else None
    if author is not None and author.id == bot.id:
        return text
    quoted = message.quote.text if message.quote is not None else ""
    if not quoted and original is not None:
        quoted = original.text or original.caption or ""
    return f"{quoted}\n{text}".strip()


def _not_a_persons(message: Message) -> bool:
    author = message.from_user
    other_bot = author is not None and author.is_bot and author.id != ANONYMOUS
    passed_on = message.forward_origin is not None or message.is_automatic_forward
    return bool(other_bot or passed_on or message.via_bot)


def _ours(message: Message, bot: User) -> int | None:
    """The message of ours that this one replies to; the head of a topic is no message."""
    original = message.reply_to_message
    if original is None or original.forum_topic_created is not None:
        return None
    author = original.from_user
    return original.message_id if author is not None and author.id == bot.id else None


def _post(message: Message) -> int | None:
    """The post of the channel that this one replies to, which may be ours: posts name nobody."""
    original = message.reply_to_message
    return original.message_id if original and message.chat.type == ChatType.CHANNEL else None


def _command(message: Message, text: str, bot: User) -> tuple[str, str] | None:
    """(name, rest) of a command; the name is empty where it is meant for another bot."""
    entities = message.entities or message.caption_entities
    if not any(each.type == MessageEntity.BOT_COMMAND and each.offset == 0 for each in entities):
        return None
    head, *rest = text.split(maxsplit=1)
    name, _, of = head[1:].partition("@")
    ours = not of or of.casefold() == (bot.username or "").casefold()
    return (name.casefold() if ours else "", rest[0].strip() if rest else "")


def _without_mention(message: Message, text: str, bot: User) -> str | None:
    """The text without the mention of the bot; None where it is not mentioned."""
    name = f"@{bot.username}".casefold()
    found = message.parse_entities() or message.parse_caption_entities()
    for entity, words in found.items():
        ours = entity.user is not None and entity.user.id == bot.id
        if (entity.type == MessageEntity.MENTION and words.casefold() == name) or ours:
            return " ".join(text.replace(words, " ", 1).split())
    return None


def _quoted(message: Message, about: int | None) -> str:
    """Somebody else's words that are replied to, which the bot is asked to look up."""
    if about is not None or message.reply_to_message is None:
        return ""
    original = message.reply_to_message
    return (original.text or original.caption or "").strip()


ADMINS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})


async def is_admin(context: Context, message: Message) -> bool:
    """Whether an admin of the chat wrote it; channels and anonymous admins write as the chat."""
    if message.sender_chat is not None and message.sender_chat.id == message.chat_id:
        return True
    author = message.from_user
    return author is not None and await administers(context, message.chat, author.id)


async def administers(context: Context, chat: Chat, user: int) -> bool:
    """Whether a person is an admin of the chat, as Telegram says now."""
    if user == ANONYMOUS:
        return True
    if chat.type == ChatType.PRIVATE:
        return user == chat.id
    with suppress(BadRequest, Forbidden):  # we may not ask, or nobody has this id
        return (await context.bot.get_chat_member(chat.id, user)).status in ADMINS
    return False


def thread_of(message: Message) -> int | None:
    """The topic of a forum in which a message stands."""
    return message.message_thread_id if message.is_topic_message else None
