"""The parameters of one request, read strictly."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.botserver.refusal import bad

# Parameters that change nothing that a test can see.
SILENT = frozenset({"disable_notification", "protect_content", "link_preview_options"})


@dataclass(frozen=True)
class Upload:
    """A file that came with the request."""

    name: str
    content: bytes


@dataclass
class Arguments:
    """What the bot sent: `values` are texts, or JSON values when it sent JSON."""

    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)
    read: set[str] = field(default_factory=lambda: set(SILENT))

    def unread(self) -> list[str]:
        """Parameters that the method knows nothing of."""
        attached = {name for name in self.files if name not in self.read}
        return sorted((set(self.values) - self.read) | (attached - self._attachments()))

    def ignore(self, *names: str) -> None:
        """Accept parameters without looking at them."""
        self.read.update(names)

    def text(self, name: str, default: str = "") -> str:
        value = self._take(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise bad(f"parameter {name} must be a text")
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number.

        Raises:
            RefusedError: it is missing and has no default, or is no number.
        """
        value = self._take(name)
        if value is None:
            if default is None:
                raise bad(f"parameter {name} is required")
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad(f"invalid {name} specified") from None

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def flag(self, name: str) -> bool:
        value = self._take(name)
        return value is True or str(value).lower() in {"true", "1"}

    def json(self, name: str, kind: type, default: Any = None) -> Any:
        """A JSON value of the kind given, as sent or inside a text."""
        value = self._take(name)
        if value is None:
            return default
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise bad(f"can't parse {name} JSON object") from None
        if not isinstance(value, kind):
            raise bad(f"{name} must be a JSON {kind.__name__}")
        return value

    def file(self, name: str) -> Upload | str:
        """A file sent under this name, or the identifier of one that the server has.

        Raises:
            RefusedError: neither was sent.
        """
        value = self._take(name)
        if isinstance(value, str) and value.startswith("attach://"):
            name, value = value.removeprefix("attach://"), None
        if name in self.files:
            return self.files[name]
        if not isinstance(value, str) or not value:
            raise bad(f"there is no {name} in the request")
        return value

    def _take(self, name: str) -> Any:
        self.read.add(name)
        return self.values.get(name)

    def _attachments(self) -> set[str]:
        texts: Iterable[Any] = self.values.values()
        return {name for name in self.files if any(f"attach://{name}" in str(t) for t in texts)}
