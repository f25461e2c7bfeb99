"""What a curated file may hold, as pydantic models; the JSON Schema for editors comes from them."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from knowledge.intake.values import AnyId, Date, Party, Phrasings, Text, Wording
from knowledge.model import (
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


class Shape(BaseModel):
    """No key that is not meant, no number taken for a word."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ArticleShape(Shape):
    """An article; null where it does not say."""

    id: AnyId
    title: Text
    publisher: Text | None = None
    author: Text | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2000)] | None = None
    published: Date | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = "en"
    sha256: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    origin: Origin = Origin.UNKNOWN
    derived_from: AnyId | None = None


class PlaceShape(Shape):
    """A place; `within` is the id of a wider one."""

    id: AnyId
    name: Wording
    aliases: list[Text] = []
    within: AnyId | None = None


class SpeakerShape(Shape):
    """Who said it."""

    id: AnyId
    name: Wording
    role: Wording | None = None
    kind: SpeakerKind
    party: Party = False
    aliases: list[Text] = []


class NoteShape(Shape):
    """An editor's note; unclear: the article's wording is itself odd."""

    text: Wording
    unclear: bool = False


class IncidentShape(Shape):
    """Something reported to have happened; `when` is EDTF."""

    id: AnyId
    name: Wording
    when: Date | None = None
    places: list[AnyId] = []
    part_of: AnyId | None = None
    aliases: list[Text] = []
    notes: list[NoteShape] = []


class FigureShape(Shape):
    """A number; `text` are the words of the claim that carry it."""

    what: Wording
    value: Annotated[float, Field(allow_inf_nan=False)]
    unit: Text
    qualifier: Qualifier = Qualifier.EXACTLY
    text: Wording | None = None


class ChannelShape(Shape):
    """Where the speaker spoke, and who could hear it."""

    access: Access
    text: Wording | None = None


class AppearanceShape(Shape):
    """Where one article carries the statement; paragraphs count from 1 after the title."""

    article: AnyId
    paragraphs: list[Annotated[int, Field(ge=1, le=100_000)]] = []
    attribution: Attribution
    cue: Wording | None = None
    channel: ChannelShape | None = None
    quotes: list[Text] = []


class StatementShape(Shape):
    """One thing that one speaker is reported to have stated; speaker null is the narrator."""

    id: AnyId
    incident: AnyId | None = None
    speaker: AnyId | None = None
    kind: Kind
    polarity: Polarity = Polarity.AFFIRMED
    claim: Wording
    said: Date | None = None
    figures: list[FigureShape] = []
    places: list[AnyId] = []
    appearances: Annotated[list[AppearanceShape], Field(min_length=1)]
    notes: list[NoteShape] = []
    phrasings: Phrasings = Phrasings({})
    state: State = State.PUBLISHED
    reviewed: Date | None = None
    review_due: Date | None = None
    machine_extracted: bool = False
    merged_into: AnyId | None = None
    reason: Text | None = None


class RelationShape(Shape):
    """How the statement `from` bears on the statement `to`."""

    source: Annotated[AnyId, Field(alias="from")]
    kind: RelationKind
    target: Annotated[AnyId, Field(alias="to")]
    note: Wording | None = None


class GapShape(Shape):
    """A question that people ask and the store cannot answer."""

    id: AnyId
    missing: Wording
    nearest: list[AnyId] = []
    phrasings: Phrasings = Phrasings({})


class ConceptShape(BaseModel):
    """Words that mean the same, by language."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, list[Text]]

    id: AnyId

    @model_validator(mode="after")
    def _languages(self) -> "ConceptShape":
        Phrasings(self.__pydantic_extra__)
        return self


class CuratedFile(Shape):
    """A curated file: an article with what it brings, or concepts, or any of these."""

    article: ArticleShape | None = None
    articles: list[ArticleShape] = []
    places: list[PlaceShape] = []
    speakers: list[SpeakerShape] = []
    incidents: list[IncidentShape] = []
    statements: list[StatementShape] = []
    relations: list[RelationShape] = []
    gaps: list[GapShape] = []
    concepts: list[ConceptShape] = []
    examples: Phrasings = Phrasings({})


class ExampleShape(Shape):
    """An example question."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    question: Text


SHAPES: dict[str, type[BaseModel]] = {
    "article": ArticleShape,
    "place": PlaceShape,
    "speaker": SpeakerShape,
    "incident": IncidentShape,
    "statement": StatementShape,
    "relation": RelationShape,
    "gap": GapShape,
    "concept": ConceptShape,
}
"""By kind of record."""


def json_schema() -> dict[str, Any]:
    """The JSON Schema of curated files, for editors that check while one types."""
    schema = CuratedFile.model_json_schema(by_alias=True)
    draft = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": draft, "title": "AccordingTo curated file", **schema}
