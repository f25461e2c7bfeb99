"""Fields of records: one of a statement set to what was typed, all that differ between two states, near duplicates."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, TypeVar

from rapidfuzz import fuzz

from knowledge.domain import (
    Access,
    Appearance,
    Attribution,
    Channel,
    Entry,
    Figure,
    Kind,
    MultilingualText,
    Note,
    Polarity,
    Qualifier,
    RefusedInput,
    Statement,
    as_plain,
)
from knowledge.domain.dates import Edtf, NotEdtf, parted, read_date
from knowledge.languages.scripts import merge_letters
from knowledge.translations import Wording

E = TypeVar("E", bound=StrEnum)
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for a field, and for which part of the statement.

    Args:
        text: as typed; empty takes the value away.
        language: of the text, where the field has one text a language.
        part: which appearance, figure or note, from 0.
    """

    text: str
    language: str = "en"
    part: int = 0


def date(text: str) -> str | None:
    """An EDTF date, or None for nothing; raises RefusedInput."""
    return edtf(text) if text else None


def edtf(text: str) -> str:
    """EDTF, typed so or as people write dates; raises RefusedInput."""
    try:
        return read_date(text) or Edtf.parse(text).text
    except NotEdtf as error:
        raise RefusedInput(
            Wording(
                "“{text}” is no date that I understand. Write 2023-08-05, 2023-08, 2023, or "
                "XXXX-12-15 where the year is not given; - for none.",
                text=text[:40],
            )
        ) from error


def term(kind: type[E], text: str) -> E:
    """One of the values of a kind; raises RefusedInput."""
    try:
        return kind(text.strip().lower().replace(" ", "_"))
    except ValueError:
        raise RefusedInput(
            Wording('"{text}" is none of {names}.', text=text, names=", ".join(kind))
        ) from None


def part_of(parts: list[P], index: int, name: str) -> P:
    """One of several; raises RefusedInput."""
    if not 0 <= index < len(parts):
        raise RefusedInput(
            Wording(
                "There is no {name} {number}; there are {count}.",
                name=Wording(name),
                number=index + 1,
                count=len(parts),
            )
        )
    return parts[index]


LONGEST = 4_000
"""Characters of one text: what fits a Telegram message."""


def edited(
    statement: Statement, field: str, text: str, *, language: str = "en", part: int = 0
) -> Statement:
    """The statement with one field set.

    Args:
        statement: before.
        field: one of `FIELDS`.
        text: as typed; empty takes the value away. Lists are typed one a line.
        language: en, ru, uk… where the field has a text by language.
        part: which appearance, figure or note, from 0; one past the last adds one.

    Raises:
        RefusedInput: no such field or part, or the text is not what the field takes.
    """
    if field not in FIELDS:
        raise RefusedInput(
            Wording(
                'There is no field "{field}"; the fields are {names}.',
                field=field,
                names=", ".join(FIELDS),
            )
        )
    if len(text) > LONGEST:
        raise RefusedInput(
            Wording("The text is longer than {number} characters; shorten it.", number=LONGEST)
        )
    return FIELDS[field](statement, Typed(text.strip(), language, part))


def with_text(texts: MultilingualText, typed: Typed) -> MultilingualText:
    """The texts with the one of this language set, or taken away where nothing was typed."""
    by_language = {code: text for code, text in texts.by_language.items() if code != typed.language}
    if typed.text:
        by_language[typed.language] = typed.text
    kept = texts.original in by_language or not by_language
    return MultilingualText(by_language, texts.original if kept else next(iter(by_language)))


def _claim(statement: Statement, typed: Typed) -> Statement:
    text = replace(typed, text=" ".join(typed.text.split()).rstrip("."))
    claim = with_text(statement.claim, text)
    if not claim:
        raise RefusedInput(Wording("A statement needs a claim; type one sentence."))
    return replace(statement, claim=claim)


def _speaker(statement: Statement, typed: Typed) -> Statement:
    """Without a speaker it is the narrator's, and the other way about."""
    named = bool(typed.text)
    appearances = tuple(
        one if (one.attribution is not Attribution.NARRATOR) == named
        else replace(one, attribution=Attribution.NAMED) if named
        else replace(one, attribution=Attribution.NARRATOR, cue=MultilingualText())
        for one in statement.appearances
    )  # fmt: skip
    return replace(statement, speaker=typed.text or None, appearances=appearances)


def _attribution(statement: Statement, typed: Typed) -> Statement:
    attribution = term(Attribution, typed.text)
    known = statement.speaker is not None
    if attribution is (Attribution.NARRATOR if known else Attribution.NAMED):
        raise RefusedInput(
            Wording(
                'The attribution is "narrator" exactly where there is no speaker; set the speaker first.'
            )
        )
    return _appearance(statement, typed, lambda one: replace(one, attribution=attribution))


def _paragraphs(statement: Statement, typed: Typed) -> Statement:
    numbers = typed.text.replace(",", " ").split()
    if not all(number.isdecimal() and int(number) > 0 for number in numbers):
        raise RefusedInput(Wording('Paragraphs are numbers from 1, as "19, 20".'))
    paragraphs = tuple(int(number) for number in numbers)
    return _appearance(statement, typed, lambda one: replace(one, paragraphs=paragraphs))


def _quotes(statement: Statement, typed: Typed) -> Statement:
    quotes = tuple(line.strip() for line in typed.text.splitlines() if line.strip())
    return _appearance(statement, typed, lambda one: replace(one, quotes=quotes))


def _cue(statement: Statement, typed: Typed) -> Statement:
    return _appearance(statement, typed, lambda one: replace(one, cue=with_text(one.cue, typed)))


def _access(statement: Statement, typed: Typed) -> Statement:
    access = term(Access, typed.text) if typed.text else None

    def change(one: Appearance) -> Appearance:
        text = one.channel.text if one.channel else MultilingualText()
        return replace(one, channel=Channel(access, text) if access else None)

    return _appearance(statement, typed, change)


def _channel(statement: Statement, typed: Typed) -> Statement:
    def change(one: Appearance) -> Appearance:
        channel = one.channel or Channel(Access.PUBLIC)
        return replace(one, channel=replace(channel, text=with_text(channel.text, typed)))

    return _appearance(statement, typed, change)


def _value(statement: Statement, typed: Typed) -> Statement:
    try:
        value = float(typed.text.replace(" ", "").replace("\u00a0", "").replace(",", "."))
    except ValueError:
        raise RefusedInput(Wording('A figure is a number, as "130" or "2.5".')) from None
    return _figure(statement, typed, lambda one: replace(one, value=value))


def _unit(statement: Statement, typed: Typed) -> Statement:
    return _figure(statement, typed, lambda one: replace(one, unit=typed.text))


def _qualifier(statement: Statement, typed: Typed) -> Statement:
    qualifier = term(Qualifier, typed.text)
    return _figure(statement, typed, lambda one: replace(one, qualifier=qualifier))


def _figure_words(statement: Statement, typed: Typed) -> Statement:
    return _figure(statement, typed, lambda one: replace(one, text=with_text(one.text, typed)))


def _note(statement: Statement, typed: Typed) -> Statement:
    notes = [*statement.notes, Note(MultilingualText())][
        : max(len(statement.notes), typed.part + 1)
    ]
    note = part_of(notes, typed.part, "note")
    text = with_text(note.text, typed)
    notes[typed.part] = replace(note, text=text)
    return replace(statement, notes=tuple(one for one in notes if one.text))


def _phrasings(statement: Statement, typed: Typed) -> Statement:
    lines = dict.fromkeys(line.strip() for line in typed.text.splitlines() if line.strip())
    others = tuple(pair for pair in statement.phrasings if pair[0] != typed.language)
    return replace(statement, phrasings=(*others, *((typed.language, line) for line in lines)))


def _places(statement: Statement, typed: Typed) -> Statement:
    return replace(statement, places=tuple(dict.fromkeys(typed.text.replace(",", " ").split())))


def _said(statement: Statement, typed: Typed) -> Statement:
    return replace(statement, said=date(typed.text))


def _reviewed(statement: Statement, typed: Typed) -> Statement:
    return replace(statement, reviewed=date(typed.text))


def _review_due(statement: Statement, typed: Typed) -> Statement:
    return replace(statement, review_due=date(typed.text))


FIELDS: Mapping[str, Callable[[Statement, Typed], Statement]] = {
    "claim": _claim,
    "speaker": _speaker,
    "incident": lambda statement, typed: replace(statement, incident=typed.text or None),
    "kind": lambda statement, typed: replace(statement, kind=term(Kind, typed.text)),
    "polarity": lambda statement, typed: replace(statement, polarity=term(Polarity, typed.text)),
    "said": _said,
    "places": _places,
    "attribution": _attribution,
    "paragraphs": _paragraphs,
    "quotes": _quotes,
    "cue": _cue,
    "access": _access,
    "channel": _channel,
    "figure": _value,
    "figure_unit": _unit,
    "figure_qualifier": _qualifier,
    "figure_words": _figure_words,
    "note": _note,
    "phrasings": _phrasings,
    "reviewed": _reviewed,
    "review_due": _review_due,
}
"""What can be edited, in the order of a form."""


def _appearance(
    statement: Statement, typed: Typed, change: Callable[[Appearance], Appearance]
) -> Statement:
    appearances = list(statement.appearances)
    appearances[typed.part] = change(part_of(appearances, typed.part, "appearance"))
    return replace(statement, appearances=tuple(appearances))


def _figure(statement: Statement, typed: Typed, change: Callable[[Figure], Figure]) -> Statement:
    figures = list(statement.figures)
    figures[typed.part] = change(part_of(figures, typed.part, "figure"))
    return replace(statement, figures=tuple(figures))


_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_UNTOLD = {"phrasings", "places", "reviewed", "review_due", "machine_extracted", "notes", "reason"}


class Mark(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words and what became of it."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs: its name with dots ("claim.ru"), and both values as text."""

    field: str
    before: str
    after: str


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """The way from one text to the other, by whole words; removed words come before added ones.

    The texts kept and removed are `before`, the texts kept and added are `after`.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Mark.KEPT, "".join(old[i:j])))
            continue
        if i < j:
            pieces.append(Piece(Mark.REMOVED, "".join(old[i:j])))
        if k < m:
            pieces.append(Piece(Mark.ADDED, "".join(new[k:m])))
    return tuple(pieces)


def field_changes(before: Entry | None, after: Entry) -> tuple[FieldChange, ...]:
    """Every field that differs, in the order of the record; all of them for a new one."""
    old = _leaves("", as_plain(before)) if before else {}
    new = _leaves("", as_plain(after))
    return tuple(
        FieldChange(name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys((*new, *old))
        if old.get(name) != new.get(name)
    )


def differs_in_substance(before: Statement, after: Statement) -> bool:
    """Whether those who were told the one should hear of the other.

    How a statement is found, filed, noted and reviewed is no part of what was told.
    """
    old, new = as_plain(before), as_plain(after)
    return any(old.get(key) != new.get(key) for key in {*old, *new} - _UNTOLD)


def _leaves(name: str, value: Any) -> dict[str, str]:  # noqa: ANN401 - plain values of any depth
    parts: Iterable[tuple[str, Any]]
    match value:
        case dict():
            parts = value.items()
        case list() if any(isinstance(one, dict) for one in value):
            parts = ((str(number), one) for number, one in enumerate(value, start=1))
        case list():
            return {name: "\n".join(str(one) for one in value)}
        case _:
            return {name: str(value)}
    leaves: dict[str, str] = {}
    for key, one in parts:
        leaves |= _leaves(f"{name}.{key}" if name else key, one)
    return leaves


LIKELY = 0.72
"""From here on two claims are shown side by side; a policy: better one look too many."""

LONGEST_COMPARED = 256
"""Characters compared: RapidFuzz takes the square of the length."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"(?<=\d)[,\s\u00a0\u202f](?=\d{3}(?!\d))")
_WORD = re.compile(r"\w+")


def near_duplicates(
    statement: Statement, others: Iterable[Statement], *, at_least: float = LIKELY
) -> list[tuple[Statement, float]]:
    """Those of the others that may say the same, with their likeness from 0 to 1, likest first."""
    found = [
        (other, like) for other in others
        if other.id != statement.id and (like := likeness(statement, other)) >= at_least
    ]  # fmt: skip
    return sorted(found, key=lambda pair: -pair[1])


def likeness(one: Statement, other: Statement) -> float:
    """How alike two claims are, in the language that they are likest in.

    Different speakers, polarities or numbers are different statements, whatever the words:
    string likeness cannot tell "12 drones" from "15 drones". The 14 of a date is no such number.
    """
    if one.speaker != other.speaker or one.polarity != other.polarity:
        return 0.0
    shared = one.claim.by_language.keys() & other.claim.by_language.keys()
    return max(
        (_alike(one.claim.by_language[code], other.claim.by_language[code]) for code in shared),
        default=0.0,
    )


def _alike(one: str, other: str) -> float:
    first_parted, second_parted = parted(one), parted(other)
    if first_parted[1] and second_parted[1] and first_parted[1].isdisjoint(second_parted[1]):
        return 0.0  # the same on another day is another thing
    first, second = _folded(first_parted[0]), _folded(second_parted[0])
    if sorted(_NUMBER.findall(first)) != sorted(_NUMBER.findall(second)):
        return 0.0
    ordered = fuzz.ratio(first, second)
    unordered = fuzz.token_sort_ratio(first, second)
    return (ordered + unordered) / 200


def _folded(text: str) -> str:
    folded = merge_letters(unicodedata.normalize("NFKC", text).casefold())
    return " ".join(_WORD.findall(_GROUPED.sub("", folded)))[:LONGEST_COMPARED]
