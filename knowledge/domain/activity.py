"""What is kept about questions, answers, updates, chats and the people who act; never more than needed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from knowledge.languages.registry import Language


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
class RememberedQuestion:
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
class Carried:
    """A statement as a message tells it.

    Args:
        id: of the statement.
        version: that was told.
        digest: of all that the message may say of it; empty where that was not kept.
        beside: whether it is told as the other side of another one.
    """

    id: str
    version: int
    digest: str = ""
    beside: bool = False


INLINE = 0
"""The chat of messages that were sent inline: nobody knows in which chat they stand."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that carried statements to a chat.

    It leads to what it carries, never to the question that it answers.

    Args:
        chat: where it stands, or `INLINE`.
        message: its id there.
        carried: each statement as it was told.
        at: the moment of it.
        language: that it was told in.
        shape: in what way it tells its statements.
        asked: the chat's message that held the question, so that an edited question finds its
            answer again; None where nothing in the chat asked.
        inline: Telegram's id of a message that was sent inline.
        further: ids of the messages that go on where the first one was full.
    """

    chat: int
    message: int
    carried: tuple[Carried, ...]
    at: datetime
    language: str | None = None
    shape: Shape = Shape()
    asked: int | None = None
    inline: str | None = None
    further: tuple[int, ...] = ()

    @property
    def messages(self) -> tuple[int, ...]:
        """Ids of all messages that it stands in."""
        return (self.message, *self.further)

    @property
    def statements(self) -> tuple[tuple[str, int], ...]:
        """(id, version told) of each."""
        return tuple((one.id, one.version) for one in self.carried)

    @property
    def shown(self) -> tuple[str, ...]:
        """Ids of those that are told for their own sake."""
        return tuple(one.id for one in self.carried if not one.beside)


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


class Admission(StrEnum):
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
class Concluded:
    """What is kept of an answer once it stands in its chat.

    Args:
        question: that was answered; None: none that is remembered.
        delivery: where it stands, and what it carries.
    """

    question: RememberedQuestion | None
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class SentRecord:
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
        standing: what was granted to whoever has a private chat as its chat, and their menu, when
            it was claimed.
    """

    update_id: int
    raw: str
    at: datetime
    tries: int = 0
    verdict: Admission = Admission.TAKEN
    said: tuple[SentRecord, ...] = ()
    chat: int | None = None
    refusals: int = 0
    deaths: int = 0
    standing: Standing | None = None


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


class Rhythm(StrEnum):
    """How often a chat gets a digest of what it follows."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class ChatSettings:
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
