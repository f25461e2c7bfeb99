"""What is kept about questions, answers and the people who act; never more than needed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person may do, the most first."""

    OWNER = "owner"
    CURATOR = "curator"
    REVIEWER = "reviewer"

    def covers(self, needed: "Role") -> bool:
        """Whether whoever holds this role may do what takes that one."""
        ranks = list(Role)
        return ranks.index(self) <= ranks.index(needed)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is to the store.

    Args:
        role: that they hold now.
        menu: of commands that they were given last; empty for the readers'.
    """

    role: Role | None = None
    menu: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a person holds, by numeric Telegram id."""

    user: int
    role: Role
    granted_by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is remembered.

    Args:
        outcome: answer, choices, listing or no_answer.
        number: drawn at random, so that it tells neither when nor where the question was asked,
            and so that nobody comes upon it by counting.
        score: of the best candidate, 0 to 1.
        day: on which it was asked, UTC; the hour would tell whose it was.
        helpful: what the reader said about the answer, or None.
    """

    number: int
    text: str
    language: str
    outcome: str
    score: float
    day: date
    helpful: bool | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """In what way a message tells what it carries: codes and a heading of ours, no word of a reader.

    Args:
        outcome: answer, choices, listing or no_answer; empty: the statement as it stands.
        asks: what the first line of an answer gives, or what a listing lists.
        heading: of a listing.
    """

    outcome: str = ""
    asks: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that carried statements to a chat; `statements` are (id, version told).

    It leads to what it carries, never to the question that it answers.

    Args:
        language: that it was told in.
        shape: in what way it tells its statements.
        asked: the chat's message that held the question, so that an edited question finds its
            answer again; None where nothing in the chat asked.
    """

    chat: int
    message: int
    statements: tuple[tuple[str, int], ...]
    at: datetime
    language: str | None = None
    shape: Shape = Shape()
    asked: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Work of a curator that is not finished; `content` is JSON text.

    Args:
        batch: what the drafts of one article or one form have in common.
        holder: who works on it now, or None.
        version: counts the changes, from 1.
    """

    number: int
    batch: str
    content: str
    holder: int | None
    state: str
    at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something that was refused to a person for want of the right."""

    user: int | None
    action: str
    reason: str
    at: datetime
    update_id: int | None = None


@dataclass(frozen=True, slots=True)
class Follow:
    """A wish to be told: of a statement, an incident, a speaker or a question, in a chat."""

    chat: int
    subject: str
    subject_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Posting:
    """Something that must still be told in a chat.

    Args:
        key: what makes it one: the same thing is never put down twice.
        occasion: what it belongs to, such as a revision; its postings are counted together.
        content: JSON text.
        state: waiting, claimed, done, or failed.
        due: not to be told before.
        result: what came of it, in a word or two, or a hash of what was told.
        refusals: how often Telegram did not take it.
        refused_since: when Telegram did not take it for the first time.
    """

    number: int
    key: str
    occasion: str
    chat: int
    content: str
    state: str
    due: datetime
    result: str | None = None
    refusals: int = 0
    refused_since: datetime | None = None
