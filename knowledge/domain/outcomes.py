"""What comes of a question: its outcome, the message that tells it, the chart that shows it, the pages of curators."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from knowledge.characters import cleaned, is_odd
from knowledge.domain.activity import Shape
from knowledge.domain.records import Actor
from knowledge.domain.statements import Attribution, Caveat, Incident, Record
from knowledge.languages.registry import Language


def clean(shown: object, *names: str) -> None:
    """Take out of what is shown what cannot be seen; for the making of frozen records.

    Whatever a reader gets is made of these records, so that no way out can forget it.
    """
    for name in names:
        text = getattr(shown, name)
        if is_odd(text):
            object.__setattr__(shown, name, cleaned(text))


@dataclass(frozen=True, slots=True)
class Turn:
    """A question asked before in the same chat, and what was told.

    Args:
        text: as typed; empty where that is not known any more.
        statements: ids of those that were shown.
        answered: whether they answered it; what a refusal shows as nearest does not.
        language: in which it was answered, where that is known.
        message: of ours that told it, where one did.
    """

    text: str = ""
    statements: tuple[str, ...] = ()
    answered: bool = True
    language: Language | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks.

    Args:
        text: as typed.
        language: the reader's chosen language; None: the language of the text.
        turns: what was asked and told before in this chat (or only the answer that is replied
            to), the latest last.
        usual: the language of an answer where the text does not tell one: the reader's Telegram's.
    """

    text: str
    language: Language | None = None
    turns: tuple[Turn, ...] = ()
    usual: Language | None = None


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement as an outcome shows it; `score` is the calibrated chance that it is meant."""

    record: Record
    score: float
    caveats: tuple[Caveat, ...]


class Aspect(StrEnum):
    """What a conflict between the question and a statement is about."""

    SPEAKER = "speaker"
    ACTOR = "actor"
    EVENT = "event"
    NEGATION = "negation"
    NUMBER = "number"
    DATE = "date"
    YEAR = "year"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Difference:
    """The question takes one thing for granted, the statement says another."""

    what: Aspect
    asked: str
    stored: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Sure, and leading: one statement, with what contradicts or disputes it beside it."""

    name: ClassVar[str] = "answer"

    shown: ShownStatement
    others: tuple[ShownStatement, ...] = ()
    conflicts: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """Did you mean one of these? At most four."""

    name: ClassVar[str] = "choices"

    options: tuple[ShownStatement, ...]
    conflicts: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything by a speaker, incident, date, attribution; `of` says of what.

    Args:
        of: a line in the reader's language that says what is listed.
        incidents: where incidents are listed, each with its leading statement in `items`.
        more: whether the store holds more of it than are listed.
    """

    name: ClassVar[str] = "listing"

    of: str
    items: tuple[ShownStatement, ...]
    incidents: tuple[Incident, ...] = ()
    conflicts: tuple[Difference, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """Several questions of one message, or two things compared, each with its statement.

    Args:
        items: the first statement of each, in the order asked.
        others: what stands against them.
    """

    name: ClassVar[str] = "listing"

    items: tuple[ShownStatement, ...]
    others: tuple[ShownStatement, ...] = ()
    conflicts: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The store has nothing; `missing` names what, `nearest` are statements close by."""

    name: ClassVar[str] = "no_answer"

    missing: tuple[str, ...] = ()
    nearest: tuple[ShownStatement, ...] = ()
    conflicts: tuple[Difference, ...] = ()


Outcome = Answer | Answers | Choices | Listing | NoAnswer


class Style(StrEnum):
    """How a run of words stands out."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    LINK = "link"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words; `target` is the address of a link."""

    text: str
    style: Style = Style.PLAIN
    target: str | None = None

    def __post_init__(self) -> None:
        clean(self, "text")


Line = tuple[Span, ...]


class Part(StrEnum):
    """The parts of a message, always in this order."""

    ANSWER = "answer"
    LIST = "list"
    CONFLICT = "conflict"
    OTHER_SIDE = "other_side"
    CAREFUL = "careful"
    SOURCE = "source"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one part of a message: `more` may be folded, of `list` each is numbered, and paged."""

    part: Part
    lines: tuple[Line, ...]


def section(part: Part, *lines: Line) -> tuple[Section, ...]:
    """One section, or none where there is nothing to say."""
    said = tuple(line for line in lines if line)
    return (Section(part, said),) if said else ()


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a reader can do next, shown as a button.

    Args:
        name: source, others, timeline, follow, helpful, unhelpful, choose, none, caveats, more…
        subject: the id of what it is about, or empty.
        label: in the reader's language.
        number: of the line in the message that it opens; None where it opens none of them.
    """

    name: str
    subject: str
    label: str
    number: int | None = None

    def __post_init__(self) -> None:
        clean(self, "label")


@dataclass(frozen=True, slots=True)
class Message:
    """What a reader gets, without markup: sections in order, then rows of actions."""

    sections: tuple[Section, ...]
    actions: tuple[tuple[Action, ...], ...] = ()

    def plain(self) -> str:
        """The text without styles: a line a line, an empty line between the sections."""
        blocks = (
            "\n".join("".join(span.text for span in line) for line in section.lines)
            for section in self.sections
        )
        return "\n\n".join(blocks)


@dataclass(frozen=True, slots=True)
class Reply:
    """An outcome with its message.

    Args:
        ranked: every candidate's (id, score), best first, as ranked before the outcome was decided.
        missing: what the store lacks, in the reader's language.
        caveats: every code that applies to what is shown, worst first.
        elapsed: milliseconds.
        asks: a code for what the message gives first, or lists; `Shape` keeps it.
    """

    question: Question
    language: Language
    outcome: Outcome
    message: Message
    ranked: tuple[tuple[str, float], ...]
    caveats: tuple[Caveat, ...]
    elapsed: float
    asks: str = ""

    @property
    def conflicts(self) -> tuple[Difference, ...]:
        """The differences between what was taken for granted and what is stored."""
        return self.outcome.conflicts

    @property
    def missing(self) -> tuple[str, ...]:
        """What the store lacks, in the reader's language."""
        return self.outcome.missing if isinstance(self.outcome, NoAnswer) else ()

    @property
    def shape(self) -> Shape:
        """In what way the message tells what it shows."""
        heading = self.outcome.of if isinstance(self.outcome, Listing) else ""
        return Shape(self.outcome.name, self.asks, heading)

    @property
    def shown(self) -> tuple[ShownStatement, ...]:
        """The statements that the outcome shows, best first."""
        match self.outcome:
            case Answer(shown=shown):
                return (shown,)
            case Choices(options=options):
                return options
            case Listing(items=items) | Answers(items=items):
                return items
            case NoAnswer(nearest=nearest):
                return nearest


@dataclass(frozen=True, slots=True)
class Found:
    """One result of a look-up: a line, what to know before choosing it, and the whole message.

    Args:
        identity: of the statement; empty where it holds several.
        title: the claim.
        description: the speaker and the worst caveats.
        message: complete with source, fit to stand alone in a chat of others.
    """

    identity: str
    title: str
    description: str
    message: Message

    def __post_init__(self) -> None:
        clean(self, "title", "description")


BUTTONS = (
    "task", "draft", "review", "audit", "gap", "teach", "answer", "dismiss", "anonymous", "import",
    "drop", "undo", "pull", "grant", "missing",
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


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as far as it is known; what is not known is None, never made up.

    Args:
        year, month, day: of a single date, or of the end of a span that is known.
        until: (year, month, day) of the other end of a span, or None.
        opens: whether a span has no beginning.
        lasts: whether a span has no end.
        printed: in the reader's language.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    until: tuple[int | None, int | None, int | None] | None = None
    opens: bool = False
    lasts: bool = False
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Plotted:
    """A statement in a picture.

    Args:
        moment: when it happened or was said; None where no date is given.
        incident: the name of the incident that it leads, or empty for a statement of its own.
        disputed: who is against it, in words, or empty.
    """

    moment: Moment | None
    incident: str
    claim: str
    speaker: str
    attribution: Attribution
    disputed: str = ""

    def __post_init__(self) -> None:
        clean(self, "incident", "claim", "speaker", "disputed")


@dataclass(frozen=True, slots=True)
class Legend:
    """Every word of a picture that is not of the store.

    Args:
        terms: what each attribution is called.
        no_year: above what has no year.
        months: twelve short names.
        part: a template for a title where not everything is shown.
    """

    title: str
    terms: Mapping[Attribution, str]
    disputed: str
    no_year: str
    no_date: str
    no_end: str
    no_beginning: str
    note: str
    months: tuple[str, ...] = ()
    part: str = "{title}: {shown} of {all}"


@dataclass(frozen=True, slots=True)
class TimelineChart:
    """Incidents and statements in the order of time; `text` says the same in words.

    Args:
        number: how many there are; 0: no more than the entries.
    """

    legend: Legend
    entries: tuple[Plotted, ...]
    text: str
    number: int = 0

    def __post_init__(self) -> None:
        clean(self, "text")


@dataclass(frozen=True, slots=True)
class Speaking:
    """A speaker with every statement: its terms, and whether it is disputed."""

    name: str
    role: str
    party: str
    statements: tuple[tuple[Attribution, bool], ...]
    count: str

    def __post_init__(self) -> None:
        clean(self, "name", "role")


@dataclass(frozen=True, slots=True)
class SpeakersChart:
    """Who said how much on what terms; `text` says the same in words.

    Args:
        number: how many speakers there are; 0: no more than are here.
    """

    legend: Legend
    speakers: tuple[Speaking, ...]
    text: str
    number: int = 0

    def __post_init__(self) -> None:
        clean(self, "text")
