"""Statements by their properties: ids only, in the order they came."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, distinct, exists, func, or_, select

from knowledge.domain import AGAINST, Access, Attribution, Kind, State
from knowledge.storage.database import Database
from knowledge.storage.record_rows import (
    APPEARANCES,
    INCIDENT_PLACES,
    KINDS,
    RELATIONS,
    STATEMENT_PLACES,
)

STATEMENTS = KINDS["statement"].table
INCIDENTS = KINDS["incident"].table
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """What a statement must be; every condition that is given must hold.

    Args:
        speakers: ids, any of them; so with the other lists. None given: all.
        incidents: ids; those that are part of them are not meant.
        attributions: of any appearance.
        kinds: of the statement.
        access: of the channel of any appearance.
        places: ids, of the statement itself or of its incident.
        articles: ids, of any appearance.
        said: EDTF; statements said on that date or more precisely ("XXXX-12" finds "XXXX-12-14").
        quoted: only those that carry words in quotation marks.
        figures: only those that give a figure.
        disputed: only those that another published statement contradicts, disputes or denies.
        states: published, if not given.
    """

    speakers: Sequence[str] = ()
    incidents: Sequence[str] = ()
    attributions: Sequence[Attribution] = ()
    kinds: Sequence[Kind] = ()
    access: Sequence[Access] = ()
    places: Sequence[str] = ()
    articles: Sequence[str] = ()
    said: str | None = None
    quoted: bool = False
    figures: bool = False
    disputed: bool = False
    states: Sequence[State] = (State.PUBLISHED,)


PUBLISHED = StatementFilter()
"""Every statement that readers see."""


class StatementQueries:
    """The part of the store that finds statements by what they are."""

    def __init__(self, asked: Database) -> None:
        self._asked = asked

    def select(self, wanted: StatementFilter = PUBLISHED, *, limit: int | None = None) -> list[str]:
        """Ids of the statements that are so; `limit` is how many at most."""
        table = STATEMENTS.c
        lists: tuple[tuple[Sequence[str], Callable[[Sequence[str]], Condition]], ...] = (
            (wanted.states, table.state.in_),
            (wanted.speakers, table.speaker.in_),
            (wanted.incidents, table.incident.in_),
            (wanted.kinds, table.kind.in_),
            (wanted.attributions, lambda values: _appears("attribution", values)),
            (wanted.access, lambda values: _appears("access", values)),
            (wanted.articles, lambda values: _appears("article", values)),
            (wanted.places, _in_places),
        )
        flags = (
            (wanted.quoted, table.quoted),
            (wanted.figures, table.figures),
            (wanted.disputed, _disputed()),
        )
        conditions = [among([str(one) for one in values]) for values, among in lists if values]
        conditions += [condition for is_wanted, condition in flags if is_wanted]
        if wanted.said is not None:
            conditions.append(table.said.startswith(wanted.said, autoescape=True))
        query = select(STATEMENTS.c.id).where(*conditions).order_by(STATEMENTS.c.position)
        with self._asked.reading() as connection:
            return list(connection.execute(query.limit(limit)).scalars())

    def counted(self, of: Literal["speaker", "narrator", "article"]) -> dict[str | None, int]:
        """How many published statements there are of each, by its id; None: of no speaker; of the narrator alone."""
        published = STATEMENTS.c.state == State.PUBLISHED.value
        if of == "speaker":
            each = STATEMENTS.c.speaker
            query = select(each, func.count()).where(published)
        elif of == "narrator":
            each = STATEMENTS.c.speaker
            own = select(APPEARANCES.c.statement).where(
                APPEARANCES.c.attribution == Attribution.NARRATOR.value
            )
            query = select(each, func.count()).where(
                published, each.is_(None), STATEMENTS.c.position.in_(own)
            )
        else:
            each = APPEARANCES.c.article
            query = select(each, func.count(distinct(APPEARANCES.c.statement)))
            query = query.join(STATEMENTS, STATEMENTS.c.position == APPEARANCES.c.statement)
            query = query.where(published)
        with self._asked.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query.group_by(each))}

    def ids_beginning(self, beginning: str) -> list[str]:
        """Ids of statements, incidents and speakers that begin with this text."""
        tables = [KINDS[name].table.c for name in ("statement", "incident", "speaker")]
        queries = [
            select(columns.id).where(columns.id.startswith(beginning, autoescape=True))
            for columns in tables
        ]
        with self._asked.reading() as connection:
            return [id_ for query in queries for id_ in connection.execute(query).scalars()]


def _appears(column: str, values: Sequence[str]) -> Condition:
    of = select(APPEARANCES.c.statement).where(APPEARANCES.c[column].in_(values))
    return STATEMENTS.c.position.in_(of)


def _in_places(places: Sequence[str]) -> Condition:
    own = select(STATEMENT_PLACES.c.statement).where(STATEMENT_PLACES.c.place.in_(places))
    incidents = (
        select(INCIDENTS.c.id)
        .join(INCIDENT_PLACES, INCIDENT_PLACES.c.incident == INCIDENTS.c.position)
        .where(INCIDENT_PLACES.c.place.in_(places))
    )
    return or_(STATEMENTS.c.position.in_(own), STATEMENTS.c.incident.in_(incidents))


def _disputed() -> Condition:
    other = STATEMENTS.alias()
    return exists().where(
        RELATIONS.c.target == STATEMENTS.c.id,
        RELATIONS.c.kind.in_([kind.value for kind in AGAINST]),
        RELATIONS.c.source == other.c.id,
        other.c.state == State.PUBLISHED.value,
    )
