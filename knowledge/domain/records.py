"""Records as plain values and back, what they must have to be stored, and revisions of them."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple, TypeVar, cast

from knowledge.domain.statements import (
    Access,
    Appearance,
    Article,
    Attribution,
    Channel,
    Concept,
    Figure,
    GapQuestion,
    Incident,
    Kind,
    MultilingualText,
    Note,
    Origin,
    Place,
    Polarity,
    Qualifier,
    Relation,
    RelationKind,
    Speaker,
    SpeakerKind,
    State,
    Statement,
)
from knowledge.translations import Wording

Plain = dict[str, Any]
Entry = Article | Place | Speaker | Incident | Statement | GapQuestion | Concept
"""Everything that has an id."""
T = TypeVar("T", bound=Entry | Relation)


_Way = tuple[Callable[[Any], object], Callable[[Any], object]]


class _Key(NamedTuple):
    """One key of the plain shape: the attribute it stands for, its default, both directions."""

    key: str
    attribute: str
    default: object
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


_Shape = dict[str, _Key]
"""The keys of a type in the order they are written."""


def _same(value: object) -> object:
    return value


def _texts(plain: Mapping[str, str]) -> MultilingualText:
    by_language = {code: text for code, text in plain.items() if code != "original"}
    original = plain.get("original") or ("en" if "en" in plain else next(iter(by_language), "en"))
    return MultilingualText(by_language, original)


def _from_texts(texts: MultilingualText) -> Plain:
    codes = sorted(texts.by_language, key=lambda code: (code != texts.original, code))
    plain = {code: texts.by_language[code] for code in codes}
    assumed = "en" if "en" in plain else next(iter(plain), "en")
    return plain if texts.original == assumed else {"original": texts.original, **plain}


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for language, text in pairs:
        groups.setdefault(language, []).append(text)
    return {language: groups[language] for language in sorted(groups)}


def _pairs(groups: Mapping[str, Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((language, text) for language, texts in groups.items() for text in texts)


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def _value(member: Enum) -> object:
    return member.value


_TEXTS = (_from_texts, _texts)
_PAIRS = (_grouped, _pairs)
_LIST = (list, tuple)


def _shape(kind: type[Any], /, *names: str | tuple[str, str], **ways: _Way) -> _Shape:
    """The keys of a type in the order they are written; `ways` gives (write, read) by attribute."""
    defaults = {
        field.name: MISSING if field.default is MISSING else field.default for field in fields(kind)
    }
    shape = {}
    for name in names:
        key, attribute = name if isinstance(name, tuple) else (name, name)
        write, read = ways.get(attribute, (_same, _same))
        shape[key] = _Key(key, attribute, defaults[attribute], write, read)
    return shape


def _written(shape: _Shape, record: object) -> Plain:
    plain: Plain = {}
    for key, attribute, default, write, _ in shape.values():
        value = getattr(record, attribute)
        if default is MISSING or value != default:
            plain[key] = write(value)
    return plain


def _built(kind: Callable[..., object], shape: _Shape, plain: Plain) -> object:
    values = {}
    for name, value in plain.items():
        if value is not None:
            key = shape[name]
            values[key.attribute] = key.read(value)
    return kind(**values)


def _one(kind: type[Any], shape: _Shape) -> _Way:
    return (lambda value: _written(shape, value), lambda plain: _built(kind, shape, plain))


def _many(kind: type[Any], shape: _Shape) -> _Way:
    return (
        lambda values: [_written(shape, value) for value in values],
        lambda plains: tuple(_built(kind, shape, plain) for plain in plains),
    )


def _term(kind: type[Enum]) -> _Way:
    return (_value, kind)


_NOTES = _many(Note, _shape(Note, "text", "unclear", text=_TEXTS))
_FIGURES = _many(
    Figure,
    _shape(
        Figure, "what", "value", "unit", "qualifier", "text",
        what=_TEXTS, value=(_number, float), qualifier=_term(Qualifier), text=_TEXTS,
    ),
)  # fmt: skip
_CHANNEL = _one(Channel, _shape(Channel, "access", "text", access=_term(Access), text=_TEXTS))
_APPEARANCES = _many(
    Appearance,
    _shape(
        Appearance, "article", "paragraphs", "attribution", "cue", "channel", "quotes",
        paragraphs=_LIST, attribution=_term(Attribution), cue=_TEXTS, channel=_CHANNEL, quotes=_LIST,
    ),
)  # fmt: skip

_SHAPES: dict[type[Any], _Shape] = {
    Article: _shape(
        Article, "id", "title", "publisher", "author", "url", "published", "language", "sha256",
        "origin", "derived_from",
        origin=_term(Origin),
    ),
    Place: _shape(Place, "id", "name", "aliases", "within", "merged_into", name=_TEXTS, aliases=_LIST),
    Speaker: _shape(
        Speaker, "id", "name", "role", "kind", "party", "aliases", "merged_into",
        name=_TEXTS, role=_TEXTS, kind=_term(SpeakerKind), aliases=_LIST,
    ),
    Incident: _shape(
        Incident, "id", "name", "when", "places", "part_of", "aliases", "notes", "merged_into",
        name=_TEXTS, places=_LIST, aliases=_LIST, notes=_NOTES,
    ),
    Statement: _shape(
        Statement, "id", "incident", "speaker", "kind", "polarity", "claim", "said", "about", "figures",
        "places", "appearances", "notes", "phrasings", "state", "reviewed", "review_due",
        "machine_extracted", "merged_into", "reason",
        kind=_term(Kind), polarity=_term(Polarity), claim=_TEXTS, figures=_FIGURES, places=_LIST,
        appearances=_APPEARANCES, notes=_NOTES, phrasings=_PAIRS, state=_term(State),
    ),
    Relation: _shape(
        Relation, ("from", "source"), "kind", ("to", "target"), "note",
        kind=_term(RelationKind), note=_TEXTS,
    ),
    GapQuestion: _shape(
        GapQuestion, "id", "missing", "incident", "nearest", "phrasings",
        missing=_TEXTS, nearest=_LIST, phrasings=_PAIRS,
    ),
}  # fmt: skip


def as_plain(record: Entry | Relation) -> Plain:
    """Strings, numbers, lists and mappings, as a curated file has them; defaults left out.

    The version of a statement is left out: it counts the changes in one store.
    """
    if isinstance(record, Concept):
        return {"id": record.id, **_grouped(record.words)}
    return _written(_SHAPES[type(record)], record)


def from_plain(kind: type[T], plain: Plain) -> T:
    """The record of this kind; the values must be valid (intake checks what people wrote)."""
    if kind is Concept:
        words = {code: texts for code, texts in plain.items() if code != "id"}
        return cast("T", Concept(plain["id"], _pairs(words)))
    return cast("T", _built(kind, _SHAPES[kind], plain))


def as_json(record: Entry | Relation) -> str:
    """The plain shape as compact JSON; equal records give equal text."""
    return json.dumps(as_plain(record), ensure_ascii=False, separators=(",", ":"))


def references(record: Entry | Relation) -> Iterator[tuple[str, str]]:
    """(kind of record, id) of everything that the record refers to, in its order."""
    match record:
        case Article(derived_from=str(other)):
            yield "article", other
        case Place():
            yield from (("place", one) for one in (record.within, record.merged_into) if one)
        case Speaker(merged_into=str(other)):
            yield "speaker", other
        case Incident():
            yield from (("place", place) for place in record.places)
            yield from (("incident", one) for one in (record.part_of, record.merged_into) if one)
        case Statement():
            yield from _of_statement(record)
        case GapQuestion():
            yield from (("statement", near) for near in record.nearest)
            if record.incident is not None:
                yield "incident", record.incident
        case Relation():
            yield from (("statement", record.source), ("statement", record.target))
        case _:
            return


def _of_statement(statement: Statement) -> Iterator[tuple[str, str]]:
    yield from (("article", one.article) for one in statement.appearances)
    yield from (("place", place) for place in statement.places)
    single = (
        ("speaker", statement.speaker),
        ("incident", statement.incident),
        ("statement", statement.merged_into),
    )
    yield from ((kind, other) for kind, other in single if other is not None)


def unsound(statement: Statement) -> tuple[str, ...]:
    """What keeps a statement out of the store, as sentences; empty for a sound one.

    The rule is the product's promise: a claim is always somebody's, or an article's own, and
    stands in an article that can be named.
    """
    said = []
    if not any(text.strip() for text in statement.claim.all()):
        said.append(Wording("The statement has no claim; give it one sentence."))
    if not statement.appearances:
        said.append(Wording("The statement stands in no article; give it at least one appearance."))
    given = [one.attribution for one in statement.appearances]
    narrated = [one is Attribution.NARRATOR for one in given]
    known = all(narrated) or not {Attribution.NAMED, Attribution.NARRATOR} & set(given)
    if statement.speaker is None and not known:
        said.append(
            Wording(
                'The statement has no speaker and is not the narrator\'s; name the speaker or set the attribution to "narrator".'
            )
        )
    if statement.speaker is not None and narrated and all(narrated):
        said.append(
            Wording(
                'The statement has a speaker, yet its attribution is "narrator"; take the speaker away or say how the article identifies it.'
            )
        )
    if (statement.state is State.MERGED) != (statement.merged_into is not None):
        said.append(
            Wording(
                'A statement in state "merged" names the one that took its place, no other does.'
            )
        )
    return tuple(said)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a curator by numeric Telegram id, or a command run by an operator (id None)."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of one record, with its state before and after as JSON text.

    Args:
        subject: what sort of record: statement, speaker, incident, article, relation, place, gap, concept, example.
        at: aware, UTC.
        before: None where the record was created.
        update_id: the Telegram update that asked for it, or None.
    """

    number: int
    subject: str
    subject_id: str
    actor: Actor
    at: datetime
    reason: str
    before: str | None
    after: str | None
    update_id: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes that are made together or not at all.

    Args:
        statements: each in its new state, with the version that it was made from;
            version 0 for one that is new.
        others: (new state, state that it was made from; None for one that is new) of records
            of other kinds.
        relate: relations to be added; one that is there already gets the new note.
        unrelate: relations to be taken away.
    """

    statements: tuple[Statement, ...] = ()
    others: tuple[tuple[Entry, Entry | None], ...] = ()
    relate: tuple[Relation, ...] = ()
    unrelate: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What an index must take up since a revision.

    Args:
        statements: ids of statements whose answers or search text may differ, in any state.
        gaps: ids of gap questions.
        vocabulary: whether names, aliases or concepts changed.
        revision: the revision up to which this holds.
    """

    statements: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    vocabulary: bool = False
    revision: int = 0


_NUMBER = re.compile(r"[0-9]{1,19}")
_MOST = 2**63 - 2
"""Both databases give a number 64 bits, and the number after it must fit as well."""


def number_in(text: str) -> int | None:
    """The number that a text is; None for whatever else it is, and for one too long to be any."""
    number = int(text) if _NUMBER.fullmatch(text) else None
    return number if number is not None and number <= _MOST else None
