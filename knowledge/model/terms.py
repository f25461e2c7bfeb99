"""The closed vocabularies of the domain: one word for one thing."""

from enum import StrEnum


class Language(StrEnum):
    """A language that the product speaks (ISO 639-1)."""

    EN = "en"
    RU = "ru"
    UK = "uk"

    @classmethod
    def known(cls, code: str | None) -> "Language | None":
        """The language of a code; None where it is none of ours."""
        return cls(code) if code in set(cls) else None


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
