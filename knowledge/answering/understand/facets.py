"""Questions for a list: everything by a speaker, of a kind, of a time, of an incident."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from knowledge.answering.understand import listing_words as said_as
from knowledge.answering.understand.times import When
from knowledge.model import Access, Attribution, Kind


class Of(StrEnum):
    """What is listed."""

    STATEMENTS = "statements"
    INCIDENTS = "incidents"
    TIMELINE = "timeline"
    SPEAKERS = "speakers"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class Facet:
    """Which statements are asked for; empty means: no matter.

    Args:
        asked: whether words such as "all" or "list" ask for a list.
        whens: times of the incident or of the saying.
    """

    of: Of = Of.STATEMENTS
    asked: bool = False
    speakers: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    kinds: tuple[Kind, ...] = ()
    access: tuple[Access, ...] = ()
    whens: tuple[When, ...] = field(default=())
    quoted: bool = False
    figures: bool = False
    disputed: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(
            self.speakers
            or self.incidents
            or self.places
            or self.attributions
            or self.kinds
            or self.access
            or self.whens
            or self.quoted
            or self.figures
            or self.disputed
        )


@dataclass(frozen=True, slots=True)
class Facets:
    """What was found of a facet in a question, and the words that it does not explain.

    Args:
        happened: whether it is asked what happened.
        about: whether everything about something is asked for.
        said: whether it is asked what was said.
    """

    facet: Facet
    happened: bool
    about: bool
    said: bool
    rest: str


def facets_in(text: str) -> Facets:
    """Read the listing words of a folded text from which times are taken already."""
    facet = Facet()
    rest = text
    for pattern, setting in said_as.FLAGS:
        rest, found = _cut(pattern, rest)
        if found:
            facet = _with(facet, setting)
    rest, timeline = _cut(said_as.TIMELINE, rest)
    rest, happened = _cut(said_as.HAPPENED, rest)
    rest, about = _cut(said_as.ABOUT, rest)
    # "All anonymous sources" are people, "all your sources" are articles.
    rest, articles = _cut(said_as.ARTICLES, rest) if facet == Facet() else (rest, False)
    rest, asked = _cut(said_as.LIST, rest)
    without_incidents, incidents = _cut(said_as.INCIDENTS, rest)
    # "Who spoke anonymously" asks for what was said so.
    without_speakers, speakers = _cut(said_as.SPEAKERS, rest) if facet == Facet() else (rest, False)
    if timeline:
        facet, rest = replace(facet, of=Of.TIMELINE, asked=True), without_incidents
    elif articles:
        facet = replace(facet, of=Of.ARTICLES, asked=True)
    elif incidents and not (happened or about):
        facet, rest = replace(facet, of=Of.INCIDENTS), without_incidents
    elif speakers:
        facet, rest = replace(facet, of=Of.SPEAKERS), without_speakers
    if facet.access:
        rest, _ = _cut(said_as.PAPERS, rest)
    rest, said = _cut(said_as.NOUNS, rest)
    return Facets(replace(facet, asked=facet.asked or asked), happened, about, said, rest)


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    cut, times = pattern.subn(" ", text)
    return cut, times > 0


def _with(facet: Facet, setting: dict[str, object]) -> Facet:
    """Join what a word adds: "anonymous and unnamed" is both."""
    joined: dict[str, object] = {}
    for name, value in setting.items():
        held = getattr(facet, name)
        joined[name] = _both(held, value) if isinstance(value, tuple) else value
    return replace(facet, **joined)  # type: ignore[arg-type]  # names and values stand in said_as.FLAGS


def _both(held: Iterable[object], more: Iterable[object]) -> tuple[object, ...]:
    return tuple(dict.fromkeys((*held, *more)))
