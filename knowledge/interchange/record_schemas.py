"""What a curated file may hold, as pydantic models; the JSON Schema for editors comes from them."""

import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    model_validator,
)

from knowledge.domain import (
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
from knowledge.domain.dates import Edtf, NotEdtf
from knowledge.translations import Wording

LANGUAGE = re.compile(r"[a-z]{2}")


def edtf(text: str) -> str:
    """The text if it is an EDTF date; raises ValueError with a sentence otherwise."""
    try:
        Edtf.parse(text)
    except NotEdtf as error:
        raise ValueError(str(error)) from error
    return text


def _worded(value: object) -> object:
    """A year stands in YAML as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


AnyId = Annotated[str, StringConstraints(pattern=r"^[^\s\x00-\x1f\x7f]+$", max_length=200)]  # fmt: skip
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)
]  # fmt: skip
Date = Annotated[str, BeforeValidator(_worded), AfterValidator(edtf)]
Party = Annotated[bool, Field(description="Whether the speaker is a party to the matter.")]


class WordingShape(RootModel[dict[str, Text]]):
    """A text by language; `original` names the language of the original, English if not given."""

    @model_validator(mode="after")
    def _languages(self) -> "WordingShape":
        codes = set(self.root) - {"original"}
        for code in sorted(codes):
            if not LANGUAGE.fullmatch(code):
                raise ValueError(f'"{code}" is no language code; use two letters, as en, ru, uk.')
        if not codes:
            raise ValueError("A wording needs a text in at least one language, as {en: …}.")
        original = self.root.get("original")
        if original is not None and original not in codes:
            raise ValueError(f'The original is said to be "{original}", which is not given.')
        return self


class PhrasingsShape(RootModel[dict[str, list[Text]]]):
    """Texts by language, as many as you like."""

    @model_validator(mode="after")
    def _languages(self) -> "PhrasingsShape":
        for code in self.root:
            if not LANGUAGE.fullmatch(code):
                raise ValueError(f'"{code}" is no language code; use two letters, as en, ru, uk.')
        return self


class StrictModel(BaseModel):
    """No key that is not meant, no number taken for a word."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ArticleShape(StrictModel):
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


class PlaceShape(StrictModel):
    """A place; `within` is the id of a wider one."""

    id: AnyId
    name: WordingShape
    aliases: list[Text] = []
    within: AnyId | None = None
    merged_into: AnyId | None = None


class SpeakerShape(StrictModel):
    """Who said it."""

    id: AnyId
    name: WordingShape
    role: WordingShape | None = None
    kind: SpeakerKind
    party: Party = False
    aliases: list[Text] = []
    merged_into: AnyId | None = None


class NoteShape(StrictModel):
    """An editor's note; unclear: the article's wording is itself odd."""

    text: WordingShape
    unclear: bool = False


class IncidentShape(StrictModel):
    """Something reported to have happened; `when` is EDTF."""

    id: AnyId
    name: WordingShape
    when: Date | None = None
    places: list[AnyId] = []
    part_of: AnyId | None = None
    aliases: list[Text] = []
    notes: list[NoteShape] = []
    merged_into: AnyId | None = None


class FigureShape(StrictModel):
    """A number; `text` are the words of the claim that carry it."""

    what: WordingShape
    value: Annotated[float, Field(allow_inf_nan=False)]
    unit: Text
    qualifier: Qualifier = Qualifier.EXACTLY
    text: WordingShape | None = None


class ChannelShape(StrictModel):
    """Where the speaker spoke, and who could hear it."""

    access: Access
    text: WordingShape | None = None


class AppearanceShape(StrictModel):
    """Where one article carries the statement; paragraphs count from 1 after the title."""

    article: AnyId
    paragraphs: list[Annotated[int, Field(ge=1, le=100_000)]] = []
    attribution: Attribution
    cue: WordingShape | None = None
    channel: ChannelShape | None = None
    quotes: list[Text] = []


class StatementShape(StrictModel):
    """One thing that one speaker is reported to have stated.

    Speaker null is the narrator, or somebody who is not known (unnamed, anonymous).
    """

    id: AnyId
    incident: AnyId | None = None
    speaker: AnyId | None = None
    kind: Kind
    polarity: Polarity = Polarity.AFFIRMED
    claim: WordingShape
    said: Date | None = None
    about: Date | None = None
    figures: list[FigureShape] = []
    places: list[AnyId] = []
    appearances: Annotated[list[AppearanceShape], Field(min_length=1)]
    notes: list[NoteShape] = []
    phrasings: PhrasingsShape = PhrasingsShape({})
    state: State = State.PUBLISHED
    reviewed: Date | None = None
    review_due: Date | None = None
    machine_extracted: bool = False
    merged_into: AnyId | None = None
    reason: Text | None = None


class RelationShape(StrictModel):
    """How the statement `from` bears on the statement `to`."""

    source: Annotated[AnyId, Field(alias="from")]
    kind: RelationKind
    target: Annotated[AnyId, Field(alias="to")]
    note: WordingShape | None = None


class GapShape(StrictModel):
    """A question that people ask and the store cannot answer."""

    id: AnyId
    missing: WordingShape
    incident: AnyId | None = None
    nearest: list[AnyId] = []
    phrasings: PhrasingsShape = PhrasingsShape({})


class ConceptShape(BaseModel):
    """Words that mean the same, by language."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, list[Text]]

    id: AnyId

    @model_validator(mode="after")
    def _languages(self) -> "ConceptShape":
        PhrasingsShape(self.__pydantic_extra__)
        return self


class CuratedFile(StrictModel):
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
    examples: PhrasingsShape = PhrasingsShape({})


class ExampleShape(StrictModel):
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


SHOWN = 5
"""Characters that are named of those that were taken out."""


def sentence(place: tuple[str | int, ...], kind: str, message: str) -> str:
    """One sentence; `place`, `kind` and `message` as pydantic gives them."""
    words = [str(step) for step in place if isinstance(step, str)]
    name = words[-1] if words else "the line"
    match kind:
        case "missing":
            return Wording('"{name}" is missing; it is required here.', name=name)
        case "extra_forbidden":
            return Wording('"{name}" is no key that is known here; check its spelling.', name=name)
        case "value_error":
            said = message.removeprefix("Value error, ")
            return f'"{name}": {said}' if said.endswith(".") else f'"{name}": {said}.'
        case _:
            return f'"{name}": {message[:1].lower()}{message[1:]}.'


def without(unseen: Iterable[str]) -> Wording:
    """What was taken out of a row or a value before it was taken up."""
    return Wording(
        "Characters that nobody can see were taken out: {characters}.",
        characters=", ".join(sorted(unseen)[:SHOWN]),
    )
