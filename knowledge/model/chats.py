"""What a chat has chosen, and what it is told of by itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.model.terms import Language


class Rhythm(StrEnum):
    """How often a chat gets a digest of what it follows."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Habits:
    """What a chat has chosen.

    Args:
        language: None: that of each question.
        brief: whether a group gets the short form of an answer with the rest folded.
        admins_only: whether only the chat's admins are answered.
        quiet: hours of the local clock, from and to, in which nothing comes unasked and answers
            make no sound; (22, 7) goes over midnight; None: never.
        rhythm: of the digest; off: news comes at once.
        hour: of the local clock at which the digest comes.
        zone: IANA name of the chat's time zone.
        dark: whether pictures are drawn for a dark screen.
        since: from when the rhythm holds; digests of earlier hours are not made up for.
    """

    language: Language | None = None
    brief: bool = True
    admins_only: bool = False
    quiet: tuple[int, int] | None = None
    rhythm: Rhythm = Rhythm.OFF
    hour: int = 9
    zone: str = "UTC"
    since: datetime | None = None
    dark: bool = False


class Occasion(StrEnum):
    """What happened to a statement that followers are told of."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    DISPUTED = "disputed"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened; `by` is the statement that disputes, where one does."""

    occasion: Occasion
    statement: str
    by: str | None = None
