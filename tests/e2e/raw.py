"""Requests as a bot sends them, without a bot."""

from typing import Any

import httpx


class RawBot:
    """Calls methods of a Bot API server and gives the whole answer, refusals included."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def __call__(self, method: str, /, **values: Any) -> dict[str, Any]:
        """Call with JSON."""
        answer: dict[str, Any] = self._http.post(f"/{method}", json=values).json()
        return answer

    def upload(
        self, method: str, files: dict[str, tuple[str, bytes]], **values: Any
    ) -> dict[str, Any]:
        """Call with a form; files are named and have a name of their own and content."""
        answer: dict[str, Any] = self._http.post(f"/{method}", data=values, files=files).json()
        return answer

    def send(self, chat: int, text: str = "hello", **values: Any) -> dict[str, Any]:
        """Send a message that must be accepted, and give it as the server sees it."""
        answer = self("sendMessage", chat_id=chat, text=text, **values)
        assert answer["ok"], answer
        result: dict[str, Any] = answer["result"]
        return result
