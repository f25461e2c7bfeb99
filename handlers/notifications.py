"""What must be told is told: paced, in each chat once, going on after a restart."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from time import monotonic

from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from handlers.context import App, Context
from handlers.error_handler import is_passing, pause_after
from handlers.inline import as_sent_inline
from handlers.render.html import pages, shaped, without_buttons
from handlers.render.keyboards import keyboard
from handlers.sending import page_of, replace_pages, send
from knowledge.domain import INLINE, Message, Posting, Reply, StoreProblem

log = logging.getLogger(__name__)


async def look_for_what_is_due(context: Context) -> None:
    """Put digests, reports and news that are due into the outbox; each is put there once."""
    try:
        if await context.think(context.desk.chats.collect):
            context.bot_data.wake()
    except StoreProblem as problem:  # the next look finds the same
        log.warning("what is due could not be looked for: %s", problem)


TOGETHER = 20
"""Postings that are taken at once."""

A_SECOND = 25.0
"""Messages a second over all chats; Telegram allows about 30."""

BETWEEN = 1.1
"""Seconds between two messages in a private chat; Telegram allows one a second."""

BETWEEN_IN_GROUPS = 3.1
"""Seconds between two messages in a group; Telegram allows 20 a minute."""

IDLE = 5.0
"""Seconds after which changes that nobody announced are looked for."""


@dataclass(slots=True)
class Notifier:
    """Tells what is in the outbox, as long as the bot runs."""

    application: App
    wanted: asyncio.Event = field(default_factory=asyncio.Event)
    _next: dict[int, float] = field(default_factory=dict)
    _soon: float = field(default_factory=lambda: IDLE)
    _failures: int = 0

    async def run(self) -> None:
        """Go on for ever; what a process that ended had claimed is told anew."""
        context = Context(self.application)
        corrections = context.desk.curation.corrections
        await context.think(corrections.resume)
        while True:
            try:
                await self._round(context)
            except asyncio.CancelledError:
                raise
            except StoreProblem as problem:
                log.warning("nothing can be told for the moment: %s", problem)
                await asyncio.sleep(IDLE)
            except Exception:  # the next round may go better, and must come
                log.exception("telling failed")
                await asyncio.sleep(IDLE)

    async def _round(self, context: Context) -> None:
        corrections = context.desk.curation.corrections
        self.wanted.clear()  # before looking, so that no wish is overlooked
        await context.think(corrections.collect)
        await context.think(context.desk.chats.collect)
        taken = await context.think(corrections.take, TOGETHER)
        for number, posting in enumerate(taken, start=1):
            await asyncio.sleep(1 / A_SECOND)
            pause = await self._tell(context, posting)
            if pause:  # nobody can be reached: the others of this round wait as well
                for other in taken[number:]:
                    await context.think(corrections.delay, other, timedelta())
                await asyncio.sleep(pause)
                return
        if taken:
            return
        pause, self._soon = self._soon, IDLE
        with suppress(TimeoutError):
            await asyncio.wait_for(self.wanted.wait(), pause)

    async def _tell(self, context: Context, posting: Posting) -> float:
        """Tell one; gives the seconds for which nothing need be tried, 0 as a rule."""
        corrections = context.desk.curation.corrections
        wait = self._next.get(posting.chat, 0.0) - monotonic()
        early = await context.think(corrections.is_early, posting)
        if wait > 0 or early:
            seconds = max(wait, BETWEEN if early else 0.0)
            self._soon = min(self._soon, seconds)
            await context.think(corrections.delay, posting, timedelta(seconds=seconds))
            return 0.0
        rests = await context.think(context.desk.chats.rests_until, posting)
        if rests is not None:
            await context.think(corrections.put_off, posting, rests)
            return 0.0
        away = 0.0
        try:
            result = await self.sent(context, posting)
            await context.think(corrections.settle, posting, "done", result)
            self._failures = 0
        except Forbidden:
            await context.think(corrections.settle, posting, "failed", "blocked or left")
            if posting.chat != INLINE:
                await context.think(context.desk.chats.gone, posting.chat)
        except ChatMigrated as error:
            await context.think(context.desk.chats.moved, posting.chat, error.new_chat_id)
            await context.think(corrections.delay, posting, timedelta())
        except BadRequest as error:
            log.info("chat %s: %s", posting.chat, error.message)
            await context.think(corrections.settle, posting, "failed", error.message)
        except TelegramError as error:
            away = await self._refused(context, posting, error)
        except Exception as error:  # what cannot be told for now keeps nobody else waiting
            log.exception("posting %s could not be told", posting.number)
            await self._refused(context, posting, error)
        pause_in = BETWEEN if posting.chat > 0 else BETWEEN_IN_GROUPS
        self._next[posting.chat] = monotonic() + pause_in
        return away

    async def _refused(self, context: Context, posting: Posting, error: Exception) -> float:
        """Keep for later what Telegram did not take; gives the seconds for which all is kept."""
        log.info("chat %s is tried again later: %s", posting.chat, error)
        pause = timedelta(seconds=pause_after(error, posting.refusals))
        corrections, within = context.desk.curation.corrections, context.bot_data.within
        given_up = await context.think(corrections.refused, posting, pause, within)
        if given_up is not None:
            log.error("chat %s was not told in time: %s", posting.chat, posting.key)
            context.bot_data.given_up(given_up, 1)
        if not is_passing(error) or isinstance(error, RetryAfter):  # of this chat alone
            return 0.0
        self._failures += 1
        return pause_after(error, self._failures - 1)

    async def sent(self, context: Context, posting: Posting) -> str:
        """Tell it; gives what is kept of it."""
        corrections = context.desk.curation.corrections
        letter = await context.think(context.desk.letter, posting)
        if letter is None:
            return "right already"
        shown = letter.message
        if letter.inline is not None and letter.reply is not None:
            reply = replace(letter.reply, message=letter.message)
            shown = as_sent_inline(reply, context.bot.username)
        elif letter.chat < 0 and letter.instead is not None and letter.reply is not None:
            reply = replace(letter.reply, message=letter.message)
            shown = await self._shaped(context, letter.chat, letter.instead, reply)
        shown = page_of(shown)
        texts = pages(shown)
        told = sha256("\f".join(texts).encode()).hexdigest()
        messages: tuple[int, ...] = letter.standing
        if letter.instead is None:
            messages = await send(context, letter.chat, shown)
        elif await context.think(corrections.last_told, letter.chat, letter.instead) != told:
            if letter.inline is None:
                messages = await replace_pages(context, letter.chat, messages, shown)
            else:
                await context.bot.edit_message_text(
                    texts[0],
                    inline_message_id=letter.inline,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard(shown),
                )
        if letter.carried is not None:
            await context.think(context.desk.put_right, letter, messages)
        elif letter.reply is not None:
            await context.think(context.desk.delivered, letter.chat, messages, letter.reply)
        return told

    async def _shaped(self, context: Context, chat: int, message: int, reply: Reply) -> Message:
        """What is put right keeps its shape: short in a group, without buttons in a post."""
        chats = context.desk.chats
        if await context.think(chats.is_post, chat, message):
            return without_buttons(reply.message)
        habits = await context.think(chats.habits, chat)
        return shaped(reply, context.bot.username, brief=habits.brief)
