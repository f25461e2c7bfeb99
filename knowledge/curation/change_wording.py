"""A change in words: what differs, field by field and word by word, before it is made and after."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from knowledge.answering.compose.claim_lines import with_capital
from knowledge.answering.compose.context_lines import bearing
from knowledge.curation.field_values import called, head_labels, value_names
from knowledge.domain import (
    Article,
    Edit,
    Entry,
    Incident,
    Language,
    Line,
    Message,
    MultilingualText,
    NotFound,
    Part,
    Place,
    Record,
    Relation,
    Revision,
    Section,
    Span,
    Speaker,
    State,
    Statement,
    Style,
    from_plain,
)
from knowledge.domain.dates import Edtf, NotEdtf
from knowledge.editing import FieldChange, Mark, field_changes, word_difference
from knowledge.storage import Store
from knowledge.storage.record_reading import StatementFilter
from knowledge.translations import Words, cut, quoted, words_in

CONTEXT = 80
"""Characters of unchanged words that stand on each side of what differs."""

_STYLES = {Mark.KEPT: Style.PLAIN, Mark.REMOVED: Style.STRUCK, Mark.ADDED: Style.STRONG}


def word_by_word(before: str, after: str) -> Line:
    """One line in which struck words are gone and strong words are new."""
    pieces = word_difference(before, after)
    spans: list[Span] = []
    for number, piece in enumerate(pieces):
        words = piece.text
        if piece.mark is Mark.KEPT and len(pieces) > 1:
            words = _shortened(words, first=number == 0, last=number == len(pieces) - 1)
        if piece.mark is Mark.ADDED and number and pieces[number - 1].mark is Mark.REMOVED:
            spans.append(Span(" "))
        spans.append(Span(words, _STYLES[piece.mark]))
    return tuple(span for span in spans if span.text)


def _shortened(words: str, *, first: bool, last: bool) -> str:
    """Unchanged words near a difference: what is far from it is left out."""
    head = "" if first else words[:CONTEXT]
    tail = "" if last else words[-CONTEXT:]
    if len(words) <= len(head) + len(tail) + 3:
        return words
    return f"{head}…{tail}"


_IDS = frozenset(
    {"speaker", "incident", "part_of", "places", "within", "article", "derived_from", "merged_into"}
)
_DATES = frozenset({"said", "about", "when", "published", "reviewed", "review_due"})


def field_labels(words: Words) -> Mapping[str, str]:
    """What the parts of records are called, by the last word of their path."""
    return {
        "claim": words.say("Claim"),
        "speaker": words.say("Speaker"),
        "incident": words.say("Incident"),
        "kind": words.say("Kind"),
        "polarity": words.say("Affirmed or negated"),
        "said": words.say("Date said"),
        "about": words.say("Date of what it is about"),
        "places": words.say("Places"),
        "attribution": words.say("Attribution"),
        "paragraphs": words.say("Paragraph"),
        "quotes": words.say("Quoted words"),
        "cue": words.say("Cue verb"),
        "access": words.say("Who could hear it"),
        "channel": words.say("Where it was said"),
        "value": words.say("Figure"),
        "qualifier": words.say("How exactly"),
        "unit": words.say("Unit"),
        "what": words.say("What is counted"),
        "notes": words.say("Editor's note"),
        "phrasings": words.say("Ways of asking"),
        "missing": words.say("What is missing"),
        "review_due": words.say("Review due"),
        "state": words.say("State"),
        "reason": words.say("Reason"),
        "name": words.say("Name"),
        "role": words.say("Role"),
        "party": words.say("Party to the matter"),
        "aliases": words.say("Other names"),
        "when": words.say("Date"),
        "part_of": words.say("Part of"),
        "within": words.say("Within"),
        "merged_into": words.say("Became one with"),
        "article": words.say("Article"),
        **head_labels(words),
    }


def difference_lines(changes: Iterable[FieldChange], words: Words, store: Store) -> list[Line]:
    """A line for each part that differs; struck words are gone, strong ones are new."""
    labels, values = field_labels(words), _values(words)
    lines: list[Line] = []
    for change in changes:
        path = change.field.split(".")
        known = [part for part in path if part in labels]
        if path[0] == "figures" and "text" in path:
            continue  # the claim says the same
        label = labels[known[-1]] if known else change.field
        language = f" ({path[-1]})" if len(path) > 1 and len(path[-1]) == 2 else ""  # noqa: PLR2004  # a code of a language
        name = known[-1] if known else ""
        before, after = (
            _said(each, name, values, words, store) for each in (change.before, change.after)
        )
        lines.append((Span(f"{label}{language}: ", Style.QUIET), *word_by_word(before, after)))
    return lines


def _values(words: Words) -> dict[str, str]:
    return {
        value: called for names in value_names(words).values() for value, called in names.items()
    }


def _said(text: str, name: str, values: Mapping[str, str], words: Words, store: Store) -> str:
    """A value as people say it: names instead of ids, dates and terms in words."""
    if name in _DATES:
        try:
            return Edtf.parse(text).named(words.language) if text else ""
        except NotEdtf:
            return text
    if name in _IDS:
        return ", ".join(_named(one, name, words, store) for one in text.split("\n") if one)
    if name in {"kind", "polarity", "attribution", "access", "qualifier"}:
        return values.get(text, text)
    told = {
        "state": {"": words.say("published"), **_states(words)},  # not told where it is the usual
        "party": {text: words.say("yes") if text == "True" else words.say("no")},
    }
    return told.get(name, {}).get(text, text.replace("\n", "; "))


def _states(words: Words) -> dict[str, str]:
    return {
        State.PUBLISHED.value: words.say("published"),
        State.RETRACTED.value: words.say("retracted"),
        State.MERGED.value: words.say("merged"),
    }


def _named(identity: str, name: str, words: Words, store: Store) -> str:
    records, language = store.records, words.language
    if name == "merged_into":
        for kind in ("speaker", "incident", "places"):
            if (called := _named(identity, kind, words, store)) != identity:
                return called
    try:
        if name == "speaker":
            return records.speaker(identity).name.in_language(language)
        if name in {"incident", "part_of"}:
            return records.incident(identity).name.in_language(language)
        if name in {"article", "derived_from"}:
            return records.article(identity).title
    except NotFound:
        return identity
    places = {one.id: one for one in records.places()}
    return places[identity].name.in_language(language) if identity in places else identity


R = TypeVar("R", Speaker, Incident, Article)

Tell = Callable[[Record, Language], Message]
"""How readers see a statement."""

SHOWN = 2
"""Statements of one change that are shown in full."""

_QUIET = frozenset({"id", "reviewed", "machine_extracted"})
"""Parts that every change by a person sets."""

CLAIM = 90
"""Characters of a claim that bears on another."""

DIFFERENCES = 12
"""Differing parts that are listed."""


def text(words: str, style: Style = Style.PLAIN) -> Line:
    """A line of one run of words."""
    return (Span(words, style),)


def page(*sections: tuple[Part, Iterable[Line]]) -> tuple[Section, ...]:
    """Sections of lines; empty ones are left out."""
    made = ((part, tuple(line for line in lines if line)) for part, lines in sections)
    return tuple(Section(part, lines) for part, lines in made if lines)


def record_of(
    statement: Statement,
    store: Store,
    speaker: Speaker | None = None,
    incident: Incident | None = None,
) -> Record:
    """A statement as it would stand in the store, with everything that an answer shows.

    Args:
        statement: in its new state.
        store: holds what it refers to.
        speaker: one that the store has not yet, or not so.
        incident: the same.
    """
    found = store.records.complete([statement.id])
    stored = found[0] if found and found[0].statement.id == statement.id else Record(statement)
    if speaker is None and statement.speaker:
        speaker = _same(stored.speaker, statement.speaker, store.records.speaker)
    if incident is None and statement.incident:
        incident = _same(stored.incident, statement.incident, store.records.incident)
    held = {one.id: one for one in stored.articles}
    there = {one.id: one for one in stored.places}
    places = dict.fromkeys((*statement.places, *(incident.places if incident else ())))
    if not places.keys() <= there.keys():
        there = {one.id: one for one in store.records.places()}
    articles = dict.fromkeys(one.article for one in statement.appearances)
    return Record(
        statement=statement,
        speaker=speaker if statement.speaker else None,
        incident=incident if statement.incident else None,
        articles=tuple(_same(held.get(one), one, store.records.article) for one in articles),
        places=tuple(there[one] for one in places if one in there),
        outgoing=stored.outgoing,
        incoming=stored.incoming,
    )


def _same(held: R | None, identity: str, read: Callable[[str], R]) -> R:
    """What is held if it has this id, else what the store has under it."""
    return held if held is not None and held.id == identity else read(identity)


class ChangePreviews:
    """Shows changes before they are made.

    Args:
        store: holds what is changed.
        tell: how readers see a statement.
        today: gives the ISO day.
    """

    def __init__(self, store: Store, tell: Tell, today: Callable[[], str]) -> None:
        self._store = store
        self._tell = tell
        self.today = today

    def sections(self, edit: Edit, language: Language) -> tuple[Section, ...]:
        """What readers will see, then what differs."""
        words = words_in(language)
        seen: list[Line] = []
        merging = [one for one, _ in edit.others if getattr(one, "merged_into", None)]
        for gone in merging:
            seen += self._merging(edit, gone, words)
        for statement in edit.statements[: 1 if merging else SHOWN]:
            if statement.state is State.MERGED:
                seen.append(
                    text(words.say("{id} will lead to {other}.", id=statement.id, other=statement.merged_into or ""))
                )  # fmt: skip
                continue
            made = {one.id: one for one, was in edit.others if was is None}
            speaker, incident = (
                made.get(statement.speaker or ""),
                made.get(statement.incident or ""),
            )
            record = record_of(
                statement,
                self._store,
                speaker if isinstance(speaker, Speaker) else None,
                incident if isinstance(incident, Incident) else None,
            )
            seen += [*self.seen(record, language), ()]
        for after, before in edit.others:
            if before is not None and isinstance(after, Speaker | Incident) and not merging:
                seen += self._shown_with(after, words)
        heading = text(words.say("Readers will see:"), Style.STRONG) if seen else ()
        return page(
            (Part.ANSWER, [heading, *seen]),
            (Part.CONFLICT, self.differences(edit, words)),
        )

    @staticmethod
    def _merging(edit: Edit, gone: Entry, words: Words) -> list[Line]:
        """What becomes of two records that are made one."""
        into = next(one for one, _ in edit.others if one.id == getattr(gone, "merged_into", None))
        names = [
            each.name.in_language(words.language)
            for each in (gone, into)
            if isinstance(each, Speaker | Incident | Place)
        ]
        moved = words.count(
            "{number} statement moves there.",
            "{number} statements move there.",
            len(edit.statements),
        )
        said = words.say("“{name}” becomes one with “{other}”.", name=names[0], other=names[1])
        return [text(said), text(moved), ()]

    def seen(self, record: Record, language: Language) -> list[Line]:
        """The message that a reader gets about a statement, as lines."""
        message = self._tell(record, language)
        return [line for section in message.sections for line in section.lines]

    def differences(self, edit: Edit, words: Words) -> list[Line]:
        """A line for each part that differs."""
        lines: list[Line] = []
        for statement in edit.statements:
            before = self._store.records.statement(statement.id) if statement.version else None
            lines += self._lines(before, statement, words)
        for after, was in edit.others:
            lines += self._lines(was, after, words)
        for relation in edit.relate:
            lines.append(text(f"+ {self._related(relation, words)}"))
        for relation in edit.unrelate:
            lines.append((Span("− "), Span(self._related(relation, words), Style.STRUCK)))
        if len(lines) > DIFFERENCES:
            lines = [*lines[:DIFFERENCES], text("…")]
        return [text(words.say("What changes:"), Style.STRONG), *lines] if lines else []

    def _related(self, relation: Relation, words: Words) -> str:
        """How one claim bears on another."""
        claims = {
            one.statement.id: quoted(
                cut(one.statement.claim.in_language(words.language), CLAIM), words.language
            )
            for one in self._store.records.complete([relation.source, relation.target])
        }
        source, target = (claims.get(one, one) for one in (relation.source, relation.target))
        return f"{source} {called(relation.kind, words)} {target}"

    def _lines(self, before: Entry | None, after: Entry, words: Words) -> list[Line]:
        changes = [
            one
            for one in field_changes(before, after)
            if one.field not in _QUIET and not one.field.endswith(".original")
        ]
        return difference_lines(changes, words, self._store)

    def _shown_with(self, record: Speaker | Incident, words: Words) -> list[Line]:
        """How many statements show a speaker or an incident, and the first of them."""
        speaker = record if isinstance(record, Speaker) else None
        incident = record if isinstance(record, Incident) else None
        ids = self._store.statements.select(
            StatementFilter(
                speakers=[record.id] if speaker else (), incidents=[record.id] if incident else ()
            )
        )
        told = text(
            words.count("{number} statement shows it.", "{number} statements show it.", len(ids))
        )
        if not ids:
            return [told]
        statement = self._store.records.statement(ids[0])
        first = record_of(statement, self._store, speaker, incident)
        return [*self.seen(first, Language(words.language)), (), told]


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
