"""A bundle as interchange lines: the simple keys, and in `record` all that they cannot hold."""

from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.intake.lines import Line, simple_article, simple_statement
from knowledge.intake.overlay import difference
from knowledge.intake.sections import FIELD_OF
from knowledge.model import Article, Bundle, Speaker, Statement, as_plain

Plain = dict[str, Any]


def lines_of(bundles: Iterable[Bundle]) -> Iterator[Plain]:
    """Every record as a line, in the order of the bundles, each after those that it refers to."""
    speakers: dict[str, Speaker] = {}
    articles: dict[str, Article] = {}
    for bundle in bundles:
        speakers |= {speaker.id: speaker for speaker in bundle.speakers}
        articles |= {article.id: article for article in bundle.articles}
        for kind, field in FIELD_OF.items():
            for record in getattr(bundle, field):
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
    simple = Line.model_validate(line)
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
