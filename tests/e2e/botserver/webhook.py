"""Delivery to the bot's own address, again until it is taken."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPRequest

from tests.e2e.botserver.updates import Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a header's name


@dataclass
class Webhook:
    """Where updates go, one after the other in each chat.

    `pause` is the time in seconds before a failed delivery is tried again.
    """

    updates: Updates
    url: str = ""
    secret: str = ""
    most: int = 40
    pause: float = 0.2
    last_error: str = ""
    last_error_date: int = 0
    busy: dict[Any, asyncio.Task[None]] = field(default_factory=dict)

    def info(self) -> dict[str, Any]:
        told = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.waiting),
            "max_connections": self.most,
        }
        if self.last_error:
            told |= {
                "last_error_date": self.last_error_date,
                "last_error_message": self.last_error,
            }
        if self.updates.allowed:
            told["allowed_updates"] = self.updates.allowed
        return told

    def set(self, url: str, secret: str, most: int) -> None:
        self.url, self.secret, self.most = url, secret, most
        self.updates.changed.set()

    async def run(self) -> None:
        """Deliver for ever."""
        while True:
            await self.updates.changed.wait()
            self.updates.changed.clear()
            for update in list(self.updates.waiting) if self.url else []:
                key = conversation(update)
                if key not in self.busy and len(self.busy) < self.most:
                    self.busy[key] = asyncio.create_task(self._deliver(key, update))

    async def _deliver(self, key: Any, update: dict[str, Any]) -> None:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers[SECRET_HEADER] = self.secret
        request = HTTPRequest(
            self.url,
            method="POST",
            headers=headers,
            body=json.dumps(update),
            request_timeout=30,
            follow_redirects=False,
        )
        try:
            answer = await AsyncHTTPClient().fetch(request, raise_error=False)
            if answer.code // 100 == 2:  # any success
                self.updates.waiting = [u for u in self.updates.waiting if u is not update]
            else:
                self.last_error = f"Wrong response from the webhook: {answer.code} {answer.reason}"
                self.last_error_date = int(time.time())
                await asyncio.sleep(self.pause)
        except (OSError, HTTPError) as error:
            self.last_error, self.last_error_date = str(error), int(time.time())
            await asyncio.sleep(self.pause)
        finally:
            del self.busy[key]
            self.updates.changed.set()


def conversation(update: dict[str, Any]) -> Any:
    """What keeps an update in line: its chat, or else its sender."""
    body = next(value for key, value in update.items() if key != "update_id")
    chat = body.get("chat") or body.get("message", {}).get("chat") or body.get("from", {})
    return chat.get("id", update["update_id"])
