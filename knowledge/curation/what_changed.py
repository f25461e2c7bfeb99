"""What a change means to whoever was told before it: "130 → 131", in the reader's language."""

import json
from collections.abc import Iterator

from knowledge.answering.compose.context_lines import bearing
from knowledge.answering.compose.styled_text import cut, quoted, with_capital
from knowledge.curation.change_previews import text
from knowledge.curation.difference_lines import word_by_word
from knowledge.domain import (
    Article,
    Incident,
    Language,
    Line,
    MultilingualText,
    NotFound,
    Relation,
    Revision,
    Span,
    Speaker,
    State,
    Statement,
    Style,
    from_plain,
)
from knowledge.domain.dates import Edtf
from knowledge.storage import Store
from knowledge.translations import Words, words_in

LONGEST = 120
"""Characters of a claim that is only named."""


class ChangeLines:
    """Words changes for readers.

    Args:
        store: of the records as they are now.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, revision: Revision, language: Language) -> list[Line]:
        """What became of a record since before a revision; empty where it is as it was."""
        words = words_in(language)
        try:
            match revision.subject:
                case "statement":
                    return list(self._statement(revision, language, words))
                case "relation":
                    return list(self._relation(revision, language, words))
                case "incident":
                    old = from_plain(Incident, json.loads(revision.before or "{}"))
                    now = self._store.records.incident(revision.subject_id)
                    return [
                        *_dates(words.say("Date of the incident"), old.when, now.when, words),
                        *_texts(words.say("The incident"), old.name, now.name, words),
                    ]
                case "speaker":
                    was = from_plain(Speaker, json.loads(revision.before or "{}"))
                    is_now = self._store.records.speaker(revision.subject_id)
                    return [
                        *_texts(words.say("The speaker"), was.name, is_now.name, words),
                        *_texts(words.say("Role"), was.role, is_now.role, words),
                    ]
                case "article":
                    return list(self._article(revision, words))
        except NotFound:
            pass
        return []

    def _statement(self, revision: Revision, language: Language, words: Words) -> Iterator[Line]:
        old = from_plain(Statement, json.loads(revision.before or "{}"))
        now = self._store.records.statement(revision.subject_id)
        claim = quoted(cut(old.claim.in_language(language), LONGEST), language)
        if State.RETRACTED in {old.state, now.state} and old.state is not now.state:
            if now.state is not State.RETRACTED:
                yield text(words.say("It stands again: {claim}", claim=claim))
                return
            said = words.say("Withdrawn: {claim}", claim=f"{claim} — {self._name(old, words)}")
            yield (Span(said, Style.STRUCK),)
            if now.reason:
                yield text(words.say("Reason: {reason}", reason=now.reason))
            return
        if old.state is not now.state:
            return
        figures = [
            f"{_number(before.value)} → {_number(after.value)}"
            for before, after in zip(old.figures, now.figures, strict=False)
            if before.value != after.value
        ]
        if figures:
            yield text("; ".join(figures))
        if old.speaker != now.speaker:
            yield _arrow(words.say("The speaker"), self._name(old, words), self._name(now, words))
        yield from _dates(words.say("Said"), old.said, now.said, words)
        before, after = old.claim.in_language(language), now.claim.in_language(language)
        given = language in now.claim.by_language
        if given and language not in old.claim.by_language:
            yield text(words.say("Now in your language, as a translation."))
        elif before != after and not figures:
            yield (Span(words.say("Wording: ")), *word_by_word(before, after))

    def _relation(self, revision: Revision, language: Language, words: Words) -> Iterator[Line]:
        source, kind, target = revision.subject_id.split(" ")
        there = any(
            (one.source, one.kind.value, one.target) == (source, kind, target)
            for record in self._store.records.complete([target])
            for one in record.incoming
        )
        if there is (revision.before is not None):
            return
        content = revision.after if there else revision.before
        relation = from_plain(Relation, json.loads(content or "{}"))
        other = self._store.records.statement(source)
        said = f"{bearing(relation.kind, language)}: {self._name(other, words)}"
        template = words.say("New: {what}") if there else words.say("No longer so: {what}")
        yield text(template.replace("{what}", said))

    def _article(self, revision: Revision, words: Words) -> Iterator[Line]:
        old = from_plain(Article, json.loads(revision.before or "{}"))
        now = self._store.records.article(revision.subject_id)
        none = words.say("not given")
        pairs = (
            (words.say("Title"), old.title, now.title),
            (words.say("Publisher"), old.publisher, now.publisher),
            (words.say("Author"), old.author, now.author),
        )
        for name, before, after in pairs:
            if before != after:
                yield _arrow(name, before or none, after or none)
        yield from _dates(words.say("Published"), old.published, now.published, words)

    def _name(self, statement: Statement, words: Words) -> str:
        if statement.speaker is None:
            return words.say("the article itself")
        name = self._store.records.speaker(statement.speaker).name
        return with_capital(name.in_language(words.language))


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:g}"


def _arrow(name: str, before: str, after: str) -> Line:
    return (Span(f"{name}: ", Style.QUIET), Span(f"{before} → {after}"))


def _dates(name: str, before: str | None, after: str | None, words: Words) -> Iterator[Line]:
    if before == after:
        return
    none = words.say("not given")
    old, new = (
        Edtf.parse(each).named(words.language) if each else none for each in (before, after)
    )
    yield _arrow(name, old, new)


def _texts(
    name: str, before: MultilingualText, after: MultilingualText, words: Words
) -> Iterator[Line]:
    old, new = before.in_language(words.language), after.in_language(words.language)
    if old != new:
        yield _arrow(name, old or words.say("not given"), new or words.say("not given"))
