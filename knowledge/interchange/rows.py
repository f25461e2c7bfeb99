"""Interchange rows: one statement each in a few simple keys, read, checked and written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from knowledge.characters import cleaned_values
from knowledge.domain import (
    Article,
    Attribution,
    Bundle,
    Figure,
    Incident,
    Kind,
    MultilingualText,
    Place,
    Qualifier,
    Refusal,
    Relation,
    RelationKind,
    Speaker,
    SpeakerKind,
    Statement,
    as_plain,
    from_plain,
    unsound,
)
from knowledge.interchange.curated_files import FIELD_OF, TYPE_OF, identity_of, tidy
from knowledge.interchange.foreign_values import (
    article_id,
    foreign_date,
    language_in,
    language_named,
    slug,
)
from knowledge.interchange.record_schemas import (
    SHAPES,
    AnyId,
    ExampleShape,
    StatementShape,
    Text,
    WordingShape,
    edtf,
    sentence,
    without,
)
from knowledge.languages.registry import listed
from knowledge.translations import Wording

Plain = dict[str, Any]


def _as_edtf(value: object) -> object:
    """A date as people write it, in EDTF; what is none is left as it is, to be refused."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return (foreign_date(value) or value) if isinstance(value, str) else value


def _several(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


Date = Annotated[str, BeforeValidator(_as_edtf), AfterValidator(edtf)]
Texts = Annotated[list[Text], BeforeValidator(_several)]


class RowArticle(BaseModel):
    """An article as a line names it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: AnyId | None = None
    title: Text | None = None
    url: Text | None = None
    publisher: Text | None = None
    author: Text | None = None
    published: Date | None = None
    language: Text | None = None


class FigureRow(BaseModel):
    """A number of the claim: "12 drones"; without a unit it counts what it tells of."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    value: Annotated[float, Field(allow_inf_nan=False)]
    what: Text | WordingShape | None = None
    unit: Text | None = None
    qualifier: Qualifier = Qualifier.EXACTLY
    text: Text | WordingShape | None = None


class RowRelation(BaseModel):
    """How the statement of the line bears on another one."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    kind: RelationKind
    to: AnyId


class InterchangeRow(BaseModel):
    """A line; keys that are not known are left aside. `record` holds what the others cannot."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: AnyId
    claim: Text
    language: Text | None = None
    speaker: Text | None = None
    role: Text | None = None
    speaker_kind: SpeakerKind | None = None
    attribution: Attribution | None = None
    kind: Kind = Kind.FACT
    quote: Text | list[Text] | None = None
    said: Date | None = None
    about: Date | None = None
    incident: Text | None = None
    places: Texts = []
    figures: Annotated[list[FigureRow], BeforeValidator(_several)] = []
    relations: Annotated[list[RowRelation], BeforeValidator(_several)] = []
    phrasings: Texts = []
    article: RowArticle | None = None
    record: dict[str, dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class SimpleRecords:
    """What a line gives without its `record`, as plain values; None and empty where it says nothing."""

    statement: Plain
    speaker: Plain | None
    incident: Plain | None
    places: list[Plain]


_ANONYMOUS = frozenset({"anonymous", "anon"})


def _credited(line: InterchangeRow) -> tuple[bool, Attribution]:
    """Whether a line names its speaker, and how it identifies whoever it is.

    "Unnamed" in the place of a name is nobody's name; "residents" are some whom nobody names.
    """
    name = (line.speaker or "").strip().casefold()
    if not name:
        return False, line.attribution or Attribution.NARRATOR
    if line.attribution is Attribution.NAMED:  # a group may be called Anonymous
        return True, Attribution.NAMED
    if name in _ANONYMOUS:
        nobody = Attribution.ANONYMOUS
    elif name == Attribution.UNNAMED.value or name in listed("unnamed_speakers", "unknown"):
        nobody = Attribution.UNNAMED
    else:
        several = name in listed("unnamed_speakers", "several")
        usual = Attribution.UNNAMED if several else Attribution.NAMED
        return True, line.attribution or usual
    return False, line.attribution or nobody


def simple_records(line: InterchangeRow, article: str) -> SimpleRecords:
    """The records that a line gives without its `record`.

    "Name, role" is parted at the first comma where the line has no `role`. Without a speaker and
    an attribution the line is the narrator's. Names and roles are filed under the language of the
    claim where the script is the same.

    Args:
        line: the line.
        article: the id of its article.
    """
    given = language_named(line.language) if line.language else None
    language = language_in(line.claim, given)
    is_named, credited = _credited(line)
    speaker = _speaker(line, language) if is_named else None
    incident = _named(line.incident, language) if line.incident else None
    places = {one["id"]: one for one in (_named(name, language) for name in line.places)}
    appearance: Plain = {"article": article, "attribution": credited.value}
    if line.quote:
        appearance["quotes"] = [line.quote] if isinstance(line.quote, str) else list(line.quote)
    statement: Plain = {"id": line.id, "kind": line.kind.value}
    if incident:
        statement["incident"] = incident["id"]
    if speaker:
        statement["speaker"] = speaker["id"]
    statement["claim"] = {language: line.claim}
    for key, when in (("said", line.said), ("about", line.about)):
        if when:
            statement[key] = when
    if line.figures:
        statement["figures"] = [_figure(one, language) for one in line.figures]
    if places:
        statement["places"] = list(places)
    statement["appearances"] = [appearance]
    phrasings: dict[str, list[str]] = {}
    for text in line.phrasings:
        phrasings.setdefault(language_in(text, given), []).append(text)
    if phrasings:
        statement["phrasings"] = phrasings
    return SimpleRecords(statement, speaker, incident, list(places.values()))


def simple_article(line: RowArticle, language: str = "en") -> Plain:
    """The article that a line names; its id is made of what is known where none is given.

    Args:
        line: what it says of the article.
        language: of the claim, for an article whose language is not said.
    """
    title = line.title or line.url or line.publisher or "Untitled"
    identity = line.id or article_id(line.title, line.url, line.publisher, line.published)
    plain: Plain = {"id": identity, "title": title}
    for key, value in (
        ("publisher", line.publisher), ("author", line.author), ("published", line.published)
    ):  # fmt: skip
        if value:
            plain[key] = value
    if line.url:
        plain["url"] = line.url
    spoken = (language_named(line.language) if line.language else None) or language
    return plain if spoken == "en" else plain | {"language": spoken}


def _speaker(line: InterchangeRow, language: str) -> Plain:
    text = line.speaker or ""
    if line.role:
        name, role = text, line.role
    else:
        name, _, role = (part.strip() for part in text.partition(","))
    plain = _named(name or text, language)
    if role:
        plain["role"] = {language_in(role, language): role}
    return plain | {"kind": (line.speaker_kind or SpeakerKind.PERSON).value}


def _named(name: str, language: str) -> Plain:
    return {"id": slug(name), "name": {language_in(name, language): name}}


def _figure(row: FigureRow, language: str) -> Plain:
    def wording(text: str | WordingShape) -> Plain:
        return (
            dict(text.root)
            if isinstance(text, WordingShape)
            else {language_in(text, language): text}
        )

    what = wording(row.what or row.unit or row.text or f"{row.value:g}")
    plain: Plain = {"what": what, "value": row.value}
    plain["unit"] = row.unit or next(text for code, text in what.items() if code != "original")
    if row.qualifier is not Qualifier.EXACTLY:
        plain["qualifier"] = row.qualifier.value
    return plain | {"text": wording(row.text)} if row.text else plain


def difference(simple: Plain, full: Plain) -> Plain:
    """What must be laid over `simple` to get `full`; None takes a key away.

    Mappings are compared key by key, lists of mappings of the same length one by one, so that a
    reader who edits the simple part of an exported line is heard.
    """
    more: Plain = {key: None for key in simple if key not in full}
    for key, value in full.items():
        if key not in simple:
            more[key] = value
        elif simple[key] != value:
            more[key] = _difference(simple[key], value)
    return more


def overlay(simple: Plain, more: Plain) -> Plain:
    """The record again: `overlay(simple, difference(simple, full)) == full`."""
    full = {key: value for key, value in simple.items() if key not in more}
    for key, value in more.items():
        if value is not None:
            full[key] = _overlay(simple[key], value) if key in simple else value
    return full


def _difference(simple: object, full: object) -> object:
    if isinstance(simple, dict) and isinstance(full, dict):
        return difference(simple, full)
    if _paired(simple, full):
        return [difference(one, other) for one, other in zip(simple, full, strict=True)]  # type: ignore[call-overload]  # `_paired` has looked
    return full


def _overlay(simple: object, more: object) -> object:
    if isinstance(simple, dict) and isinstance(more, dict):
        return overlay(simple, more)
    if _paired(simple, more):
        return [overlay(one, other) for one, other in zip(simple, more, strict=True)]  # type: ignore[call-overload]  # `_paired` has looked
    return more


def _paired(one: object, other: object) -> bool:
    return (
        isinstance(one, list)
        and isinstance(other, list)
        and len(one) == len(other)
        and all(isinstance(value, dict) for value in (*one, *other))
    )


def lines_of(bundles: Iterable[Bundle]) -> Iterator[Plain]:
    """Every record as a line, in the order of the bundles, each after those that it refers to."""
    speakers: dict[str, Speaker] = {}
    articles: dict[str, Article] = {}
    for bundle in bundles:
        speakers |= {speaker.id: speaker for speaker in bundle.speakers}
        articles |= {article.id: article for article in bundle.articles}
        for kind, name in FIELD_OF.items():
            for record in getattr(bundle, name):
                if kind == "statement":
                    yield _statement(record, speakers.get(record.speaker or ""), articles)
                else:
                    yield {"record": {kind: as_plain(record)}}
        for language, question in bundle.examples:
            yield {"record": {"example": {"language": language, "question": question}}}


def _statement(
    statement: Statement, speaker: Speaker | None, articles: dict[str, Article]
) -> Plain:
    first = statement.appearances[0]
    line: Plain = {
        "id": statement.id,
        "claim": statement.claim.in_language(statement.claim.original),
        "language": statement.claim.original,
        "speaker": _original(speaker.name) if speaker else statement.speaker,
        "attribution": first.attribution.value,
        "kind": statement.kind.value,
    }
    if first.quotes:
        line["quote"] = first.quotes[0] if len(first.quotes) == 1 else list(first.quotes)
    if speaker and speaker.role:
        line["role"] = _original(speaker.role)
    if speaker and speaker.kind is not SpeakerKind.PERSON:
        line["speaker_kind"] = speaker.kind.value
    for key, value in (
        ("said", statement.said), ("about", statement.about), ("incident", statement.incident)
    ):  # fmt: skip
        if value is not None:
            line[key] = value
    if statement.places:
        line["places"] = list(statement.places)
    if statement.figures:
        line["figures"] = [_figure_line(one) for one in statement.figures]
    if statement.phrasings:
        line["phrasings"] = [text for _, text in statement.phrasings]
    line["article"] = (
        _article(articles[first.article]) if first.article in articles else {"id": first.article}
    )
    simple = InterchangeRow.model_validate(line)
    named = simple_article(simple.article) if simple.article else {"id": first.article}
    plain = simple_records(simple, named["id"]).statement
    if more := difference(plain, as_plain(statement)):
        line["record"] = {"statement": more}
    return line


def _original(text: MultilingualText) -> str:
    return text.in_language(text.original)


def _figure_line(figure: Figure) -> Plain:
    value = int(figure.value) if figure.value.is_integer() else figure.value
    line: Plain = {"value": value, "what": _original(figure.what), "unit": figure.unit}
    if figure.qualifier is not Qualifier.EXACTLY:
        line["qualifier"] = figure.qualifier.value
    return line | {"text": _original(figure.text)} if figure.text else line


def _article(article: Article) -> Plain:
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "author": article.author,
        "published": article.published,
        "language": article.language,
    }


@dataclass(slots=True)
class RowReader:
    """Takes lines one by one and gives out what they hold as bundles.

    Args:
        path: the file as the person named it.
        fallback: the article that lines without one belong to.
    """

    path: str
    fallback: Article
    _records: dict[str, list[Any]] = field(default_factory=dict)
    _implied: dict[tuple[str, str], Any] = field(default_factory=dict)
    _examples: list[tuple[str, str]] = field(default_factory=list)
    _lines: dict[tuple[str, str], str] = field(default_factory=dict)
    _refused: list[Refusal] = field(default_factory=list)
    _cleaned: list[Refusal] = field(default_factory=list)
    _skipped: list[Refusal] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)
    _spoken: str | None = None
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)
    _relations: list[tuple[Relation, str]] = field(default_factory=list)

    def take(self, number: int, raw: object) -> None:
        """Read the line with this number (from 1), or refuse it."""
        unseen: set[str] = set()
        raw = cleaned_values(raw, unseen)
        if unseen:
            self._cleaned.append(Refusal(f"{self.path}:{number}", without(unseen)))
        try:
            if not isinstance(raw, dict):
                self.refuse(number, Wording('The line is no object; write {"id": …, "claim": …}.'))
            elif raw.get("claim") is None and isinstance(raw.get("record"), dict):
                self._take_record(number, raw["record"])
            else:
                self._take_statement(number, InterchangeRow.model_validate(raw))
                self._note_unknown(number, raw)
        except ValidationError as error:
            one = error.errors(include_url=False, include_context=False)[0]
            self.refuse(number, sentence(one["loc"], one["type"], one["msg"]))

    def refuse(self, number: int, reason: str) -> None:
        """Note that a line cannot be taken."""
        self._refused.append(Refusal(f"{self.path}:{number}", reason))

    def last(self) -> Bundle:
        """What was read since the last bundle, and how the statements of all bear on others.

        A line may name a statement that stands below it, so relations come when all are read.
        """
        for relation, where in self._relations:
            self._lines["relation", identity_of(relation)] = where
            self._records.setdefault("relation", []).append(relation)
        self._relations = []
        return self.bundle()

    def note(self, number: int, reason: str, *, once: str = "") -> None:
        """Note what was not taken as it stood; with the same `once` only the first time."""
        if once not in self._told or not once:
            self._cleaned.append(Refusal(f"{self.path}:{number}", reason))
        self._told.add(once)

    def skip(self, number: int, reason: str) -> None:
        """Note that something was passed over that needs no mending."""
        self._skipped.append(Refusal(f"{self.path}:{number}", reason))

    def holds(self, statement: str) -> bool:
        """Whether a statement of this id was taken already."""
        return ("statement", statement) in self._seen

    def bundle(self) -> Bundle:
        """What was read since the last bundle."""
        fields: dict[str, list[Any]] = {
            FIELD_OF[kind]: list(them) for kind, them in self._records.items()
        }
        implied = {key: one for key, one in self._implied.items() if key not in self._seen}
        for (kind, _), record in implied.items():
            fields.setdefault(FIELD_OF[kind], []).append(record)
        records: dict[str, Any] = {name: tuple(them) for name, them in fields.items()}
        bundle = Bundle(
            **records,
            examples=tuple(self._examples),
            lines=self._lines,
            implied=frozenset(implied),
            refused=tuple(self._refused),
            cleaned=tuple(self._cleaned),
            skipped=tuple(self._skipped),
        )
        self._records, self._implied, self._lines = {}, {}, {}
        self._examples, self._refused, self._cleaned, self._skipped = [], [], [], []
        return bundle

    def _take_statement(self, number: int, line: InterchangeRow) -> None:
        given = language_named(line.language) if line.language else None
        language = language_in(line.claim, given)
        if line.article:
            article = from_plain(Article, simple_article(line.article, language))
        else:
            article = self._own_article(language)
        simple = simple_records(line, article.id)
        plain = simple.statement
        if line.record:
            plain = overlay(plain, line.record.get("statement", {}))
            StatementShape.model_validate(plain)
            plain = tidy(plain)
        statement = from_plain(Statement, plain)
        if said := unsound(statement):
            self.refuse(number, Wording.joined(said))
            return
        if not self._is_new(number, "statement", statement.id):
            return
        self._keep(number, "statement", statement.id, statement)
        self._imply_all(statement, article, simple)
        for row in line.relations:
            relation = Relation(statement.id, row.kind, row.to)
            if ("relation", identity_of(relation)) not in self._seen:
                self._seen["relation", identity_of(relation)] = number
                self._relations.append((relation, f"{self.path}:{number}"))

    def _imply_all(self, statement: Statement, article: Article, simple: SimpleRecords) -> None:
        self._imply("article", article, {one.article for one in statement.appearances})
        if simple.speaker:
            self._imply("speaker", from_plain(Speaker, simple.speaker), {statement.speaker})
        if simple.incident:
            self._imply("incident", from_plain(Incident, simple.incident), {statement.incident})
        for place in simple.places:
            self._imply("place", from_plain(Place, place), set(statement.places))

    def _own_article(self, language: str) -> Article:
        """The article of lines that name none: one for each language, so that none is a translation."""
        self._spoken = self._spoken or language
        own = self.fallback.id
        identity = own if language == self._spoken else f"{own}-{language}"
        return replace(self.fallback, id=identity, language=language)

    def _note_unknown(self, number: int, raw: Plain) -> None:
        named = raw.get("language")
        if isinstance(named, str) and language_named(named) is None:
            said = Wording('The language "{name}" is not known; the letters told it.', name=named)
            self.note(number, said)
        article = raw.get("article")
        known = (("", raw, InterchangeRow), ("article.", article, RowArticle))
        for before, values, model in known:
            for key in values if isinstance(values, dict) else ():
                if key not in model.model_fields:
                    said = Wording('"{name}" is not known and was left aside.', name=before + key)
                    self.note(number, said, once=before + key)

    def _take_record(self, number: int, given: dict[str, Any]) -> None:
        if len(given) != 1 or not set(given) <= {*SHAPES, "example"}:
            self.refuse(
                number,
                Wording("A record is one of {names}.", names=", ".join((*SHAPES, "example"))),
            )
            return
        [(kind, content)] = given.items()
        if kind == "example":
            example = ExampleShape.model_validate(content)
            self._examples.append((example.language, example.question))
            return
        SHAPES[kind].model_validate(content)
        record = from_plain(TYPE_OF[kind], tidy(content))
        if self._is_new(number, kind, identity_of(record)):
            self._keep(number, kind, identity_of(record), record)

    def _is_new(self, number: int, kind: str, identity: str) -> bool:
        first = self._seen.get((kind, identity))
        if first is not None:
            self.refuse(
                number,
                Wording(
                    'The {kind} "{id}" stands in line {first} already.',
                    kind=Wording(kind),
                    id=identity,
                    first=first,
                ),
            )
        return first is None

    def _keep(self, number: int, kind: str, identity: str, record: object) -> None:
        self._seen[kind, identity] = number
        self._lines[kind, identity] = f"{self.path}:{number}"
        self._records.setdefault(kind, []).append(record)

    def _imply(
        self, kind: str, record: Article | Speaker | Incident | Place, wanted: set[Any]
    ) -> None:
        if record.id in wanted:
            self._implied.setdefault((kind, record.id), record)
