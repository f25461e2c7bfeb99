"""One bot's Bot API: tokens, methods, faults, and the record of it all."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from tests.e2e.botserver import answering, looking, sending
from tests.e2e.botserver.arguments import Arguments
from tests.e2e.botserver.faults import Fault, Flood, Weather
from tests.e2e.botserver.journal import Journal, Request
from tests.e2e.botserver.people import People
from tests.e2e.botserver.refusal import RefusedError, bad, conflict
from tests.e2e.botserver.updates import Updates
from tests.e2e.botserver.webhook import Webhook
from tests.e2e.botserver.world import World

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
ADDRESS = re.compile(r"https://\S+|http://(?:127\.0\.0\.1|localhost)(?::\d+)?(?:/\S*)?")
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
LIMITED = frozenset(
    {"sendmessage", "sendphoto", "senddocument", "editmessagetext", "editmessagecaption"}
)
METHODS = {
    name.lower(): method
    for table in (sending.METHODS, answering.METHODS, looking.METHODS)
    for name, method in table.items()
}


class HangUpError(Exception):
    """The connection is to be cut without an answer."""


class Api:
    """Everything behind the HTTP pages.

    Args:
        token: the only token that is served.
        username: the bot's name after the @.
    """

    def __init__(self, token: str, username: str) -> None:
        self.token = token
        self.world = World(username)
        self.updates = Updates()
        self.webhook = Webhook(self.updates)
        self.people = People(self.world, self.updates)
        self.journal = Journal()
        self.weather = Weather()
        self.flood = Flood()

    async def serve(
        self, token: str, method: str, args: Arguments, gone: Callable[[], bool]
    ) -> dict[str, Any]:
        """The answer to one request, refusals included.

        Args:
            token: as in the address.
            method: as in the address.
            args: what was sent.
            gone: whether the bot has hung up meanwhile.

        Raises:
            HangUpError: a fault cuts the connection.
        """
        request = self.journal.opened(method, args.values)
        fault = self.weather.next(method)
        try:
            self._check_token(token)
            if fault is not None:
                await self._meet(fault, request)
            result = await self._call(method, args, gone)
        except RefusedError as error:
            if gone():
                request.injected = True
            self.journal.refused(request, error.code, error.description)
            told = {"parameters": error.parameters} if error.parameters else {}
            answer = {"error_code": error.code, "description": error.description}
            return {"ok": False} | answer | told
        request.status = 200
        for name in args.unread():
            self.journal.remarked(method, f"unknown parameter {name}")
        if fault is not None and fault.kind == "drop_after":
            raise HangUpError
        return {"ok": True, "result": result}

    def _check_token(self, token: str) -> None:
        if not TOKEN.fullmatch(token):
            raise RefusedError(404, "Not Found")
        if token != self.token:
            raise RefusedError(401, "Unauthorized")

    @staticmethod
    async def _meet(fault: Fault, request: Request) -> None:
        request.injected = True
        if fault.kind in {"status", "flood"}:
            raise fault.error()
        if fault.kind == "drop":
            raise HangUpError
        if fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
            request.injected = False

    async def _call(self, name: str, args: Arguments, gone: Callable[[], bool]) -> Any:
        lower = name.lower()
        own: dict[str, Callable[[Arguments], Any]] = {
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": lambda _args: self.webhook.info(),
        }
        if lower == "getupdates":
            return await self._get_updates(args, gone)
        if lower in own:
            return own[lower](args)
        if lower not in METHODS:
            raise RefusedError(404, "Not Found")
        if lower in LIMITED and args.has("chat_id"):
            self.flood.check(args.number("chat_id"))
        return METHODS[lower](self.world, args)

    def _get_updates(
        self, args: Arguments, gone: Callable[[], bool]
    ) -> Awaitable[list[dict[str, Any]]]:
        if self.webhook.url:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        self._allow(args)
        limit = args.number("limit", 100)
        if not 1 <= limit <= 100:  # Telegram's bounds
            limit = 100
        seconds = min(max(args.number("timeout", 0), 0), 50)
        return self.updates.take(args.number("offset", 0), limit, seconds, gone)

    def _allow(self, args: Arguments) -> None:
        wanted = args.json("allowed_updates", list)
        if wanted is not None:
            self.updates.allowed = wanted

    def _set_webhook(self, args: Arguments) -> bool:
        args.ignore("ip_address", "certificate")
        url, secret = args.text("url"), args.text("secret_token")
        if url and not ADDRESS.fullmatch(url):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if not SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        self._allow(args)
        self._drop(args)
        self.webhook.set(url, secret, args.number("max_connections", 40))
        return True

    def _delete_webhook(self, args: Arguments) -> bool:
        self._drop(args)
        self.webhook.set("", "", 40)
        return True

    def _drop(self, args: Arguments) -> None:
        if args.flag("drop_pending_updates"):
            self.updates.waiting.clear()
