"""Interchange rows: one statement each in a few simple keys, read, checked and written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.characters import cleaned_values
from knowledge.domain import (
    Article,
    Attribution,
    Bundle,
    Incident,
    Kind,
    Refusal,
    Relation,
    RelationKind,
    Speaker,
    Statement,
    as_plain,
    from_plain,
    unsound,
)
from knowledge.interchange.curated_files import FIELD_OF, TYPE_OF, identity_of, tidy
from knowledge.interchange.identifiers import article_id, slug
from knowledge.interchange.record_schemas import (
    SHAPES,
    AnyId,
    Date,
    ExampleShape,
    StatementShape,
    Text,
    sentence,
    without,
)
from knowledge.languages.detection import language_of
from knowledge.translations import Wording

Plain = dict[str, Any]


class ArticleRow(BaseModel):
    """An article as a line names it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: AnyId | None = None
    title: Text | None = None
    url: Text | None = None
    publisher: Text | None = None
    published: Date | None = None


class RelationRow(BaseModel):
    """How the statement of a line bears on another one."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    kind: RelationKind
    to: AnyId


class Row(BaseModel):
    """A line; keys that are not known are left aside. `record` holds what the others cannot."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: AnyId
    claim: Text
    speaker: Text | None = None
    attribution: Attribution | None = None
    kind: Kind = Kind.FACT
    quote: Text | list[Text] | None = None
    said: Date | None = None
    incident: Text | None = None
    phrasings: list[Text] = []
    article: ArticleRow | None = None
    relations: list[RelationRow] = []
    record: dict[str, dict[str, Any]] | None = None


def simple_statement(line: Row, article: str) -> tuple[Plain, Plain | None, Plain | None]:
    """The statement, the speaker and the incident that a line gives without its `record`.

    "Name, role" is parted at the first comma. Without a speaker the line is the narrator's.

    Args:
        line: the line.
        article: the id of its article.
    """
    speaker = _speaker(line.speaker) if line.speaker else None
    incident = _incident(line.incident) if line.incident else None
    credited = line.attribution or (Attribution.NAMED if speaker else Attribution.NARRATOR)
    appearance: Plain = {"article": article, "attribution": credited.value}
    if line.quote:
        appearance["quotes"] = [line.quote] if isinstance(line.quote, str) else list(line.quote)
    statement: Plain = {"id": line.id, "kind": line.kind.value}
    if incident:
        statement["incident"] = incident["id"]
    if speaker:
        statement["speaker"] = speaker["id"]
    statement["claim"] = {language_of(line.claim).value: line.claim}
    if line.said:
        statement["said"] = line.said
    statement["appearances"] = [appearance]
    phrasings: dict[str, list[str]] = {}
    for text in line.phrasings:
        phrasings.setdefault(language_of(text).value, []).append(text)
    if phrasings:
        statement["phrasings"] = phrasings
    return statement, speaker, incident


def simple_article(line: ArticleRow) -> Plain:
    """The article that a line names; its id is made of what is known where none is given."""
    title = line.title or line.url or line.publisher or "Untitled"
    identity = line.id or article_id(line.title, line.url, line.publisher, line.published)
    plain: Plain = {"id": identity, "title": title}
    for key, value in (("publisher", line.publisher), ("published", line.published)):
        if value:
            plain[key] = value
    if line.url:
        plain["url"] = line.url
    return plain


def _speaker(text: str) -> Plain:
    name, _, role = (part.strip() for part in text.partition(","))
    name = name or text
    plain: Plain = {"id": slug(name), "name": {language_of(name).value: name}}
    if role:
        plain["role"] = {language_of(role).value: role}
    return plain | {"kind": "person"}


def _incident(text: str) -> Plain:
    return {"id": slug(text), "name": {language_of(text).value: text}}


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
        "speaker": _named(speaker) if speaker else statement.speaker,
        "attribution": first.attribution.value,
        "kind": statement.kind.value,
    }
    if first.quotes:
        line["quote"] = first.quotes[0] if len(first.quotes) == 1 else list(first.quotes)
    for key, value in (("said", statement.said), ("incident", statement.incident)):
        if value is not None:
            line[key] = value
    if statement.phrasings:
        line["phrasings"] = [text for _, text in statement.phrasings]
    line["article"] = (
        _article(articles[first.article]) if first.article in articles else {"id": first.article}
    )
    simple = Row.model_validate(line)
    named = simple_article(simple.article) if simple.article else {"id": first.article}
    plain, _, _ = simple_statement(simple, named["id"])
    if more := difference(plain, as_plain(statement)):
        line["record"] = {"statement": more}
    return line


def _named(speaker: Speaker) -> str:
    name = speaker.name.in_language(speaker.name.original)
    role = speaker.role.in_language(speaker.role.original)
    return f"{name}, {role}" if role else name


def _article(article: Article) -> Plain:
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "published": article.published,
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
                self._take_statement(number, Row.model_validate(raw))
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
            identity = f"{relation.source} {relation.kind.value} {relation.target}"
            self._lines["relation", identity] = where
            self._records.setdefault("relation", []).append(relation)
        self._relations = []
        return self.bundle()

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
        )
        self._records, self._implied, self._lines = {}, {}, {}
        self._examples, self._refused, self._cleaned = [], [], []
        return bundle

    def _take_statement(self, number: int, line: Row) -> None:
        named = simple_article(line.article) if line.article else None
        plain, speaker, incident = simple_statement(
            line, named["id"] if named else self.fallback.id
        )
        if line.record:
            plain = overlay(plain, line.record.get("statement", {}))
            StatementShape.model_validate(plain)
            plain = tidy(plain)
        statement = from_plain(Statement, plain)
        if said := unsound(statement):
            self.refuse(number, Wording.joined(said))
        elif self._is_new(number, "statement", statement.id):
            self._keep(number, "statement", statement.id, statement)
            articles = {one.article for one in statement.appearances}
            if named is None:
                self._imply("article", self.fallback, articles)
            else:
                self._imply("article", from_plain(Article, named), articles)
            if speaker:
                self._imply("speaker", from_plain(Speaker, speaker), {statement.speaker})
            if incident:
                self._imply("incident", from_plain(Incident, incident), {statement.incident})
            for one in line.relations:
                relation = Relation(statement.id, one.kind, one.to)
                self._relations.append((relation, f"{self.path}:{number}"))

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

    def _imply(self, kind: str, record: Article | Speaker | Incident, wanted: set[Any]) -> None:
        if record.id in wanted:
            self._implied.setdefault((kind, record.id), record)
