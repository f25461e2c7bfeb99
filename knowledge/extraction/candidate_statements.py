"""What is pulled out of an article: candidate statements with the spans they rest on."""

from dataclasses import dataclass

from knowledge.domain import Access, Attribution, Kind, Qualifier, SpeakerKind


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
    """A number in a candidate.

    Args:
        unit: "%" or the counted noun.
        text: the article's wording.
        what: the thing counted.
    """

    value: float
    unit: str
    qualifier: Qualifier
    text: str
    what: str = ""


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
        figures: the numbers given in the content.
        dates: EDTF.
        parts: the stretches that the content is made of, where a credit stands between them.
        claim: one sentence that reads alone, in the article's language; a denial as a denial.
        named: whether `speaker` is a proper name; else it is how this article calls somebody.
        role: what the speaker is ("head of the port"), where the article tells it.
        said: when it was said, EDTF.
        about: when what it is about happened, EDTF.
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
    channel: ProposedChannel | None = None
    figures: tuple[ProposedFigure, ...] = ()
    dates: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    parts: tuple[Span, ...] = ()
    claim: str = ""
    named: bool = False
    role: str | None = None
    speaker_kind: SpeakerKind | None = None
    said: str | None = None
    about: str | None = None


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
