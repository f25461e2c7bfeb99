"""Values of fields as curators type and read them: closed vocabularies, fields of statements, parts of an article's head."""

import re
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from knowledge.curation.record_lookup import RecordLookup
from knowledge.domain import (
    Access,
    Article,
    Attribution,
    Figure,
    Kind,
    MultilingualText,
    Note,
    Origin,
    Polarity,
    Qualifier,
    RefusedInput,
    RelationKind,
    Role,
    SpeakerKind,
    Statement,
)
from knowledge.domain.dates import parted
from knowledge.editing import edited
from knowledge.editing.field_changes import Typed, edtf, with_text
from knowledge.languages.registry import CODES
from knowledge.languages.scripts import language_of
from knowledge.translations import Words, number_told

E = TypeVar("E", bound=StrEnum)


def value_names(words: Words) -> Mapping[type[StrEnum], Mapping[str, str]]:
    """By vocabulary: its values, and what they are called."""
    return {
        Kind: {
            Kind.FACT: words.say("fact"),
            Kind.DENIAL: words.say("denial"),
            Kind.ASSESSMENT: words.say("assessment"),
            Kind.CHARACTERISATION: words.say("characterisation"),
            Kind.PREDICTION: words.say("prediction"),
        },
        Polarity: {
            Polarity.AFFIRMED: words.say("affirmed"),
            Polarity.NEGATED: words.say("negated"),
        },
        Attribution: {
            Attribution.NAMED: words.say("by name"),
            Attribution.UNNAMED: words.say("by role, without a name"),
            Attribution.ANONYMOUS: words.say("anonymous"),
            Attribution.NARRATOR: words.say("the article itself"),
        },
        Access: {
            Access.PUBLIC: words.say("public"),
            Access.LIMITED: words.say("before a few"),
            Access.CLOSED_DOOR: words.say("behind closed doors"),
            Access.CLASSIFIED: words.say("classified"),
            Access.UNDISCLOSED: words.say("not disclosed"),
        },
        SpeakerKind: {
            SpeakerKind.PERSON: words.say("person"),
            SpeakerKind.ORGANISATION: words.say("organisation"),
            SpeakerKind.GROUP: words.say("group"),
            SpeakerKind.DOCUMENT: words.say("document"),
        },
        RelationKind: {
            RelationKind.CONTRADICTS: words.say("contradicts"),
            RelationKind.DISPUTES: words.say("disputes"),
            RelationKind.DENIES: words.say("denies"),
            RelationKind.SUPPORTS: words.say("supports"),
            RelationKind.COMMENTS_ON: words.say("comments on"),
            RelationKind.UPDATES: words.say("updates"),
        },
        Qualifier: {
            Qualifier.EXACTLY: words.say("exactly"),
            Qualifier.ABOUT: words.say("about"),
            Qualifier.AT_LEAST: words.say("at least"),
            Qualifier.AT_MOST: words.say("at most"),
            Qualifier.MORE_THAN: words.say("more than"),
            Qualifier.LESS_THAN: words.say("less than"),
        },
        Role: {
            Role.REVIEWER: words.say("reviewer"),
            Role.CURATOR: words.say("curator"),
            Role.OWNER: words.say("owner"),
        },
    }


def called(value: StrEnum, words: Words) -> str:
    """What a value is called."""
    return value_names(words)[type(value)][value]


def typed_as(vocabulary: type[E], text: str, words: Words) -> E | None:
    """The value that was typed, in English, in the curator's language, or as it is stored."""
    wanted = " ".join(text.replace("_", " ").split()).casefold()
    for value, name in value_names(words)[vocabulary].items():
        if wanted in {name.casefold(), value.replace("_", " ")}:
            return vocabulary(value)
    return None


def chosen(vocabulary: type[E], text: str, words: Words) -> E:
    """The value that was typed; raises RefusedInput, naming all."""
    found = typed_as(vocabulary, text, words)
    if found is None:
        names = ", ".join(value_names(words)[vocabulary].values())
        raise RefusedInput(words.say("It is one of: {values}.", values=names))
    return found


_GONE = re.compile(r"(?:(\d{1,2})\s*+:\s*+)?[-−–]")
"""What takes a figure away: "-" all of them, "2: -" the second."""

_GIVEN = re.compile(
    r"\A(?P<more>\+\s*+)?(?:(?P<place>\d{1,2})\s*+:\s*+)?(?:(?P<qualifier>[^\W\d]++(?: ++[^\W\d]++)*+)\s++)?"
    r"(?P<value>\d(?:[\u00a0 ,]*+\d)*+(?:\.\d++)?),?\s*+(?P<unit>%|[^\W\d_](?:[ -]*+\w)*+)?\s*+"
    r"(?::\s*+(?P<what>.+))?",
    re.IGNORECASE,
)
_APART = re.compile(r"[\u00a0\u202f ,]")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[\u00a0\u202f ,]\d{3}(?!\d))*+(?:\.\d+)?")


def with_figure(statement: Statement, text: str, words: Words) -> Statement:
    """The statement with one figure corrected, or with its first figure.

    It is typed as "120" or "at least 120", "2: 120" is the second figure, "2: -" takes it away and
    "-" all of them; a first figure needs its unit and what it counts, "120 drones: drones shot
    down", and so does one more, with "+" in front.

    Raises:
        RefusedInput: it cannot be understood, or the words do not carry the old number in digits.
    """
    if gone := _GONE.fullmatch(text.strip()):
        return _without(statement, gone[1], words)
    given = _GIVEN.fullmatch(text.strip())
    qualifier = typed_as(Qualifier, given["qualifier"] or "", words) if given else None
    if given is None or (given["qualifier"] and qualifier is None):
        raise RefusedInput(
            words.say(
                "I do not understand this figure. Write a number, such as 120, or with a "
                "qualifier: {qualifiers}.",
                qualifiers=", ".join(value_names(words)[Qualifier].values()),
            )
        )
    value = float(_APART.sub("", given["value"]))
    if not statement.figures or given["more"]:
        return _one_more(statement, value, qualifier, given, words)
    at = _place_of(given["place"], statement, words)
    old = statement.figures[at]
    claim = _renumbered(statement.claim, old.value, value)
    if claim == statement.claim and old.value != value:
        raise RefusedInput(
            words.say(
                "The claim does not carry the number {number} in digits. Correct the claim "
                "instead; then the figure.",
                number=number_told(old.value, words.language),
            )
        )
    new = replace(
        old,
        value=value,
        qualifier=qualifier or old.qualifier,
        text=_renumbered(old.text, old.value, value),
    )
    figures = (*statement.figures[:at], new, *statement.figures[at + 1 :])
    return replace(statement, claim=claim, figures=figures)


def _place_of(typed: str | None, statement: Statement, words: Words) -> int:
    """Which figure is meant, from 0; the first where none is named. Raises RefusedInput."""
    at = int(typed or 1) - 1
    if not 0 <= at < len(statement.figures):
        raise RefusedInput(
            words.count(
                "The statement has {number} figure.",
                "The statement has {number} figures.",
                len(statement.figures),
            )
        )
    return at


def _without(statement: Statement, place: str | None, words: Words) -> Statement:
    """The statement without one of its figures, or without any."""
    at = _place_of(place, statement, words)
    if place is None:
        return replace(statement, figures=())
    return replace(statement, figures=(*statement.figures[:at], *statement.figures[at + 1 :]))


def _one_more(
    statement: Statement,
    value: float,
    qualifier: Qualifier | None,
    given: re.Match[str],
    words: Words,
) -> Statement:
    if not given["unit"] or not given["what"]:
        raise RefusedInput(
            words.say(
                "Of a new figure write its number, its unit and what it counts, such as “120 "
                "drones: drones shot down”."
            )
        )
    unit = "percent" if given["unit"] == "%" else given["unit"].strip()
    counted = given["what"].strip()
    language = language_of(counted).value
    what = MultilingualText({language: counted}, language)
    figure = Figure(what, value, unit, qualifier or Qualifier.EXACTLY)
    return replace(statement, figures=(*statement.figures, figure))


def _renumbered(texts: MultilingualText, old: float, new: float) -> MultilingualText:
    """The texts with the old number, as digits, replaced by the new one."""
    plain = f"{old:g}" if old < 1e6 else str(int(old))  # noqa: PLR2004  # "g" turns to powers there
    spelled = {
        plain,
        f"{old:,.0f}",
        f"{old:,.0f}".replace(",", " "),
        f"{old:,.0f}".replace(",", "\xa0"),
    }
    numbers = "|".join(re.escape(one) for one in sorted(spelled, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\d.,])(?:{numbers})(?![.,]?\d)")
    written = f"{new:g}" if new < 1e6 else str(int(new))  # noqa: PLR2004  # as above
    changed = {code: pattern.sub(written, text) for code, text in texts.by_language.items()}
    return MultilingualText(changed, texts.original)


CLAIM = 600
"""Characters of a claim; one sentence has about 120."""

NOTHING = "-"
"""What a curator types for "none"."""

CHOICES: dict[str, type[StrEnum]] = {
    "kind": Kind,
    "polarity": Polarity,
    "attribution": Attribution,
    "access": Access,
}
"""Fields whose value is one of a few."""

FIELDS = (
    "claim", "figure", "speaker", "kind", "attribution", "said", "incident", "cue", "access", "channel",
    "polarity", "places", "quotes", "paragraphs", "note", "review_due",
)  # fmt: skip
"""All that can be set, in the order in which they are offered."""


def labels(words: Words) -> dict[str, str]:
    """What each field is called."""
    return {
        "claim": words.say("Claim"),
        "figure": words.say("Figure"),
        "speaker": words.say("Speaker"),
        "kind": words.say("Kind"),
        "attribution": words.say("Attribution"),
        "said": words.say("Date said"),
        "incident": words.say("Incident"),
        "cue": words.say("Cue verb"),
        "access": words.say("Who could hear it"),
        "channel": words.say("Where it was said"),
        "polarity": words.say("Affirmed or negated"),
        "places": words.say("Places"),
        "quotes": words.say("Quoted words"),
        "paragraphs": words.say("Paragraph"),
        "note": words.say("Editor's note"),
        "review_due": words.say("Review due"),
    }


def unknown_field(name: str, words: Words) -> str:
    """That there is no such field, and which there are."""
    return words.say(
        "There is no field “{name}”. The fields are: {fields}.",
        name=name[:40],
        fields=", ".join(labels(words).values()),
    )


def date_of(text: str) -> str | None:
    """EDTF, typed so or as people write dates, or None for "-".

    Raises:
        RefusedInput: it is no date of that form.
    """
    return None if text.strip() == NOTHING else edtf(text.strip())


def worded(texts: MultilingualText, field: str, text: str, words: Words) -> MultilingualText:
    """Texts with one language set; "claim.ru" names it, else the original is meant.

    Raises:
        RefusedInput: the language is none of ours, or the text is empty or too long.
    """
    language = field.partition(".")[2] or texts.original
    if language not in CODES:
        raise RefusedInput(words.say("The languages are en, ru and uk."))
    value = " ".join(text.split())
    if value == NOTHING:
        return with_text(texts, Typed("", language))
    if not value or len(value) > CLAIM:
        raise RefusedInput(
            words.say("Write one sentence of at most {number} characters.", number=CLAIM)
        )
    return with_text(texts, Typed(value, language))


def shown_language(statement: Statement, words: Words) -> str:
    """The language in which a curator sees a claim: their own where it is given, else its own."""
    claim = statement.claim
    return words.language if words.language in claim.by_language else claim.original


class FieldValues:
    """Sets fields of statements; names become ids."""

    def __init__(self, names: RecordLookup) -> None:
        self._names = names

    def set(self, statement: Statement, field: str, text: str, words: Words) -> Statement:
        """The statement with the field in its new state.

        Args:
            statement: as it is.
            field: one of `FIELDS`, with a language for texts ("claim.ru").
            text: the new value; "-" for none.
            words: of the curator.

        Raises:
            RefusedInput: there is no such field, or the value is none for it.
            NotFound: it names a speaker, incident or place that the store has not.
        """
        name, _, language = field.partition(".")
        code = language or shown_language(statement, words)
        if name not in FIELDS:
            raise RefusedInput(unknown_field(name, words))
        if code not in CODES:
            raise RefusedInput(words.say("The languages are en, ru and uk."))
        if name == "figure":
            return with_figure(statement, text, words)
        if name == "note":
            return _noted(statement, text, words)
        if name == "claim":
            worded(statement.claim, f"claim.{code}", text.strip() or NOTHING, words)
        typed = "" if text.strip() == NOTHING else self._ids(name, text, words)
        if name == "claim" and not typed and code == statement.claim.original:
            raise RefusedInput(
                words.say("The claim cannot be empty: retract the statement instead.")
            )
        if name in CHOICES and typed:
            typed = chosen(CHOICES[name], typed, words).value
        if name == "attribution" and typed.casefold() == Attribution.NARRATOR:
            name, typed = "speaker", ""
        changed = edited(statement, name, typed, language=code)
        if name == "claim":
            changed = figures_follow(statement, changed, code)
        own = changed.claim.in_language("") != statement.claim.in_language("")
        return replace(changed, machine_extracted=statement.machine_extracted and not own)

    def _ids(self, name: str, text: str, words: Words) -> str:
        """What was typed, with ids in the place of names."""
        match name:
            case "speaker":
                return self._names.speaker(text, words).id
            case "incident":
                return self._names.incident(text, words).id
            case "places":
                parts = [part for part in text.split(",") if part.strip()]
                return " ".join(self._names.place(part, words).id for part in parts)
        return text


def figures_follow(before: Statement, after: Statement, language: str) -> Statement:
    """The figures of a claim that was reworded: what its words count no more is counted no more.

    A number that took the place of the only one that is gone is the figure's new value. What stood
    in words, or in another language, is left as it is.

    Args:
        before: with the old wording.
        after: with the new one.
        language: that was reworded.
    """
    old, new = (one.claim.by_language.get(language, "") for one in (before, after))
    there, here = _digits(old), _digits(new)
    missing = [one for one in after.figures if one.value in there and one.value not in here]
    added = [one for one in here if one not in there]
    if not missing:
        return after
    figures = []
    for figure in after.figures:
        if figure not in missing:
            figures.append(figure)
        elif len(missing) == len(added) == 1:
            text = _renumbered(figure.text, figure.value, added[0])
            figures.append(replace(figure, value=added[0], text=text))
    return replace(after, figures=tuple(figures))


def _digits(text: str) -> list[float]:
    """The numbers that stand in a text in digits, but those of dates."""
    numbers = _NUMBER.findall(parted(text)[0])
    return list(dict.fromkeys(float(_APART.sub("", one)) for one in numbers))


def _noted(statement: Statement, text: str, words: Words) -> Statement:
    """One more note; "-" takes all away; a leading "!" marks the article's wording as unclear."""
    if text.strip() == NOTHING:
        return replace(statement, notes=())
    unclear = text.startswith("!")
    said = " ".join(text.lstrip("!").split())
    note = Note(MultilingualText({words.language: said}, words.language), unclear)
    return replace(statement, notes=(*statement.notes, note))


LONGEST = 300
"""Characters of a part."""


def head_labels(words: Words) -> dict[str, str]:
    """What each part is called."""
    return {
        "title": words.say("Title"),
        "publisher": words.say("Publisher"),
        "author": words.say("Author"),
        "published": words.say("Published"),
        "url": words.say("Link"),
        "language": words.say("Language"),
        "origin": words.say("Origin"),
        "derived_from": words.say("Derived from"),
    }


def heads(words: Words) -> Mapping[str, str]:
    """The parts by what people may call them."""
    parts = head_labels(words)
    named = {label.casefold(): name for name, label in parts.items()}
    return {**named, **{name: name for name in parts}, words.say("date"): "published",
            "date": "published", "link": "url", "derived from": "derived_from"}  # fmt: skip


def origins(words: Words) -> dict[Origin, str]:
    """Where a text may come from, in words."""
    return {
        Origin.OWN_REPORTING: words.say("own reporting"),
        Origin.AGENCY_COPY: words.say("agency copy"),
        Origin.PRESS_RELEASE: words.say("press release"),
        Origin.AGGREGATED: words.say("retold from others"),
        Origin.UNKNOWN: words.say("unknown"),
    }


def current_head(article: Article, name: str, words: Words) -> str:
    """A part as it stands, in words; empty for none."""
    if name == "origin":
        return origins(words)[article.origin]
    return str(getattr(article, name) or "")


def headed(  # noqa: C901, PLR0911  # one case for each part of a head
    article: Article, name: str, value: str, names: RecordLookup, words: Words
) -> Article:
    """An article with one part of its head in its new state; "-" for none.

    Raises:
        RefusedInput: the value is none for it.
        NotFound: it is to come from an article that the store has not.
    """
    text = " ".join(value.split())
    none = text == NOTHING
    if len(text) > LONGEST:
        raise RefusedInput(
            words.say("Write one sentence of at most {number} characters.", number=LONGEST)
        )
    match name:
        case "title":
            if none or not text:
                raise RefusedInput(words.say("An article needs a title."))
            return replace(article, title=text)
        case "published":
            return replace(article, published=date_of(text))
        case "language":
            if text.casefold() not in CODES:
                raise RefusedInput(words.say("The languages are en, ru and uk."))
            return replace(article, language=text.casefold())
        case "origin":
            named = {label.casefold(): origin for origin, label in origins(words).items()}
            named |= {origin.value.replace("_", " "): origin for origin in Origin}
            wanted = text.casefold().replace("_", " ")
            if wanted not in named:
                values = ", ".join(origins(words).values())
                raise RefusedInput(words.say("It is one of: {values}.", values=values))
            return replace(article, origin=named[wanted])
        case "derived_from":
            source = None if none else names.article(text, words).id
            if source == article.id:
                raise RefusedInput(words.say("An article is not derived from itself."))
            return replace(article, derived_from=source)
        case "url":
            return replace(article, url=None if none else _link(text, words))
        case "author":
            return replace(article, author=None if none else text)
    return replace(article, publisher=None if none else text)


def _link(text: str, words: Words) -> str:
    """A link, with or without https:// in front; raises RefusedInput."""
    link = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or "." not in (parts.hostname or "") or " " in link:
        raise RefusedInput(words.say("“{text}” is no link.", text=text[:80]))
    return link
