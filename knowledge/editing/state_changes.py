"""A record's way: what keeps it from being published, published, retracted, merged into another, and back again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from knowledge.domain import (
    Article,
    Concept,
    Conflict,
    Edit,
    Entry,
    GapQuestion,
    Incident,
    MultilingualText,
    Place,
    Record,
    RefusedInput,
    Relation,
    Revision,
    Speaker,
    State,
    Statement,
    as_json,
    from_plain,
    unsound,
)
from knowledge.domain.dates import Edtf, NotEdtf
from knowledge.languages.registry import CODES
from knowledge.translations import Wording


def obstacles(statement: Statement) -> tuple[str, ...]:
    """Why the statement cannot be published, as sentences; empty if it can."""
    said = list(unsound(statement))
    for name, text in (
        ("the date of saying", statement.said),
        ("the day of review", statement.reviewed),
        ("the day when review is due", statement.review_due),
    ):
        if text is not None:
            try:
                Edtf.parse(text)
            except NotEdtf as error:
                said.append(f"Look at {name}: {error}")
    return tuple(said)


def worries(statement: Statement, languages: tuple[str, ...] = CODES) -> tuple[str, ...]:
    """What an editor should look at before publishing, as sentences; none of it forbids anything.

    Args:
        statement: as it would be published.
        languages: those that readers have.
    """
    said = [
        f"The claim is not given in {code}; readers of it get the original."
        for code in languages
        if code not in statement.claim.by_language
    ]
    for figure in statement.figures:
        for code, words in figure.text.by_language.items():
            if words not in statement.claim.by_language.get(code, words):
                said.append(f"The figure's words “{words}” do not stand in the claim.")
    if not statement.phrasings:
        said.append("No phrasing says how a reader would ask for it.")
    if statement.incident is None:
        said.append("It belongs to no incident.")
    return tuple(said)


TYPES: Mapping[str, type[Any]] = {
    "article": Article,
    "place": Place,
    "speaker": Speaker,
    "incident": Incident,
    "statement": Statement,
    "gap": GapQuestion,
    "concept": Concept,
}
"""The types of records by the name that histories give them."""


def published(statement: Statement, reviewed: str) -> Statement:
    """The statement as readers will get it.

    Args:
        statement: a draft, one in review, or one that was retracted.
        reviewed: EDTF day of the review.

    Raises:
        RefusedInput: something is missing; says what.
    """
    if statement.state is State.MERGED:
        raise RefusedInput(
            Wording('It was merged into "{id}"; undo that first.', id=statement.merged_into)
        )
    ready = replace(
        statement, state=State.PUBLISHED, reviewed=reviewed, machine_extracted=False, reason=None
    )
    if said := obstacles(ready):
        raise RefusedInput(Wording.joined(said))
    return ready


def retracted(statement: Statement, reason: str) -> Statement:
    """The statement taken back; it stays in the store with its reason. Raises RefusedInput."""
    if not reason.strip():
        raise RefusedInput(Wording("A retraction needs a reason; say why it is taken back."))
    if statement.state in {State.RETRACTED, State.MERGED}:
        raise RefusedInput(
            Wording("The statement is {state} already.", state=Wording(statement.state.value))
        )
    return replace(statement, state=State.RETRACTED, reason=reason.strip())


def merged(duplicate: Record, into: Record, reason: str) -> Edit:
    """One statement in place of two: the other's id leads to it from now on.

    It takes over appearances, phrasings, notes and relations that it has not itself.

    Raises:
        RefusedInput: they are one already, or have different speakers or polarities: then they are
            two statements, however alike they sound.
    """
    one, other = duplicate.statement, into.statement
    if one.id == other.id:
        raise RefusedInput(Wording("A statement cannot be merged into itself."))
    if State.MERGED in {one.state, other.state}:
        raise RefusedInput(
            Wording("One of them was merged before; use the statement that took its place.")
        )
    if one.speaker != other.speaker:
        raise RefusedInput(Wording("They have different speakers: relate them instead of merging."))
    if one.polarity != other.polarity:
        raise RefusedInput(
            Wording("One affirms what the other denies: relate them instead of merging.")
        )
    places = {(seen.article, seen.paragraphs) for seen in other.appearances}
    kept = replace(
        other,
        appearances=other.appearances
        + tuple(seen for seen in one.appearances if (seen.article, seen.paragraphs) not in places),
        phrasings=tuple(dict.fromkeys(other.phrasings + one.phrasings)),
        notes=other.notes + tuple(note for note in one.notes if note not in other.notes),
        places=tuple(dict.fromkeys(other.places + one.places)),
    )
    gone = replace(one, state=State.MERGED, merged_into=other.id, reason=reason.strip() or None)
    moved = [replace(relation, source=other.id) for relation in duplicate.outgoing]
    moved += [replace(relation, target=other.id) for relation in duplicate.incoming]
    there = {_ends(relation) for relation in (*into.outgoing, *into.incoming)}
    return Edit(
        statements=(kept, gone),
        relate=tuple(
            relation
            for relation in moved
            if relation.source != relation.target and _ends(relation) not in there
        ),
        unrelate=(*duplicate.outgoing, *duplicate.incoming),
    )


def undone(revision: Revision, current: Entry | Relation | None) -> Edit:
    """The change that takes a revision back.

    A statement that was created is retracted, for nothing is deleted.

    Args:
        revision: what is taken back.
        current: the record as it is now; None for a relation that is not there.

    Raises:
        Conflict: the record was changed since; the later changes must be undone first.
        RefusedInput: it cannot be taken back.
    """
    now = None if current is None else as_json(current)
    if now != revision.after:
        raise Conflict(Wording("It was changed again since; undo the later changes first."))
    if revision.subject == "relation":
        if revision.before is None:
            return Edit(unrelate=(_relation(revision.after),))
        return Edit(relate=(_relation(revision.before),))
    if revision.before is None:
        if isinstance(current, Statement):
            return Edit(statements=(retracted(current, "Its creation was undone."),))
        raise RefusedInput(
            Wording(
                "Nothing is deleted: the {subject} stays; edit it instead.",
                subject=Wording(revision.subject),
            )
        )
    before = from_plain(TYPES[revision.subject], json.loads(revision.before))
    if isinstance(current, Statement):
        return Edit(statements=(replace(before, version=current.version),))
    return Edit(others=((before, current),))  # type: ignore[arg-type]  # relations are dealt with above


def _ends(relation: Relation) -> tuple[str, str, str]:
    return relation.source, relation.kind.value, relation.target


def _relation(content: str | None) -> Relation:
    return from_plain(Relation, json.loads(content or "{}"))


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
