"""The address to which Telegram sends updates, with health and readiness beside it."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler, stream_request_body

from bot.inbox.queue import arrival_of
from knowledge.domain import Arrival, StoreProblem

log = logging.getLogger(__name__)

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a header's name

LARGEST = 2**20
"""Bytes of an update; Telegram's longest ones have some tens of thousands."""

PATIENCE = 10.0
"""Seconds in which a body must have come, and headers after a connection was opened."""

MOST = 256
"""Requests that are being received at once; more are told to come again."""

Receive = Callable[[Arrival], Awaitable[object]]
Ready = Callable[[], Awaitable[str]]
Count = Callable[[int], None]


class Webhook:
    """Listens until it is closed; several processes may listen at the same address.

    Args:
        path: at which updates come, without slashes around it.
        secret: that Telegram sends along.
        receive: stores an update; StoreProblem lets Telegram send it again.
        ready: why this process should get no work, or the empty string.
        count: told the status of every answer.
    """

    def __init__(
        self, path: str, secret: str, *, receive: Receive, ready: Ready, count: Count
    ) -> None:
        shared = {"secret": secret.encode(), "receive": receive, "places": asyncio.Semaphore(MOST)}
        pages: list[Any] = [
            (r"/health/?", _Health, {"ready": _alive}),
            (r"/ready/?", _Health, {"ready": ready}),
            (rf"/{path}/?", _Updates, shared),
        ]
        application = Application(
            pages,
            log_function=lambda page: count(page.get_status()),
            default_handler_class=_Nothing,
        )
        self._server = HTTPServer(
            application,
            # What is beyond LARGEST is thrown away as it comes; beyond this we hang up.
            max_body_size=LARGEST * 64,
            max_header_size=2**14,
            chunk_size=2**16,
            body_timeout=PATIENCE * 2,  # where the handler could not answer in time
            idle_connection_timeout=PATIENCE * 6,
        )

    def open(self, host: str, port: int) -> None:
        """Begin to listen; raises OSError where that is not possible."""
        self._server.add_sockets(bind_sockets(port, host, reuse_port=True))

    async def close(self) -> None:
        """Take no more; what is being received is answered first."""
        self._server.stop()
        await asyncio.sleep(0)
        await self._server.close_all_connections()


async def _alive() -> str:
    return ""


class _Page(RequestHandler):
    """An answer without a word about who gives it."""

    def set_default_headers(self) -> None:
        """Say nothing of the program."""
        self.clear_header("Server")
        self.set_header("Content-Type", "text/plain; charset=utf-8")

    def write_error(self, status_code: int, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  # tornado's signature
        """Give the status in words, and nothing of what went wrong inside."""
        self.finish(f"{HTTPStatus(status_code).phrase}\n")

    def log_exception(self, *problem: Any) -> None:  # noqa: ANN401  # the same
        """One line; a traceback only where the fault is ours."""
        error = problem[1]
        if isinstance(error, HTTPError):
            log.warning(
                "refused %d: %s from %s",
                error.status_code,
                error.log_message,
                self.request.remote_ip,
            )
        else:
            log.error("a request failed", exc_info=problem)


class _Nothing(_Page):
    """Any other address."""

    def prepare(self) -> None:
        """There is nothing here."""
        raise HTTPError(HTTPStatus.NOT_FOUND, "no such address")


class _Health(_Page):
    """Whether this process lives, or takes work."""

    def initialize(self, ready: Ready) -> None:
        """Keep what tells it."""
        self._ready = ready

    async def get(self) -> None:
        """200, or 503 with the reason."""
        problem = await self._ready()
        if problem:
            self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
        self.finish(f"{problem or 'ok'}\n")

    head = get


@stream_request_body
class _Updates(_Page):
    """Takes an update, refusing before it is read what cannot be one."""

    def initialize(self, secret: bytes, receive: Receive, places: asyncio.Semaphore) -> None:
        """Keep what is shared."""
        self._secret = secret
        self._receive = receive
        self._places = places
        self._body = bytearray()
        self._refusal: HTTPError | None = None
        self._late = asyncio.get_running_loop().call_later(PATIENCE, self._hang_up)

    def prepare(self) -> None:
        """Look at the headers; what is refused is still read, and thrown away, up to a bound.

        Whoever is hung up on while sending does not get to read the answer.
        """
        if self.request.method != "POST":
            raise HTTPError(HTTPStatus.METHOD_NOT_ALLOWED, "not a POST")
        given = self.request.headers.get(SECRET, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._secret):
            why = "with another secret" if given else "without the secret"
            self._refusal = HTTPError(HTTPStatus.FORBIDDEN, why)
        elif self._places.locked():
            self._refusal = HTTPError(HTTPStatus.SERVICE_UNAVAILABLE, "too many requests at once")

    def data_received(self, chunk: bytes) -> None:
        """Take a piece of the body."""
        if self._refusal is not None:
            return
        self._body += chunk
        if len(self._body) > LARGEST:
            self._body.clear()
            self._refusal = HTTPError(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "more than %d bytes", LARGEST
            )

    def on_finish(self) -> None:
        """No longer watch the time."""
        self._late.cancel()

    on_connection_close = on_finish

    def _hang_up(self) -> None:
        log.warning("refused 408: a body that did not come in time, %s", self.request.remote_ip)
        self.send_error(HTTPStatus.REQUEST_TIMEOUT)

    async def post(self) -> None:
        """Store the update; only then Telegram is told that it has come."""
        self._late.cancel()
        if self._refusal is not None:
            raise self._refusal
        try:
            update = json.loads(self._body)
            if not isinstance(update, dict):
                raise HTTPError(HTTPStatus.BAD_REQUEST, "not an object")
            arrival = arrival_of(update)
        except (ValueError, RecursionError) as problem:
            raise HTTPError(
                HTTPStatus.BAD_REQUEST, "not an update: %s", str(problem)[:200]
            ) from None
        async with self._places:
            try:
                await self._receive(arrival)
            except StoreProblem as problem:
                log.warning("an update cannot be stored, Telegram is to send it again: %s", problem)
                self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
                self.set_header("Retry-After", "1")
        self.finish()
