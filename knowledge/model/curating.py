"""What curators send and what they are shown."""

from dataclasses import dataclass

from knowledge.model.change import Actor
from knowledge.model.outcome import Message
from knowledge.model.terms import Language

BUTTONS = (
    "task", "draft", "review", "audit", "gap", "teach", "answer", "dismiss", "anonymous", "import",
    "drop", "undo",
)  # fmt: skip
"""Names of the buttons that only curators press."""


@dataclass(frozen=True, slots=True)
class Curator:
    """Somebody who asks for a change; whether they may is looked up each time.

    Args:
        user: numeric Telegram id.
        name: for the history; it gives no right.
        chat: where they ask.
        update_id: the Telegram update that asks.
    """

    user: int
    name: str
    language: Language
    chat: int
    update_id: int | None = None

    @property
    def actor(self) -> Actor:
        """As the history names them."""
        return Actor(self.user, self.name)


@dataclass(frozen=True, slots=True)
class Page:
    """What a curator is shown.

    Args:
        form: the number of the task that a typed reply to this message goes to.
        file: (name, content) of a document that goes with it.
        wakes: whether something may now have to be told to readers.
    """

    message: Message
    form: int | None = None
    file: tuple[str, bytes] | None = None
    wakes: bool = False
