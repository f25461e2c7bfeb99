"""Records as plain values and back: one shape for curated files, stored content and histories."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
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
