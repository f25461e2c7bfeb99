"""What a picture shows, without saying how: dates as far as they are known, speakers, terms."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.domain.outcomes import clean
from knowledge.domain.statements import Attribution


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
