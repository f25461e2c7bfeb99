"""Requests to Telegram over connections that stay open, each used for one request at a time."""

import asyncio
from collections.abc import Callable
from http import HTTPMethod
from typing import Any
from urllib.parse import urlencode
from urllib.request import getproxies

import httpcore
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

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
