"""Every button that readers press: who may press it, where, and what it does.

Callback data is input: whoever sends it may have made it up. So a press is taken like a typed
command, by who pressed and where; and what only the button itself can know, such as the number of a
question, counts only where the message has that very button.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from telegram import Update
from telegram.constants import ChatType

from handlers import channel_posts, chart_pages, chat_pages, page_turning, press, private_chats
from handlers.addressing import administers
from handlers.context import Context
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
class Kind:
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

KINDS: Mapping[str, Kind] = {
    **{name: Kind(private_chats.looked_up) for name in _LOOKING},
    **{
        name: Kind(chat_pages.follow_pressed, Who.ADMINS, refusal=_follows, once=False)
        for name in _FOLLOWING
    },
    "tell": Kind(chat_pages.follow_pressed, Who.ADMINS, refusal=_follows, own=True, once=False),
    "stop-question": Kind(
        chat_pages.follow_pressed, Who.ADMINS, refusal=_follows, own=True, once=False
    ),
    "page": Kind(page_turning.turned, once=False),
    "words": Kind(chart_pages.told_in_words),
    "noted": Kind(private_chats.noted, once=False),
    "ask": Kind(private_chats.asked_by_label, places=ALONE, own=True),
    "helpful": Kind(private_chats.judged, places=ALONE, own=True),
    "unhelpful": Kind(private_chats.judged, places=ALONE, own=True),
    "none": Kind(private_chats.judged, own=True),
    "language": Kind(private_chats.language_chosen, Who.ADMINS, refusal=_decides),
    "set": Kind(
        chat_pages.setting_pressed,
        Who.ADMINS,
        refusal=_decides,
        once=False,
        opened=chat_pages.of_another,
    ),
    "post": Kind(channel_posts.pressed, Who.ADMINS, TOGETHER, _posts),
    "forget": Kind(private_chats.forgotten_by_wish, Who.ADMINS, ALONE),
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


async def _refusal(one: Press, kind: Kind, context: Context) -> str | None:
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
