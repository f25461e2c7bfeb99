"""Requests on their way to Telegram: over connections that stay open, tried again at once, bounded over all workers, never made twice."""

import asyncio
import json
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from concurrent.futures import Executor
from contextvars import ContextVar
from http import HTTPMethod
from typing import Any, NamedTuple
from urllib.parse import urlencode
from urllib.request import getproxies

import httpcore
import httpx
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.ext import BaseRateLimiter
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from handlers.context import STEPS
from knowledge.domain import Allowance, Concluded, SentRecord, Standing, StoreProblem
from knowledge.storage import Store

log = logging.getLogger(__name__)

PAUSE = 0.3
"""Seconds after which a request is made once more whose connection failed."""

UNTRIED_AGAIN = frozenset({"getMe", "getUpdates", "sendChatAction"})
"""Requests that are worth nothing later, or that somebody else repeats."""

Json = dict[str, Any]
Result = bool | Json | list[Json]


class BotRequest(NamedTuple):
    """A request of the bot, as the library hands it to who limits them.

    Args:
        callback: makes it, with `args` and `kwargs`.
        endpoint: the method of the Bot API.
        data: what is sent.
    """

    callback: Callable[..., Coroutine[Any, Any, Result]]
    args: Any
    kwargs: Json
    endpoint: str
    data: Json

    async def make(self) -> Result:
        """Make it, once."""
        return await self.callback(*self.args, **self.kwargs)


class RequestLimiter(BaseRateLimiter[None], ABC):
    """What stands between the bot and its requests."""

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def process_request(  # noqa: PLR0917  # python-telegram-bot's own signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,  # noqa: ANN401  # the same
        kwargs: Json,
        endpoint: str,
        data: Json,
        rate_limit_args: None,  # noqa: ARG002  # the same
    ) -> Result:
        """What the library calls for each request."""
        return await self.process(BotRequest(callback, args, kwargs, endpoint, data))

    @abstractmethod
    async def process(self, request: BotRequest) -> Result:
        """Make the request, when and as often as it should be made."""


class RetryingLimiter(RequestLimiter):
    """Makes a request once more where a connection broke, and raises whatever else happens.

    Whoever waits here takes a place among the chats that are answered, so that longer waits are
    none of its business: what Telegram does not take goes back to the inbox or the outbox, which
    keep it durably until it is due. A request whose answer was lost on the way is made again: a
    reader rather gets an answer twice than never.

    Args:
        sleep: waits the given seconds; tests pass their own.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep

    async def process(self, request: BotRequest) -> Result:
        """Make the request, and once more where that may help at once."""
        try:
            return await request.make()
        except (BadRequest, TimedOut):
            raise  # refused, or waited for long enough
        except NetworkError as error:
            if request.endpoint in UNTRIED_AGAIN:
                raise
            log.info("%s failed, trying once more: %s", request.endpoint, error)
        await self._sleep(PAUSE)
        return await request.make()


class ChainedLimiter(RequestLimiter):
    """Makes requests through another one, and does something of its own before or after.

    Args:
        further: makes the requests.
    """

    def __init__(self, further: RequestLimiter) -> None:
        self.further = further

    async def initialize(self) -> None:
        """Prepare the one that makes the requests."""
        await self.further.initialize()

    async def shutdown(self) -> None:
        """Release it."""
        await self.further.shutdown()


SHARE = 10
"""A worker takes what it may send in a tenth of a second at once, so as to ask seldom."""

COUNTED = ("send", "edit", "copy", "forward")
"""Methods that Telegram counts begin so."""


class SharedLimiter(ChainedLimiter):
    """Lets requests wait until the shared budget has room for them.

    Args:
        further: makes the requests.
        store: that the workers share.
        per_second: messages a second over all workers; 0: as many as Telegram takes.
        pool: of threads for the database.
        sleep: waits the given seconds; tests pass their own.
    """

    def __init__(
        self,
        further: RequestLimiter,
        store: Store,
        per_second: float,
        pool: Executor,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(further)
        self._store = store
        self._allowance = Allowance(burst=max(per_second, 1), per_second=per_second)
        self._share = max(1, int(per_second / SHARE))
        self._pool = pool
        self._sleep = sleep
        self._left = 0
        self._turn = asyncio.Lock()

    async def process(self, request: BotRequest) -> Result:
        """Make the request when there is room for it."""
        if self._allowance.per_second > 0 and request.endpoint.startswith(COUNTED):
            async with self._turn:
                await self._spend()
        return await self.further.process(request)

    async def _spend(self) -> None:
        if not self._left:
            wait = await asyncio.get_running_loop().run_in_executor(
                self._pool, self._store.allowances.spend, "sending", self._share, self._allowance
            )
            self._left = self._share
            if wait:
                await self._sleep(wait)
        self._left -= 1


KEPT = ("send", "copy", "forward", "answerCallback")
"""Methods that put something new into a chat begin so, and one that Telegram refuses a second time;
the others may be repeated."""

FLEETING = frozenset({"sendChatAction"})


STEP, NOTE = "step ", "note "
"""What was done and not sent begins so in the journal; what is only noted changed nothing that its
sender would have to know."""


class SendJournal:
    """What is sent and done for one update; `Steps` of its handler.

    Args:
        update_id: of the update.
        before: what was sent for it before it was broken off.
        keep: writes one down, durably.
        owner: whose private chat it is of, and what had been granted to them.

    Attributes:
        unkept: what was sent or done and is not written down yet.
        concluded: what is to be kept in one with the end of the update.
    """

    def __init__(
        self,
        update_id: int,
        before: Iterable[SentRecord],
        keep: Callable[[SentRecord], Awaitable[None]],
        owner: tuple[int | None, Standing | None] = (None, None),
    ) -> None:
        self._update_id = update_id
        self._owner = owner
        self._before = {(one.number, one.what): one.result for one in before}
        self._keep = keep
        self._number = 0
        self._stepped = False
        self._is_last = False
        self._has_kept = bool(self._before)
        self.unkept: list[SentRecord] = []
        self.concluded: list[Concluded] = []

    def begin(self, what: str) -> tuple[int, str | None]:
        """The number of what is sent next, and what Telegram answered if it was sent before."""
        number = self._number
        self._number += 1
        return number, self._before.get((number, what))

    @property
    def has_steps(self) -> bool:
        """Whether anything was done for the update, and not only sent."""
        return self._stepped or any(what.startswith(STEP) for _, what in self._before)

    @property
    def has_kept(self) -> bool:
        """Whether anything is written down for the update."""
        return self._has_kept

    def granted(self, user: int) -> Standing | None:
        """What had been granted to a person when the update was claimed, where that is known."""
        whose, standing = self._owner
        return standing if whose == user else None

    def last(self) -> None:
        """What is sent next is the last: it is kept by the end of the update, which follows at once."""
        self._is_last = True

    def conclude(self, concluded: Concluded) -> None:
        """Keep this in one with the end of the update."""
        self.concluded.append(concluded)

    def known(self, what: str) -> tuple[int, str | None]:
        """The number of what is noted next, and what it led to where it was done before."""
        return self._begun(f"{NOTE}{what}")

    def _begun(self, what: str) -> tuple[int, str | None]:
        number, before = self.begin(what)
        if before is None:
            return number, None
        kept: Json = json.loads(before)
        self._number = kept["next"]  # what was sent in the course of it is not sent again
        return number, kept["result"]

    def note(self, number: int, what: str, result: str) -> None:
        """Keep what came of something, should the update be put off."""
        self.unkept.append(self._step(number, f"{NOTE}{what}", result))

    async def once(self, what: str, work: Callable[[], Awaitable[str | None]]) -> str | None:
        """Do something unless it was done before, and keep its result before going on."""
        number, before = self._begun(f"{STEP}{what}")
        if before is not None:
            return before
        result = await work()
        if result is not None:
            self._stepped = True
            step = self._step(number, f"{STEP}{what}", result)
            await self.done(number, step.what, step.result)
        return result

    def _step(self, number: int, what: str, result: str) -> SentRecord:
        kept = json.dumps({"next": self._number, "result": result}, ensure_ascii=False)
        return SentRecord(self._update_id, number, what, kept)

    async def done(self, number: int, what: str, result: str) -> None:
        """Keep what Telegram answered; where that fails, the message stands all the same."""
        said = SentRecord(self._update_id, number, what, result)
        if self._is_last:
            self._is_last = False
            self.unkept.append(said)
            return
        self._has_kept = True
        try:
            await self._keep(said)
        except StoreProblem as problem:
            self.unkept.append(said)
            log.error(  # noqa: TRY400  # the sentence says it all
                "what was sent for update %s could not be kept: %s", self._update_id, problem
            )


CURRENT: ContextVar[SendJournal] = ContextVar("journal")
"""The journal of the update that is being handled; tasks and threads of a handler inherit it."""


def keep_in(journal: SendJournal) -> None:
    """Let what is sent and done from here on be kept in this journal."""
    CURRENT.set(journal)
    STEPS.set(journal)


class IdempotentSender(ChainedLimiter):
    """Gives what Telegram answered before instead of sending the same once more.

    One window is left: the process dies after Telegram took a message and before that is written
    down, some thousandths of a second. The message is sent again then; Telegram has no way to ask
    whether it has it already, and a reader rather gets an answer twice than never.
    """

    async def process(self, request: BotRequest) -> Result:
        """Make the request unless it was made before."""
        endpoint = request.endpoint
        journal = CURRENT.get(None)
        if journal is None or not endpoint.startswith(KEPT) or endpoint in FLEETING:
            return await self.further.process(request)
        what = f"{endpoint} {request.data.get('chat_id', '')}"
        number, before = journal.begin(what)
        if before is not None:
            log.info("sent before, not again: %s, the %d. of its update", what, number + 1)
            answered: Result = json.loads(before)
            return answered
        result = await self.further.process(request)
        await journal.done(number, what, json.dumps(result))
        return result


KEPT_OPEN = 60.0
"""Seconds for which an unused connection is kept."""

CONNECTING, WRITING = 5.0, 5.0
"""Seconds to wait for a connection, and for what is sent to be taken, as python-telegram-bot does."""


class PooledRequest(BaseRequest):
    """Makes requests with httpcore alone, which costs a third of what httpx does for the same.

    httpx looks at every open connection for each request, and at each header more than once; where
    many chats are served, that costs more than the thinking. What holds files goes by the library's
    own request, and so does everything where a proxy is named by the environment.

    Args:
        number: of connections at most.
        read_timeout: seconds to wait for an answer.
        proxies: gives the proxies that the environment names; tests pass their own.
    """

    def __init__(
        self,
        number: int,
        read_timeout: float,
        proxies: Callable[[], dict[str, str]] = getproxies,
    ) -> None:
        self._usual = {
            "read": read_timeout,
            "write": WRITING,
            "connect": CONNECTING,
            "pool": read_timeout,
        }
        self._files = HTTPXRequest(
            connection_pool_size=number,
            read_timeout=read_timeout,
            write_timeout=WRITING,
            connect_timeout=CONNECTING,
            pool_timeout=read_timeout,
        )
        self._places = asyncio.Semaphore(number)
        self._free: list[httpcore.AsyncConnectionPool] = []
        self._trusted = httpx.create_ssl_context()
        self._direct = not proxies()
        self._headers: list[tuple[bytes | str, bytes | str]] = [
            ("User-Agent", self.USER_AGENT),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ]

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return self._usual["read"]

    @property
    def is_direct(self) -> bool:
        """Whether no proxy stands between."""
        return self._direct

    async def initialize(self) -> None:
        """Prepare what carries files; the connections are opened when they are needed."""
        await self._files.initialize()

    async def shutdown(self) -> None:
        """Close the connections; they are opened anew when they are needed."""
        await self._files.shutdown()
        for line in self._free:
            await line.aclose()
        self._free.clear()

    async def do_request(  # noqa: PLR0917  # python-telegram-bot's own signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401  # its own mark for no value
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401  # the same
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401  # the same
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401  # the same
    ) -> tuple[int, bytes]:
        """Make one request; raises TimedOut and NetworkError as python-telegram-bot expects."""
        given = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        if not self._direct or (request_data is not None and request_data.contains_files):
            return await self._files.do_request(url, method, request_data, *given)
        timeouts = {
            name: usual if seconds is BaseRequest.DEFAULT_NONE else seconds
            for (name, usual), seconds in zip(self._usual.items(), given, strict=True)
        }
        body = urlencode(request_data.json_parameters).encode() if request_data else b""
        async with self._places:
            line = self._free.pop() if self._free else self._line()
            try:
                answer = await line.request(
                    HTTPMethod(method).value,
                    url,
                    headers=self._headers,
                    content=body,
                    extensions={"timeout": timeouts},
                )
            except BaseException as error:
                # After a request that was broken off ("typing" is, as soon as the answer is there)
                # httpcore 1.0.9 may count the connection as in use for ever: none is used again.
                await line.aclose()
                if isinstance(error, httpcore.TimeoutException):
                    raise TimedOut from error
                if isinstance(error, httpcore.NetworkError | httpcore.ProtocolError):
                    raise NetworkError(f"{type(error).__name__}: {error}") from error
                raise
            self._free.append(line)
        return answer.status, answer.content

    def _line(self) -> httpcore.AsyncConnectionPool:
        return httpcore.AsyncConnectionPool(
            ssl_context=self._trusted, max_connections=1, keepalive_expiry=KEPT_OPEN
        )
