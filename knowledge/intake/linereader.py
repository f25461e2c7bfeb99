"""Lines taken one by one: checked, turned into records, given out as bundles."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from knowledge.characters import cleaned_values
from knowledge.intake.faults import sentence, without
from knowledge.intake.lines import Line, simple_article, simple_statement
from knowledge.intake.overlay import overlay
from knowledge.intake.references import identity_of
from knowledge.intake.sections import FIELD_OF, TYPE_OF, tidy
from knowledge.intake.shapes import SHAPES, ExampleShape, StatementShape
from knowledge.model import (
    Article,
    Bundle,
    Incident,
    Refusal,
    Speaker,
    Statement,
    from_plain,
    unsound,
)
from knowledge.wording import Wording


@dataclass(slots=True)
class LineReader:
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
                self._take_statement(number, Line.model_validate(raw))
        except ValidationError as error:
            one = error.errors(include_url=False, include_context=False)[0]
            self.refuse(number, sentence(one["loc"], one["type"], one["msg"]))

    def refuse(self, number: int, reason: str) -> None:
        """Note that a line cannot be taken."""
        self._refused.append(Refusal(f"{self.path}:{number}", reason))

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

    def _take_statement(self, number: int, line: Line) -> None:
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
