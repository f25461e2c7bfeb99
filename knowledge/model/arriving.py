"""Updates of Telegram on their way through the inbox."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What is done about an update that came."""

    TAKEN = ""
    SEEN = "seen"
    """It came before; nothing is done."""
    FLOOD = "flood"
    """Its sender wrote too much: they are told so, once in a while."""
    BUSY = "busy"
    """Too much waits already: its sender is told so, once in a while."""
    SHED = "shed"
    """The same, and its sender was told a moment ago."""
    LATE = "late"
    """Telegram did not take the answer for so long that its sender is only told so, once."""
    LATE_DONE = "late, done"
    """The same, where what its sender asked for was done."""
    DEAD = "dead"
    """It ended the workers that handled it and is set aside: nobody begins it any more."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it comes.

    Args:
        raw: its JSON text.
        chat: whose updates are handled one after the other; the sender where there is no chat.
        sender: who counts as having sent it, or None.
    """

    update_id: int
    raw: str
    chat: int | None
    sender: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was sent for an update.

    Args:
        number: counts what is sent for the update, from 0.
        what: the method and the chat, so that a replay that goes another way is not misled.
        result: what Telegram answered, as JSON.
    """

    update_id: int
    number: int
    what: str
    result: str


@dataclass(frozen=True, slots=True)
class Received:
    """An update as it waits in the inbox.

    Args:
        tries: how often a worker began with it, this time included.
        verdict: TAKEN, or the reason for which its sender is only told to wait.
        said: what was sent for it when it was begun before.
        chat: whose updates are handled one after the other.
        refusals: how often Telegram did not take what was to be sent for it.
        deaths: how many workers ended while they handled it, perhaps for its sake.
    """

    update_id: int
    raw: str
    at: datetime
    tries: int = 0
    verdict: Verdict = Verdict.TAKEN
    said: tuple[Said, ...] = ()
    chat: int | None = None
    refusals: int = 0
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class Fallen:
    """A worker that ended without a word.

    Args:
        name: under which it had claimed updates.
        begun: the updates that it was handling; None: that is not known.
        by_itself: whether one of them may be what ended it: it crashed, hung or used up the memory.
            One that was killed or stopped from outside, or of which nothing is known, is not.
    """

    name: str
    begun: frozenset[int] | None = None
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class Allowance:
    """A bucket of tokens: one is taken for each thing done, and they grow back.

    Args:
        burst: what it holds when full.
        per_second: how many grow back; 0 or less: there is no limit.
    """

    burst: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken in before somebody is told to wait.

    Args:
        sender: of each person.
        chat: of each chat.
        waiting: updates that may wait over all chats.
        pause: seconds between two times that somebody is told so.
    """

    sender: Allowance = Allowance(120, 3)
    chat: Allowance = Allowance(240, 6)
    waiting: int = 5_000
    pause: float = 60.0
