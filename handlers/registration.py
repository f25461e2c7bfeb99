"""Every handler, in the order in which they are tried, and every button that readers press.

Callback data is input: whoever sends it may have made it up. So a press is taken like a typed
command, by who pressed and where; and what only the button itself can know, such as the number of a
question, counts only where the message has that very button.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers import (
    charts,
    chat_pages,
    curators,
    error_handler,
    groups,
    inline,
    press,
    private_chats,
)
from handlers.addressing import administers
from handlers.commands import find
from handlers.context import App, Context
from handlers.error_handler import TooLate, TurnedAway, too_late, turned_away
from handlers.press import Press
from handlers.sending import acknowledge
from knowledge.translations import Words

ALONE = frozenset({ChatType.PRIVATE})
TOGETHER = frozenset({ChatType.GROUP, ChatType.SUPERGROUP, ChatType.CHANNEL})
ANYWHERE = ALONE | TOGETHER


class Who(Enum):
    """Whose press counts."""

    ASKERS = "whoever may ask there"
    ADMINS = "whoever decides for the chat"


@dataclass(frozen=True, slots=True)
class ButtonKind:
    """One kind of button.

    Args:
        does: what it says.
        who: may press it.
        places: kinds of chats where it can be pressed.
        refusal: what others than admins are told.
        own: whether the message itself must have the button.
        once: whether a second press right after the first is the same one: what it does would be told
            twice. What sets something, sets it again.
        opened: why it is not for whoever pressed though they may do such things; None: it is.
    """

    does: Callable[[Press, Update, Context], Awaitable[None]]
    who: Who = Who.ASKERS
    places: frozenset[ChatType] = ANYWHERE
    refusal: Callable[[Words], str] = lambda words: words.say(
        "Only admins of this chat may ask me."
    )
    own: bool = False
    once: bool = True
    opened: Callable[[Press], str | None] = lambda _press: None


def _decides(words: Words) -> str:
    return words.say("Only admins of this chat can change its settings.")


def _follows(words: Words) -> str:
    return words.say("Only admins of this chat decide what it follows.")


def _posts(words: Words) -> str:
    return words.say("Only admins of this chat can make a post.")


_LOOKING = ("source", "others", "caveats", "incident", "speaker", "timeline", "choose")
_FOLLOWING = (
    *("follow-statement", "follow-incident", "follow-speaker", "follow-everything"),
    *("unfollow-statement", "unfollow-incident", "unfollow-speaker", "unfollow-everything"),
    "unfollow-question",
    *("stop-statement", "stop-incident", "stop-speaker"),
)

KINDS: Mapping[str, ButtonKind] = {
    **{name: ButtonKind(private_chats.looked_up) for name in _LOOKING},
    **{
        name: ButtonKind(chat_pages.follow_pressed, Who.ADMINS, refusal=_follows, once=False)
        for name in _FOLLOWING
    },
    "tell": ButtonKind(
        chat_pages.follow_pressed, Who.ADMINS, refusal=_follows, own=True, once=False
    ),
    "stop-question": ButtonKind(
        chat_pages.follow_pressed, Who.ADMINS, refusal=_follows, own=True, once=False
    ),
    "page": ButtonKind(press.turned, once=False),
    "words": ButtonKind(charts.told_in_words),
    "noted": ButtonKind(private_chats.noted, once=False),
    "ask": ButtonKind(private_chats.asked_by_label, places=ALONE, own=True),
    "helpful": ButtonKind(private_chats.judged, places=ALONE, own=True),
    "unhelpful": ButtonKind(private_chats.judged, places=ALONE, own=True),
    "none": ButtonKind(private_chats.judged, own=True),
    "language": ButtonKind(private_chats.language_chosen, Who.ADMINS, refusal=_decides),
    "set": ButtonKind(
        chat_pages.setting_pressed,
        Who.ADMINS,
        refusal=_decides,
        once=False,
        opened=chat_pages.of_another,
    ),
    "post": ButtonKind(groups.pressed, Who.ADMINS, TOGETHER, _posts),
    "forget": ButtonKind(private_chats.forgotten_by_wish, Who.ADMINS, ALONE),
}
"""By the name that the data of the button begins with."""


async def pressed(update: Update, context: Context) -> None:
    """Do what a button says, or say in one sentence why not, to the one who pressed."""
    query = update.callback_query
    if query is None:
        return
    language = await context.language(update)
    one = press.read(query, language)
    kind = KINDS.get(one.name) if one is not None else None
    if one is None or kind is None:
        await acknowledge(query, press.nothing(language), alert=True)
        return
    why = await _refusal(one, kind, context)
    if why is not None:
        await acknowledge(query, why, alert=True)
        return
    if not kind.once or (
        one.name in _LOOKING and not one.private
    ):  # told over the message, or in it
        await kind.does(one, update, context)
        return
    # A chat's updates are handled one after the other, so that the second press finds the first.
    if await context.think(context.desk.pressed_lately, one.digest):
        await acknowledge(query)
        return
    await kind.does(one, update, context)
    await context.think(context.desk.note_press, one.digest)


async def _refusal(one: Press, kind: ButtonKind, context: Context) -> str | None:
    """Why a press does not count, or None."""
    if one.chat.type not in kind.places or (kind.own and not one.stands_there()):
        return press.nothing(one.language)
    why = kind.opened(one)
    if why is None and not await _may(one, kind.who, context):
        return kind.refusal(one.words)
    return why


async def _may(one: Press, who: Who, context: Context) -> bool:
    """Whether somebody may do there what a typed command of theirs could."""
    if who is Who.ASKERS and not one.private and one.chat.type != ChatType.CHANNEL:
        habits = await context.think(context.desk.chats.habits, one.chat.id)
        if not habits.admins_only:
            return True
    return await administers(context, one.chat, one.person)


UPDATES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "guest_message",
    "my_chat_member",
)
"""The kinds of updates that Telegram is asked for."""


class Invited(filters.MessageFilter):
    """Replies to our request for words."""

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        return private_chats.answers_invitation(message)


class AskingFilter(filters.MessageFilter):
    """Questions: plain words, or a command that asks what stands after it."""

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        head = (message.text or "").partition(" ")[0]
        command = find(head[1:].partition("@")[0].casefold())
        return not head.startswith("/") or (command is not None and command.asks)


def register(application: App) -> None:
    """Add every handler to the application."""
    application.add_handlers([TypeHandler(TurnedAway, turned_away), TypeHandler(TooLate, too_late)])
    curators.register(application)
    private = filters.ChatType.PRIVATE
    new = private & filters.UpdateType.MESSAGE
    shared = filters.ChatType.GROUPS | filters.ChatType.CHANNEL
    linked = filters.Regex(r"^/start(@\w+)? [sbh]_[A-Za-z0-9_-]{1,62}$")
    application.add_handlers(
        [
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, inline.guest),
            InlineQueryHandler(inline.typed),
            ChosenInlineResultHandler(inline.chosen),
            ChatMemberHandler(groups.moved),
            MessageHandler(shared & filters.StatusUpdate.MIGRATE, groups.migrated),
            MessageHandler(shared & (filters.TEXT | filters.CAPTION), groups.heard),
            MessageHandler(new & linked, private_chats.link_opened),
            MessageHandler(new & filters.COMMAND, private_chats.opened),
            MessageHandler(new & filters.TEXT & Invited(), private_chats.told),
            MessageHandler(new & (filters.TEXT | filters.CAPTION), private_chats.asked),
            MessageHandler(
                private
                & filters.UpdateType.EDITED_MESSAGE
                & (filters.TEXT | filters.CAPTION)
                & AskingFilter(),
                private_chats.edited,
            ),
            MessageHandler(new & ~filters.StatusUpdate.ALL, private_chats.not_text),
            CallbackQueryHandler(pressed),
        ]
    )
    application.add_error_handler(error_handler.failed)
