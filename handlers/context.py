"""What every handler is given: the desk, the reader's language and somewhere to think."""

import asyncio
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot, JobQueue

from knowledge.desk import Desk
from knowledge.model import Language, Standing
from knowledge.wording import Words, words_in

P = ParamSpec("P")
T = TypeVar("T")


class Shared:
    """What all handlers share; python-telegram-bot makes it and carries it as `bot_data`.

    Attributes:
        desk: put in by the composition root.
        drawing: held while a picture is drawn, so that one is drawn at a time.
        deadline: seconds in which a question must be answered.
        wake: says that something may have to be told to readers.
    """

    desk: Desk

    def __init__(self) -> None:
        self.deadline = 20.0
        self.drawing = asyncio.Lock()
        self.wake: Callable[[], None] = lambda: None


Unused = dict[Any, Any]
"""What python-telegram-bot would remember by itself; nothing here is kept in memory."""


class Context(CallbackContext[ExtBot[None], Unused, Unused, Shared]):
    """The context of one update."""

    _standing: Standing | None = None

    @property
    def desk(self) -> Desk:
        """The one door to what is known."""
        return self.bot_data.desk

    async def think(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do blocking work in a thread, so that other chats are served meanwhile."""
        return await asyncio.to_thread(work, *args, **kwargs)

    async def standing(self, user: int) -> Standing:
        """What whoever sent the update is to the store, looked up once an update.

        It tells whose menu and whose words these are; whether something may be done is decided
        anew where it is done.
        """
        if self._standing is None:
            self._standing = await self.think(self.desk.curation.access.standing, user)
        return self._standing

    async def chosen_language(self, update: Update) -> Language | None:
        """The language that the reader chose with /language, if they did."""
        chat = update.effective_chat
        return None if chat is None else await self.think(self.desk.language_of, chat.id)

    async def language(self, update: Update) -> Language:
        """The reader's language: as chosen, else as their Telegram speaks, else English."""
        chosen = await self.chosen_language(update)
        return chosen or spoken(update)

    async def words(self, update: Update) -> Words:
        """The texts in the reader's language."""
        return words_in(await self.language(update))


App = Application[ExtBot[None], Context, Unused, Unused, Shared, JobQueue[Context]]


def spoken(update: Update) -> Language:
    """The language that the reader's Telegram speaks, where it is one of ours."""
    user = update.effective_user
    code = (user.language_code if user is not None else None) or ""
    return _BY_CODE.get(code.split("-")[0].lower(), Language.EN)


_BY_CODE = {language.value: language for language in Language}
