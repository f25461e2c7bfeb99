"""What every handler is given: the desk, threads to think on, the chat's language, steps that are done once."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import timedelta
from functools import partial
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from pydantic import TypeAdapter
from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot, JobQueue

from knowledge.desk import Desk
from knowledge.domain import Concluded, Language, Standing
from knowledge.translations import Words, words_in


class Steps(Protocol):
    """Keeps what was done for an update for as long as the update is not dealt with."""

    def known(self, what: str) -> tuple[int, str | None]:
        """The number of what is noted next, and what it led to where it was done before.

        Args:
            what: names it, so that a run that goes another way is not misled.
        """

    def note(self, number: int, what: str, result: str) -> None:
        """Keep what came of something, should the update be put off; a crash forgets it."""

    def granted(self, user: int) -> Standing | None:
        """What had been granted to a person when the update was taken; None: that is not known."""

    def last(self) -> None:
        """What is sent next is the last: it need not be kept before the update ends."""

    def conclude(self, concluded: Concluded) -> None:
        """Keep this in one with the end of the update."""

    async def once(self, what: str, work: Callable[[], Awaitable[str | None]]) -> str | None:
        """Do something unless it was done before, and keep its result durably before going on.

        Args:
            what: names the step.
            work: does it; None is kept by nobody, and done again.
        """


STEPS: ContextVar[Steps | None] = ContextVar("steps", default=None)
"""Of the update that is being handled; None where nothing is ever begun again."""


P = ParamSpec("P")
T = TypeVar("T")
Result = TypeVar("Result")


class Shared:
    """What all handlers share; python-telegram-bot carries it as `bot_data`.

    Attributes:
        desk: the one door to what is known.
        drawing: held while a picture is drawn, so that one is drawn at a time.
        deadline: seconds in which a question must be answered.
        within: how long what Telegram does not take is offered again.
        owed: told why the update that is being handled could not be answered; says whether it
            will be handled again.
        given_up: told what is not offered any more: a word for its kind, and how many.
        wake: says that something may have to be told to readers.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.deadline = 20.0
        self.within = timedelta(days=1)
        self.owed: Callable[[BaseException], bool] = lambda _error: False
        self.given_up: Callable[[str, int], None] = lambda _what, _count: None
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
            steps, access = STEPS.get(), self.desk.curation.access
            granted = None if steps is None else steps.granted(user)
            if granted is None:
                self._standing = await self.think(access.standing, user)
            else:
                self._standing = access.counted(user, granted)
        return self._standing

    async def once(
        self,
        kind: type[T],
        work: Callable[P, T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do blocking work that must not be done again when the update is begun again.

        Its result is kept before anything else happens, and given instead the next time.

        Args:
            kind: of the result; one that holds a file is not kept, for it only reads.
            work: done in a thread.
            args: of the work.
            kwargs: of the work.
        """
        return await self.once_awaited(kind, partial(self.think, work, *args, **kwargs))

    async def once_awaited(self, kind: type[T], work: Callable[[], Awaitable[Result]], /) -> Result:
        """Do work of a coroutine as `once` does; None is not kept either."""
        steps = STEPS.get()
        if steps is None:
            return await work()
        done: list[Result] = []

        async def kept() -> str | None:
            done.append(await work())
            if done[0] is None or getattr(done[0], "file", None) is not None:
                return None
            return _adapter(kind).dump_json(done[0]).decode()

        result = await steps.once(kind.__name__, kept)
        return done[0] if done else cast("Result", _adapter(kind).validate_json(result or ""))

    async def remembered(
        self,
        work: Callable[Concatenate[int | None, P], tuple[T, int | None]],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> tuple[T, int | None]:
        """Answer a question, which is remembered once though its update may be begun again.

        Args:
            work: done in a thread; is given the number under which the question is remembered
                already, and gives that number with the answer.
            args: of the work.
            kwargs: of the work.
        """
        steps = STEPS.get()
        if steps is None:
            return await self.think(work, None, *args, **kwargs)
        at, known = steps.known("remembered")
        answered = await self.think(work, int(known) if known else None, *args, **kwargs)
        if known is None and answered[1] is not None:
            steps.note(at, "remembered", str(answered[1]))
        return answered

    def last(self) -> None:
        """Say that what is sent next ends the update, but for what `conclude` keeps."""
        steps = STEPS.get()
        if steps is not None:
            steps.last()

    async def conclude(self, concluded: Concluded) -> None:
        """Keep what is left of an answer, in one with the end of its update."""
        steps = STEPS.get()
        if steps is None:
            await self.think(self.desk.conclude, concluded)
        else:
            steps.conclude(concluded)

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


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Writes results of a kind as JSON and reads them; making one takes some milliseconds."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


App = Application[ExtBot[None], Context, Unused, Unused, Shared, JobQueue[Context]]


def spoken(update: Update) -> Language:
    """The language that the reader's Telegram speaks, where it is one of ours."""
    user = update.effective_user
    code = (user.language_code if user is not None else None) or ""
    return _BY_CODE.get(code.split("-")[0].lower(), Language.EN)


_BY_CODE = {language.value: language for language in Language}
