"""Requests over HTTP become method calls; answers become JSON."""

import json
from typing import Any

from tornado.web import RequestHandler

from tests.e2e.botserver.api import Api, HangUpError
from tests.e2e.botserver.arguments import Arguments, Upload


class Page(RequestHandler):
    """A page of the server."""

    def initialize(self, api: Api) -> None:
        self.api = api
        self.gone = False

    def on_connection_close(self) -> None:
        self.gone = True
        self.api.updates.changed.set()

    def data_received(self, chunk: bytes) -> None:
        """Bodies come whole; nothing streams."""

    def hang_up(self) -> None:
        """Cut the connection without an answer."""
        self._auto_finish = False
        self.detach().close()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A failure of this server must fail the test, not pass as bad weather."""
        self.api.journal.remarked(self.request.path, f"the server itself failed: {kwargs}")
        super().write_error(status_code, **kwargs)


class MethodPage(Page):
    """A method of the Bot API."""

    async def get(self, token: str, method: str) -> None:
        await self.post(token, method)

    async def post(self, token: str, method: str) -> None:
        try:
            answer = await self.api.serve(token, method, self._arguments(), lambda: self.gone)
        except HangUpError:
            self.hang_up()
            return
        if self.gone:
            return
        self.set_status(answer.get("error_code", 200))
        self.set_header("Content-Type", "application/json")
        await self.finish(json.dumps(answer))

    def _arguments(self) -> Arguments:
        values: dict[str, Any] = {
            name: sent[-1].decode() for name, sent in self.request.arguments.items()
        }
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            values |= json.loads(self.request.body or b"{}")
        files = {
            name: Upload(sent[0].filename, sent[0].body)
            for name, sent in self.request.files.items()
        }
        return Arguments({k: v for k, v in values.items() if v is not None}, files)


class FilePage(Page):
    """A file that somebody sent."""

    async def get(self, token: str, file_id: str) -> None:
        if token != self.api.token or file_id not in self.api.world.files:
            self.set_status(404)
            await self.finish()
            return
        await self.finish(self.api.world.files[file_id][1])
