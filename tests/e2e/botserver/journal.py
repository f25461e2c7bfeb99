"""What the bot asked for, what it was told, and what it did wrong."""

import time
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Request:
    """One request of the bot and its answer."""

    method: str
    values: dict[str, Any]
    at: float = field(default_factory=time.monotonic)
    status: int = 0
    description: str = ""
    injected: bool = False


@dataclass
class Journal:
    """Every request in the order of arrival; `violations` are the bot's own mistakes, in words."""

    requests: list[Request] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    def opened(self, method: str, values: dict[str, Any]) -> Request:
        request = Request(method, values)
        self.requests.append(request)
        return request

    def refused(self, request: Request, status: int, description: str) -> None:
        """Note a refusal; one that was not injected is the bot's mistake."""
        request.status, request.description = status, description
        if not request.injected:
            self.violations.append(f"{request.method}: {status} {description}")

    def remarked(self, method: str, mistake: str) -> None:
        """Note something that Telegram lets pass without a word."""
        self.violations.append(f"{method}: {mistake}")

    def asked(self, method: str) -> list[Request]:
        """The requests of one method."""
        return [request for request in self.requests if request.method.lower() == method.lower()]
