"""Statements by their properties: ids only, in the order they came."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_, select

from knowledge.model import Access, Attribution, Kind, RelationKind, State
from knowledge.store.connection import Database
from knowledge.store.kinds import KINDS, table_of
from knowledge.store.rows import APPEARANCES, INCIDENT_PLACES, STATEMENT_PLACES
from knowledge.store.tables import RelationRow

STATEMENTS = KINDS["statement"].table
INCIDENTS = KINDS["incident"].table
RELATIONS = table_of(RelationRow)
AGAINST = (RelationKind.CONTRADICTS, RelationKind.DISPUTES, RelationKind.DENIES)


class Selecting:
    """The part of the store that finds statements by what they are."""

    _database: Database

    def select(
        self,
        *,
        speakers: Sequence[str] = (),
        incidents: Sequence[str] = (),
        attributions: Sequence[Attribution] = (),
        kinds: Sequence[Kind] = (),
        access: Sequence[Access] = (),
        places: Sequence[str] = (),
        articles: Sequence[str] = (),
        said: str | None = None,
        quoted: bool = False,
        figures: bool = False,
        disputed: bool = False,
        states: Sequence[State] = (State.PUBLISHED,),
        limit: int | None = None,
    ) -> list[str]:
        """Ids of the statements that meet every condition given.

        Args:
            speakers: any of these ids; so with the other lists. None of them: all.
            places: of the statement itself or of its incident.
            said: EDTF; statements said on that date or more precisely ("XXXX-12" finds
                "XXXX-12-14").
            quoted: only those that carry words in quotation marks.
            figures: only those that give a figure.
            disputed: only those that another published statement contradicts, disputes or denies.
        """
        conditions: list[ColumnElement[bool]] = [
            STATEMENTS.c.state.in_([state.value for state in states])
        ]
        if speakers:
            conditions.append(STATEMENTS.c.speaker.in_(speakers))
        if incidents:
            conditions.append(STATEMENTS.c.incident.in_(incidents))
        if kinds:
            conditions.append(STATEMENTS.c.kind.in_([kind.value for kind in kinds]))
        if said is not None:
            conditions.append(STATEMENTS.c.said.startswith(said, autoescape=True))
        if quoted:
            conditions.append(STATEMENTS.c.quoted)
        if figures:
            conditions.append(STATEMENTS.c.figures)
        if attributions:
            conditions.append(_appears("attribution", [one.value for one in attributions]))
        if access:
            conditions.append(_appears("access", [one.value for one in access]))
        if articles:
            conditions.append(_appears("article", articles))
        if places:
            conditions.append(_in_places(places))
        if disputed:
            conditions.append(_disputed())
        query = select(STATEMENTS.c.id).where(*conditions).order_by(STATEMENTS.c.position)
        with self._database.reading() as connection:
            return list(connection.execute(query.limit(limit)).scalars())


def _appears(column: str, values: Sequence[str]) -> ColumnElement[bool]:
    of = select(APPEARANCES.c.statement).where(APPEARANCES.c[column].in_(values))
    return STATEMENTS.c.position.in_(of)


def _in_places(places: Sequence[str]) -> ColumnElement[bool]:
    own = select(STATEMENT_PLACES.c.statement).where(STATEMENT_PLACES.c.place.in_(places))
    incidents = (
        select(INCIDENTS.c.id)
        .join(INCIDENT_PLACES, INCIDENT_PLACES.c.incident == INCIDENTS.c.position)
        .where(INCIDENT_PLACES.c.place.in_(places))
    )
    return or_(STATEMENTS.c.position.in_(own), STATEMENTS.c.incident.in_(incidents))


def _disputed() -> ColumnElement[bool]:
    other = STATEMENTS.alias()
    return exists().where(
        RELATIONS.c.target == STATEMENTS.c.id,
        RELATIONS.c.kind.in_([kind.value for kind in AGAINST]),
        RELATIONS.c.source == other.c.id,
        other.c.state == State.PUBLISHED.value,
    )
