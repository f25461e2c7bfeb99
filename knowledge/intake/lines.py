"""Interchange lines: one statement each in a few simple keys, with what they imply."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from knowledge.intake.naming import article_id, language_of, slug
from knowledge.intake.values import AnyId, Date, Text
from knowledge.model import Attribution, Kind

Plain = dict[str, Any]


class ArticleLine(BaseModel):
    """An article as a line names it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: AnyId | None = None
    title: Text | None = None
    url: Text | None = None
    publisher: Text | None = None
    published: Date | None = None


class Line(BaseModel):
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
    article: ArticleLine | None = None
    record: dict[str, dict[str, Any]] | None = None


def simple_statement(line: Line, article: str) -> tuple[Plain, Plain | None, Plain | None]:
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
    statement["claim"] = {language_of(line.claim): line.claim}
    if line.said:
        statement["said"] = line.said
    statement["appearances"] = [appearance]
    phrasings: dict[str, list[str]] = {}
    for text in line.phrasings:
        phrasings.setdefault(language_of(text), []).append(text)
    if phrasings:
        statement["phrasings"] = phrasings
    return statement, speaker, incident


def simple_article(line: ArticleLine) -> Plain:
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
    plain: Plain = {"id": slug(name), "name": {language_of(name): name}}
    if role:
        plain["role"] = {language_of(role): role}
    return plain | {"kind": "person"}


def _incident(text: str) -> Plain:
    return {"id": slug(text), "name": {language_of(text): text}}
