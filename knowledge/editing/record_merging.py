"""Two speakers, places or incidents as one: names and statements move, the other's id leads on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from knowledge.domain import (
    Edit,
    Entry,
    Incident,
    MultilingualText,
    Place,
    RefusedInput,
    Speaker,
    Statement,
)
from knowledge.translations import Wording

N = TypeVar("N", bound=Speaker | Place | Incident)
Change = tuple[Entry, Entry]
"""A record as it will be, and as it is."""


def speakers_merged(gone: Speaker, into: Speaker, statements: Iterable[Statement]) -> Edit:
    """One speaker in place of two.

    Args:
        gone: whose id leads to the other from then on.
        into: who takes over names, a role that they have not, and what was said.
        statements: all of the one who goes, in any state.

    Raises:
        RefusedInput: they are one already.
    """
    _two(gone, into)
    kept = replace(
        _named(into, gone),
        role=_filled(into.role, gone.role),
        party=into.party or gone.party,
    )
    moved = tuple(replace(one, speaker=into.id) for one in statements)
    return Edit(statements=moved, others=((kept, into), (_led(gone, into.id), gone)))


def incidents_merged(
    gone: Incident, into: Incident, statements: Iterable[Statement], parts: Sequence[Incident]
) -> Edit:
    """The same of two incidents; `parts` are those that are part of the one that goes."""
    _two(gone, into)
    kept = replace(
        _named(into, gone),
        when=into.when or gone.when,
        places=tuple(dict.fromkeys((*into.places, *gone.places))),
        notes=into.notes + tuple(note for note in gone.notes if note not in into.notes),
        part_of=None if into.part_of == gone.id else into.part_of,
    )
    moved = tuple(replace(one, incident=into.id) for one in statements)
    others: list[Change] = [(kept, into), (_led(gone, into.id), gone)]
    others += [(replace(one, part_of=into.id), one) for one in parts if one.id != into.id]
    return Edit(statements=moved, others=tuple(others))


def places_merged(
    gone: Place,
    into: Place,
    statements: Iterable[Statement],
    incidents: Iterable[Incident],
    inner: Sequence[Place],
) -> Edit:
    """The same of two places; incidents there and places within them move too."""
    _two(gone, into)
    within = into.within or gone.within
    kept = replace(_named(into, gone), within=None if within in {gone.id, into.id} else within)
    moved = tuple(replace(one, places=_moved(one.places, gone, into)) for one in statements)
    others: list[Change] = [(kept, into), (_led(gone, into.id), gone)]
    others += [(replace(one, places=_moved(one.places, gone, into)), one) for one in incidents]
    others += [(replace(one, within=into.id), one) for one in inner if one.id != into.id]
    return Edit(statements=moved, others=tuple(others))


def _two(gone: Speaker | Place | Incident, into: Speaker | Place | Incident) -> None:
    if gone.id == into.id:
        raise RefusedInput(Wording("These are one already."))


def _named(into: N, gone: N) -> N:
    """With the names of the other: in a language that has none as a name, else as an alias."""
    name = _filled(into.name, gone.name)
    there = {*name.all(), *into.aliases}
    more = [one for one in (*gone.name.all(), *gone.aliases) if one not in there]
    return replace(into, name=name, aliases=(*into.aliases, *dict.fromkeys(more)))


def _led(gone: N, into: str) -> N:
    """What is left: aliases are for finding, and nobody is to find this."""
    return replace(gone, aliases=(), merged_into=into)


def _filled(texts: MultilingualText, others: MultilingualText) -> MultilingualText:
    """Texts with those of others in the languages that they lack."""
    if not texts:
        return others
    return replace(texts, by_language={**others.by_language, **texts.by_language})


def _moved(ids: Sequence[str], gone: Place, into: Place) -> tuple[str, ...]:
    return tuple(dict.fromkeys(into.id if one == gone.id else one for one in ids))
