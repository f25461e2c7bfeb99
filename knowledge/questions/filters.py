"""Questions for a list: everything by a speaker, of a kind, of a time, of an incident."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from knowledge.domain import Access, Attribution, Kind
from knowledge.languages.registry import ordered, pattern
from knowledge.questions.value_expressions import TimeExpression


def _any(key: str, *more: str) -> re.Pattern[str]:
    """Whole words that are asked for by one of these patterns, in any language."""
    return re.compile(rf"\b(?:{'|'.join((pattern('listings', key), *more))})(?!\w)")


TIMELINE = _any("timeline")
INCIDENTS = _any("incidents")
SPEAKERS = _any("speakers")
ARTICLES = _any("articles")
LIST = _any(
    "list",
    rf"(?:{pattern('listings', 'which')}) (?=(?:\w+ ){{0,2}}(?:{pattern('listings', 'listed')}))",
)
NOUNS = _any("nouns")
PAPERS = _any("papers")
"""What was not public is a report or a meeting: the word adds nothing to "classified"."""

WRITTEN = ordered("listings", "written")
"""Of these words the forms that are typed most, for a slip in one of them to be seen."""

HAPPENED = _any("happened")
"""Of a time, a place or an incident, everything about it."""
ABOUT = _any("about")
"""Of anything that has a name, everything about it."""
_NOBODY = _any("nobody")

FLAGS: tuple[tuple[re.Pattern[str], dict[str, object]], ...] = (
    (_any("anonymous"), {"attributions": (Attribution.ANONYMOUS,)}),
    (_NOBODY, {"attributions": (Attribution.NARRATOR,)}),
    (_any("unnamed"), {"attributions": (Attribution.UNNAMED, Attribution.ANONYMOUS)}),
    (_any("named"), {"attributions": (Attribution.NAMED,)}),
    (_any("predictions"), {"kinds": (Kind.PREDICTION,)}),
    (_any("denials"), {"kinds": (Kind.DENIAL,)}),
    (_any("opinions"), {"kinds": (Kind.ASSESSMENT, Kind.CHARACTERISATION)}),
    (_any("facts"), {"kinds": (Kind.FACT,)}),
    (_any("classified"), {"access": (Access.CLASSIFIED,)}),
    (_any("closed_door"), {"access": (Access.CLOSED_DOOR,)}),
    (_any("not_public"), {"access": (Access.CLASSIFIED, Access.CLOSED_DOOR, Access.UNDISCLOSED)}),
    (_any("quoted"), {"quoted": True}),
    (_any("figures"), {"figures": True}),
    (_any("disputed"), {"disputed": True}),
)
"""A pattern and what it sets in a facet, by field."""


class ListingSubject(StrEnum):
    """What is listed."""

    STATEMENTS = "statements"
    INCIDENTS = "incidents"
    TIMELINE = "timeline"
    SPEAKERS = "speakers"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class ListingFilter:
    """Which statements are asked for; empty means: no matter.

    Args:
        asked: whether words such as "all" or "list" ask for a list.
        whens: times of the incident or of the saying.
    """

    of: ListingSubject = ListingSubject.STATEMENTS
    asked: bool = False
    speakers: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    kinds: tuple[Kind, ...] = ()
    access: tuple[Access, ...] = ()
    whens: tuple[TimeExpression, ...] = field(default=())
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
class ListingFilterReader:
    """What was found of a facet in a question, and the words that it does not explain.

    Args:
        happened: whether it is asked what happened.
        about: whether everything about something is asked for.
        said: whether it is asked what was said.
    """

    facet: ListingFilter
    happened: bool
    about: bool
    said: bool
    rest: str


def listing_filter_in(text: str) -> ListingFilterReader:
    """Read the listing words of a folded text from which times are taken already."""
    facet = ListingFilter()
    rest = text
    for flag, setting in FLAGS:
        rest, found = _cut(flag, rest)
        if found:
            facet = _with(facet, setting)
    rest, timeline = _cut(TIMELINE, rest)
    rest, happened = _cut(HAPPENED, rest)
    rest, about = _cut(ABOUT, rest)
    # "All anonymous sources" are people, "all your sources" are articles.
    rest, articles = _cut(ARTICLES, rest) if facet == ListingFilter() else (rest, False)
    rest, asked = _cut(LIST, rest)
    without_incidents, incidents = _cut(INCIDENTS, rest)
    # "Who spoke anonymously" asks for what was said so.
    without_speakers, speakers = _cut(SPEAKERS, rest) if facet == ListingFilter() else (rest, False)
    if timeline:
        facet, rest = replace(facet, of=ListingSubject.TIMELINE, asked=True), without_incidents
    elif articles:
        facet = replace(facet, of=ListingSubject.ARTICLES, asked=True)
    elif incidents and not (happened or about):
        facet, rest = replace(facet, of=ListingSubject.INCIDENTS), without_incidents
    elif speakers:
        facet, rest = replace(facet, of=ListingSubject.SPEAKERS), without_speakers
    if facet.access:
        rest, _ = _cut(PAPERS, rest)
    rest, said = _cut(NOUNS, rest)
    return ListingFilterReader(
        replace(facet, asked=facet.asked or asked), happened, about, said, rest
    )


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    cut, times = pattern.subn(" ", text)
    return cut, times > 0


def _with(facet: ListingFilter, setting: dict[str, object]) -> ListingFilter:
    """Join what a word adds: "anonymous and unnamed" is both."""
    joined: dict[str, object] = {}
    for name, value in setting.items():
        held = getattr(facet, name)
        joined[name] = _both(held, value) if isinstance(value, tuple) else value
    return replace(facet, **joined)  # type: ignore[arg-type]  # names and values stand in said_as.FLAGS


def _both(held: Iterable[object], more: Iterable[object]) -> tuple[object, ...]:
    return tuple(dict.fromkeys((*held, *more)))
