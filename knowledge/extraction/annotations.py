"""Annotations of an article: mentions taken apart into name, role and kind, and candidate statements with their spans."""

from dataclasses import dataclass

from knowledge.domain import Access, Attribution, Kind, Qualifier, SpeakerKind

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """One phrase that stands for a speaker.

    Args:
        start, end: where it stands in the article.
        name: the proper name in the nominative, or None.
        role: what the phrase says of the named one, in the nominative ("head of the port").
        head: the lower-case lemma of its chief noun ("minister", "компания"), or of the pronoun.
        phrase: the whole in the nominative, for who has no name ("two people briefed on it").
        kind: what sort of speaker.
        pronoun: whether only coreference can tell who it is ("she", "who", "його").
        definite: whether it points back to somebody ("the ministry", «ведомство»).
        gender: "masc", "femn", "neut" or None where it is open.
        plural: whether it stands for many.
        anonymous: whether the phrase itself says that the name is withheld.
        organisation: the organisation that the role belongs to, as it stands.
        governed: whether it stood in an oblique case, so that the nominative is a guess.
    """

    start: int
    end: int
    name: str | None = None
    role: str | None = None
    head: str = ""
    phrase: str = ""
    kind: SpeakerKind = SpeakerKind.PERSON
    pronoun: bool = False
    definite: bool = False
    gender: str | None = None
    plural: bool = False
    anonymous: bool = False
    organisation: str | None = None
    governed: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """An attribution: who is credited, by which cue, with which stretches of the article.

    Args:
        mention: who; None where the sentence names nobody and the speaker goes on.
        cue: where the cue stands.
        contents: what is attributed, in the order of the article.
        family: the rule that found it, as in `CONFIDENCE`.
        paragraph, begun: the paragraph and the sentence that hold the cue.
        sentence: the last sentence that the contents reach.
        cue_lemma: the cue in its dictionary form.
        denial, characterisation, assessment, promise: what the cue alone makes of the content.
        back: what is denied stands elsewhere ("denied this: …"); the content is the speaker's own.
    """

    mention: Mention | None
    cue: Offsets
    contents: tuple[Offsets, ...]
    family: str
    paragraph: int
    begun: int
    sentence: int
    cue_lemma: str = ""
    denial: bool = False
    characterisation: bool = False
    assessment: bool = False
    promise: bool = False
    back: bool = False


@dataclass(frozen=True, slots=True)
class TextSpan:
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
class CandidateStatement:
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

    source: TextSpan | None
    cue: TextSpan | None
    content: TextSpan
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
    parts: tuple[TextSpan, ...] = ()
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


@dataclass(frozen=True, slots=True)
class UncreditedSentence:
    """A sentence with nobody credited.

    Args:
        start, end: where it stands.
        paragraph: counted from 1.
        index: of the sentence.
        lead: for a relative clause, what its "which" stands for.
    """

    start: int
    end: int
    paragraph: int
    index: int
    lead: str = ""


CONFIDENCE = {
    "quote": 0.9, "according": 0.77, "post": 0.75, "that": 0.73, "bare": 0.69, "object": 0.63, "to": 0.48, "passive": 0.35,
    "label": 0.7, "what": 0.7, "quoted": 0.6, "phrase": 0.6, "asked": 0.5, "narrator": 0.5, "revised": 0.6, "about": 0.6,
}  # fmt: skip
"""How far each family of rules is to be trusted. The first line gives the share of exactly named
sources that a prototype of these rules had on the development articles of PolNeAR; the second is
judgement, not measured: what is like a family of the first is near it, the rest even odds."""
