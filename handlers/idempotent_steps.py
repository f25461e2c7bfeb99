"""What a handler did is done once, though its update may be begun again."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Protocol


class Steps(Protocol):
    """Keeps what was done for an update for as long as the update is not dealt with."""

    def known(self, what: str) -> tuple[int, str | None]:
        """The number of what is noted next, and what it led to where it was done before.

        Args:
            what: names it, so that a run that goes another way is not misled.
        """

    def note(self, number: int, what: str, result: str) -> None:
        """Keep what came of something, should the update be put off; a crash forgets it."""

    async def once(self, what: str, work: Callable[[], Awaitable[str | None]]) -> str | None:
        """Do something unless it was done before, and keep its result durably before going on.

        Args:
            what: names the step.
            work: does it; None is kept by nobody, and done again.
        """


STEPS: ContextVar[Steps | None] = ContextVar("steps", default=None)
"""Of the update that is being handled; None where nothing is ever begun again."""
