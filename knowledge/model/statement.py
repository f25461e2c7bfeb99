"""Articles, speakers, incidents and the statements that join them."""

from dataclasses import dataclass

from knowledge.model.terms import (
    Access,
    Attribution,
    Kind,
    Origin,
    Polarity,
    Qualifier,
    RelationKind,
    SpeakerKind,
    State,
)
from knowledge.model.texts import NO_TEXT, Texts


@dataclass(frozen=True, slots=True)
class Article:
    """A document that a reader can open. None means: the article does not say.

    Args:
        published: EDTF.
        language: ISO 639-1 code.
        sha256: of the bytes of its text, hexadecimal; empty where the text was never at hand.
        derived_from: the id of the article that this one copies or retells.
    """

    id: str
    title: str
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None
    language: str = "en"
    sha256: str = ""
    origin: Origin = Origin.UNKNOWN
    derived_from: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that statements speak of; `within` is the id of a wider place."""

    id: str
    name: Texts
    aliases: tuple[str, ...] = ()
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it. `party` tells whether the speaker is a party to the matter."""

    id: str
    name: Texts
    kind: SpeakerKind
    role: Texts = NO_TEXT
    party: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """An editor's note; `unclear` marks that the article's wording is itself odd."""

    text: Texts
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Incident:
    """Something reported to have happened; `when` is EDTF or None, `places` are ids."""

    id: str
    name: Texts
    when: str | None = None
    places: tuple[str, ...] = ()
    part_of: str | None = None
    aliases: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a statement gives; `text` is the part of the claim that carries it."""

    what: Texts
    value: float
    unit: str
    qualifier: Qualifier = Qualifier.EXACTLY
    text: Texts = NO_TEXT


@dataclass(frozen=True, slots=True)
class Channel:
    """Where the speaker spoke, and who could hear it."""

    access: Access
    text: Texts = NO_TEXT


@dataclass(frozen=True, slots=True)
class Appearance:
    """Where one article carries a statement.

    Args:
        article: the article's id.
        paragraphs: 1-based, the title not counted; empty where unknown.
        cue: the article's verb, as it stands after the speaker ("reported"); empty for the narrator.
        quotes: the exact words in quotation marks.
    """

    article: str
    attribution: Attribution
    paragraphs: tuple[int, ...] = ()
    cue: Texts = NO_TEXT
    channel: Channel | None = None
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that one speaker is reported to have stated, or that an article states itself.

    Args:
        claim: one sentence in our own words, without the speaker, per language.
        speaker: the speaker's id; None is the narrator.
        said: EDTF of the saying, or None.
        places: ids.
        phrasings: questions that it answers, by language code.
        reviewed: EDTF day of the last review; None if no person has reviewed it.
        review_due: EDTF day from which the statement counts as stale.
        machine_extracted: whether no person worded it.
        merged_into: the id that took its place, in state `merged`.
        reason: why it was retracted.
        version: counts the changes, from 1.
    """

    id: str
    claim: Texts
    kind: Kind
    appearances: tuple[Appearance, ...]
    speaker: str | None = None
    incident: str | None = None
    polarity: Polarity = Polarity.AFFIRMED
    said: str | None = None
    figures: tuple[Figure, ...] = ()
    places: tuple[str, ...] = ()
    phrasings: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()
    state: State = State.PUBLISHED
    reviewed: str | None = None
    review_due: str | None = None
    machine_extracted: bool = False
    merged_into: str | None = None
    reason: str | None = None
    version: int = 1

    @property
    def attribution(self) -> Attribution:
        """How the first article identifies the speaker."""
        return self.appearances[0].attribution


@dataclass(frozen=True, slots=True)
class Relation:
    """How the statement `source` bears on the statement `target` (ids)."""

    source: str
    kind: RelationKind
    target: str
    note: Texts = NO_TEXT


@dataclass(frozen=True, slots=True)
class GapQuestion:
    """A question that people ask and the store cannot answer, with what is missing."""

    id: str
    missing: Texts
    phrasings: tuple[tuple[str, str], ...] = ()
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """Words that mean the same in this store; `words` are (language, word or phrase)."""

    id: str
    words: tuple[tuple[str, str], ...]
