"""What is pulled out of an article: candidate statements with the spans they rest on."""

from dataclasses import dataclass

from knowledge.domain import Access, Attribution, Kind, Qualifier


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article; `start` and `end` count its characters from 0."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """A speaker that the store already has."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedFigure:
    """A number in a candidate; `unit` is "%" or the counted noun, `text` the article's wording."""

    value: float
    unit: str
    qualifier: Qualifier
    text: str


@dataclass(frozen=True, slots=True)
class ProposedChannel:
    """Where the speaker seems to have spoken, in the article's wording."""

    access: Access
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement as the article words it, for a person to review.

    Args:
        source: who is credited, literally ("the ministry", "who"); None for the narrator.
        cue: the words that hand the content to the source; None for the narrator.
        quoted: the words in quotation marks within the content, without the marks.
        speaker: the name behind the source, or None where it could not be found.
        paragraph: counted from 1; a headline at the top is 0.
        confidence: how often the rule that found it is right, from 0 to 1.
        continued: the content goes on from the candidate before, with the same source and cue.
        figures: the numbers given in the content.
        dates: EDTF.
    """

    source: Span | None
    cue: Span | None
    content: Span
    quoted: tuple[str, ...]
    speaker: str | None
    attribution: Attribution
    kind: Kind
    paragraph: int
    confidence: float
    continued: bool = False
    channel: ProposedChannel | None = None
    figures: tuple[ProposedFigure, ...] = ()
    dates: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


Phrase = tuple[int, int]
"""Indexes of the first and the last token."""


@dataclass(frozen=True, slots=True)
class FoundAttribution:
    """One attribution; `contents` are the parts of one content, left to right."""

    source: Phrase | None
    cue: Phrase
    contents: tuple[Phrase, ...]
    family: str

    @property
    def last(self) -> int:
        """The last token used."""
        return max(self.cue[1], *(end for _, end in self.contents))
