"""The server itself: HTTP on loopback in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from tests.e2e.botserver.api import Api
from tests.e2e.botserver.http import FilePage, MethodPage

T = TypeVar("T")
HOST = "127.0.0.1"
MOST_BODY = 60 * 2**20


class BotServer:
    """A Bot API server for one bot.

    Everything happens on the thread of its event loop; `call` takes a function there.

    Args:
        token: the bot's token.
        username: the bot's name after the @.
    """

    def __init__(self, token: str, username: str = "accordingto_bot") -> None:
        self.token = token
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._http: HTTPServer | None = None
        self.port = 0
        self.api: Api = self.call(lambda: Api(token, username))
        self._webhook = asyncio.run_coroutine_threadsafe(self.api.webhook.run(), self._loop)
        self.come_back()

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://{HOST}:{self.port}/file/bot"

    def call(self, function: Callable[[], T]) -> T:
        """Run a function on the server's thread and give its answer."""

        async def run() -> T:
            return function()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    def go_away(self) -> None:
        """Stop listening and cut every connection; the chats and the updates stay."""

        async def run() -> None:
            if self._http is not None:
                self._http.stop()
                await self._http.close_all_connections()
                self._http = None

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    def come_back(self) -> None:
        """Listen again, on the port that it had."""
        self.call(self._listen)

    def _listen(self) -> None:
        pages: list[Any] = [
            (r"/bot([^/]+)/(\w+)", MethodPage, {"api": self.api}),
            (r"/file/bot([^/]+)/documents/([^/]+)/.+", FilePage, {"api": self.api}),
        ]
        application = Application(pages, log_function=lambda _page: None)
        sockets = bind_sockets(self.port, HOST)
        self.port = sockets[0].getsockname()[1]
        self._http = HTTPServer(application, max_body_size=MOST_BODY, max_buffer_size=MOST_BODY)
        self._http.add_sockets(sockets)

    def stop(self) -> None:
        """Go away for good."""
        self._webhook.cancel()
        self.go_away()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
