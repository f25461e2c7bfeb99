"""Articles, speakers, incidents and the statements that join them, with their closed vocabularies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class MultilingualText:
    """A text by language, of which one is the original and the others are translations.

    Args:
        by_language: language code (ISO 639-1) to text.
        original: the code of the original; the others are marked as translations.
    """

    by_language: Mapping[str, str] = field(default_factory=dict)
    original: str = "en"

    @classmethod
    def of(cls, original: str = "en", /, **by_language: str | None) -> "MultilingualText":
        """Build from keywords, leaving out what is None: `MultilingualText.of(en="May", de="Mai")`."""
        return cls({code: text for code, text in by_language.items() if text}, original)

    def __bool__(self) -> bool:
        return bool(self.by_language)

    def in_language(self, language: str) -> str:
        """The text in this language, else the original, else any, else the empty string."""
        texts = self.by_language
        return texts.get(language) or texts.get(self.original) or next(iter(texts.values()), "")

    def is_translated(self, language: str) -> bool:
        """Whether `in_language(language)` gives a translation and not the original words."""
        return language != self.original and language in self.by_language

    def all(self) -> tuple[str, ...]:
        """Every text, the original first."""
        first = self.by_language.get(self.original)
        rest = tuple(text for code, text in self.by_language.items() if code != self.original)
        return (first, *rest) if first else rest


NO_TEXT = MultilingualText()
"""What stands where nothing is said."""


class Attribution(StrEnum):
    """How an article identifies the speaker of a statement."""

    NAMED = "named"
    UNNAMED = "unnamed"
    ANONYMOUS = "anonymous"
    NARRATOR = "narrator"


class Kind(StrEnum):
    """What sort of thing is stated."""

    FACT = "fact"
    DENIAL = "denial"
    ASSESSMENT = "assessment"
    CHARACTERISATION = "characterisation"
    PREDICTION = "prediction"


class Polarity(StrEnum):
    """Whether the statement says that something is so, or that it is not."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


class SpeakerKind(StrEnum):
    """What sort of speaker it is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    DOCUMENT = "document"


class Access(StrEnum):
    """Who could hear or read the statement where it was made."""

    PUBLIC = "public"
    LIMITED = "limited"
    CLOSED_DOOR = "closed_door"
    CLASSIFIED = "classified"
    UNDISCLOSED = "undisclosed"


class Origin(StrEnum):
    """Where the text of an article comes from."""

    OWN_REPORTING = "own_reporting"
    AGENCY_COPY = "agency_copy"
    PRESS_RELEASE = "press_release"
    AGGREGATED = "aggregated"
    UNKNOWN = "unknown"


class State(StrEnum):
    """Where a statement stands on its way to readers."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETRACTED = "retracted"
    MERGED = "merged"

    @property
    def is_public(self) -> bool:
        """Whether readers may see it: what was withdrawn is shown as such."""
        return self in {State.PUBLISHED, State.RETRACTED}


class RelationKind(StrEnum):
    """How one statement bears on another."""

    CONTRADICTS = "contradicts"
    DISPUTES = "disputes"
    DENIES = "denies"
    SUPPORTS = "supports"
    COMMENTS_ON = "comments_on"
    UPDATES = "updates"


AGAINST = frozenset({RelationKind.CONTRADICTS, RelationKind.DISPUTES, RelationKind.DENIES})
"""The relations of a statement that does not let another one stand."""


class Qualifier(StrEnum):
    """How exactly a figure is stated."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"


class Caveat(StrEnum):
    """A reason to read a statement with care, worst first."""

    RETRACTED = "retracted"
    UNREVIEWED = "unreviewed"
    DISPUTED = "disputed"
    UNCLEAR = "unclear"
    ANONYMOUS = "anonymous"
    NARRATOR = "narrator"
    NONPUBLIC = "nonpublic"
    PARTY = "party"
    PREDICTION = "prediction"
    OPINION = "opinion"
    UNNAMED = "unnamed"
    YEAR = "year"
    DATE = "date"
    SECOND_HAND = "second_hand"
    STALE = "stale"
    SINGLE_SOURCE = "single_source"
    UNDATED_ARTICLE = "undated_article"
    TRANSLATED = "translated"


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
    """Somewhere that statements speak of; `within` is the id of a wider place.

    `merged_into` is the id that took its place, here as of speakers and incidents.
    """

    id: str
    name: MultilingualText
    aliases: tuple[str, ...] = ()
    within: str | None = None
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it. `party` tells whether the speaker is a party to the matter."""

    id: str
    name: MultilingualText
    kind: SpeakerKind
    role: MultilingualText = NO_TEXT
    party: bool = False
    aliases: tuple[str, ...] = ()
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """An editor's note; `unclear` marks that the article's wording is itself odd."""

    text: MultilingualText
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Incident:
    """Something reported to have happened; `when` is EDTF or None, `places` are ids."""

    id: str
    name: MultilingualText
    when: str | None = None
    places: tuple[str, ...] = ()
    part_of: str | None = None
    aliases: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a statement gives; `text` is the part of the claim that carries it."""

    what: MultilingualText
    value: float
    unit: str
    qualifier: Qualifier = Qualifier.EXACTLY
    text: MultilingualText = NO_TEXT


@dataclass(frozen=True, slots=True)
class Channel:
    """Where the speaker spoke, and who could hear it."""

    access: Access
    text: MultilingualText = NO_TEXT


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
    cue: MultilingualText = NO_TEXT
    channel: Channel | None = None
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that one speaker is reported to have stated, or that an article states itself.

    Args:
        claim: one sentence in our own words, without the speaker, per language.
        speaker: the speaker's id; None is the narrator, or with the attribution `unnamed` or
            `anonymous` somebody who is not known.
        said: EDTF of the saying, or None.
        about: EDTF of what it is about, where that is known apart from its incident; or None.
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
    claim: MultilingualText
    kind: Kind
    appearances: tuple[Appearance, ...]
    speaker: str | None = None
    incident: str | None = None
    polarity: Polarity = Polarity.AFFIRMED
    said: str | None = None
    about: str | None = None
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
    note: MultilingualText = NO_TEXT


@dataclass(frozen=True, slots=True)
class GapQuestion:
    """A question that people ask and the store cannot answer, with what is missing.

    It is asked of its `incident`, else of those that its `nearest` statements are about; with
    neither, of anything.
    """

    id: str
    missing: MultilingualText
    phrasings: tuple[tuple[str, str], ...] = ()
    nearest: tuple[str, ...] = ()
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """Words that mean the same in this store; `words` are (language, word or phrase)."""

    id: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that a load refused, or did not take as it stood: where it stands and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything that one load brings or one export holds, in an order fit for storing.

    Args:
        examples: example questions, (language, question).
        lines: for messages, where each record stands: (record kind, id) to "file:line".
        implied: (record kind, id) of articles, speakers, incidents and places that a line only names;
            stored where the store has none under that id, never a change of one that it has.
        refused: rows that could not be read.
        cleaned: rows out of which characters were taken that cannot be seen.
        skipped: what was passed over and needs no mending, as the same again.
        whole: whether one refused record refuses all, as it does for curated files.
    """

    articles: tuple[Article, ...] = ()
    places: tuple[Place, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    incidents: tuple[Incident, ...] = ()
    statements: tuple[Statement, ...] = ()
    relations: tuple[Relation, ...] = ()
    gaps: tuple[GapQuestion, ...] = ()
    concepts: tuple[Concept, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()
    lines: dict[tuple[str, str], str] = field(default_factory=dict, compare=False)
    implied: frozenset[tuple[str, str]] = field(default=frozenset(), compare=False)
    refused: tuple[Refusal, ...] = field(default=(), compare=False)
    cleaned: tuple[Refusal, ...] = field(default=(), compare=False)
    skipped: tuple[Refusal, ...] = field(default=(), compare=False)
    whole: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, or with a dry run would do; ids of records of every kind."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    cleaned: tuple[Refusal, ...] = ()
    skipped: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A statement with everything that an answer about it needs.

    Args:
        articles: those of its appearances, in their order.
        places: its own and its incident's.
        outgoing: relations from this statement.
        incoming: relations to it.
    """

    statement: Statement
    speaker: Speaker | None = None
    incident: Incident | None = None
    articles: tuple[Article, ...] = ()
    places: tuple[Place, ...] = ()
    outgoing: tuple[Relation, ...] = ()
    incoming: tuple[Relation, ...] = ()
