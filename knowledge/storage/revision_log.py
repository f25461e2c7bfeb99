"""The log of revisions, written in the transaction of the change they tell of, and the feed of them to other processes."""

import logging
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, insert, or_, select

from knowledge.domain import Actor, Changes, Revision, StoreProblem
from knowledge.storage.database import CHANNEL, Database
from knowledge.storage.record_rows import (
    APPEARANCES,
    INCIDENT_PLACES,
    KINDS,
    RELATIONS,
    STATEMENT_PLACES,
    AnyRow,
    new_number,
    table_of,
)
from knowledge.storage.tables import RevisionRow

REVISIONS = table_of(RevisionRow)


@dataclass(frozen=True, slots=True)
class RevisionJournal:
    """Who changes something, when, why and at whose request; writes the revisions."""

    connection: Connection
    actor: Actor
    reason: str
    at: datetime
    update_id: int | None = None

    def row(
        self, subject: str, subject_id: str, before: str | None, after: str | None
    ) -> dict[str, Any]:
        """A revision as a row; `after` is not kept where the record was created."""
        return {
            "subject": subject,
            "subject_id": subject_id,
            "actor": self.actor.id,
            "actor_name": self.actor.name,
            "at": self.at,
            "reason": self.reason,
            "before": before,
            "after": None if before is None else after,
            "update_id": self.update_id,
        }

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        """Add these revisions, in this order."""
        if rows:
            self.connection.execute(insert(REVISIONS), list(rows))

    def write_one(
        self, subject: str, subject_id: str, before: str | None, after: str | None
    ) -> Revision:
        """Add one revision and give it."""
        row = self.row(subject, subject_id, before, after)
        result = self.connection.execute(insert(REVISIONS).values(**row))
        return Revision(
            number=new_number(result),
            subject=subject,
            subject_id=subject_id,
            actor=self.actor,
            at=self.at,
            reason=self.reason,
            before=before,
            after=after,
            update_id=self.update_id,
        )


STATEMENTS = KINDS["statement"].table
INCIDENTS = KINDS["incident"].table
CHUNK = 10_000
NAMING = frozenset({"speaker", "incident", "place", "concept"})


class RevisionLog:
    """The part of the store that tells what changed."""

    def __init__(self, database: Database, asked: Database) -> None:
        self._database = database
        self.asked = asked
        self.newest_seen = 0

    def newest(self) -> int:
        """The number of the last revision; 0 for a store that nothing was ever put into."""
        with self.asked.reading() as connection:
            last = _last(connection)
        if self.asked is not self._database:
            # A replica that is behind must not take back what was told from the database itself.
            last = self.newest_seen = max(last, self.newest_seen)
        return last

    def since(self, revision: int) -> Changes:
        """What an index that reflects this revision must take up.

        A speaker, incident, place or article that changed brings the statements that show it,
        a relation those at both ends.
        """
        with self.asked.reading() as connection:
            last = _last(connection)
            ids: dict[str, list[str]] = {}
            query = select(REVISIONS.c.subject, REVISIONS.c.subject_id)
            rows = connection.execute(query.where(REVISIONS.c.number > revision).distinct())
            for subject, subject_id in rows:
                ids.setdefault(subject, []).append(subject_id)
            statements = dict.fromkeys(ids.get("statement", ()))
            for relation in ids.get("relation", ()):
                source, _, target = relation.split(" ")
                statements |= {source: None, target: None}
            for subject, changed in ids.items():
                for statement in _showing(connection, subject, changed):
                    statements[statement] = None
        return Changes(
            statements=tuple(statements),
            gaps=tuple(ids.get("gap", ())),
            vocabulary=not NAMING.isdisjoint(ids),
            revision=last,
        )

    def showing(self, subject: str, subject_id: str) -> list[str]:
        """Ids of the statements that show a record: itself, those at both ends of a relation.

        Args:
            subject: the kind of the record.
            subject_id: its id.
        """
        if subject == "relation":
            source, _, target = subject_id.split(" ")
            return [source, target]
        with self.asked.reading() as connection:
            if subject != "statement":
                return list(_showing(connection, subject, [subject_id]))
            # What stands against it shows it as the other side, or is shown as disputed by it.
            ends = or_(RELATIONS.c.source == subject_id, RELATIONS.c.target == subject_id)
            rows = connection.execute(select(RELATIONS.c.source, RELATIONS.c.target).where(ends))
            return list({subject_id, *(end for row in rows for end in row)})

    def revision(self, number: int) -> Revision | None:
        """One revision."""
        with self._database.reading() as connection:
            row = connection.execute(select(REVISIONS).where(REVISIONS.c.number == number)).first()
            return None if row is None else _revision(row, _after(connection, row))

    def history(self, subject: str, subject_id: str) -> list[Revision]:
        """All revisions of one record, the first first.

        Args:
            subject_id: its id.
            subject: statement, speaker, incident, article, place, relation, gap, concept.
        """
        of = (REVISIONS.c.subject == subject, REVISIONS.c.subject_id == subject_id)
        with self._database.reading() as connection:
            rows = connection.execute(
                select(REVISIONS).where(*of).order_by(REVISIONS.c.number)
            ).all()
            now = _content(connection, subject, subject_id)
        later = [row.before for row in rows[1:]] + [now]
        return [_revision(row, after) for row, after in zip(rows, later, strict=bool(rows))]

    def recent(self, *, before: int | None = None, limit: int = 50) -> list[Revision]:
        """The latest revisions of all records, the last first; `before` a number, for paging."""
        query = select(REVISIONS).order_by(REVISIONS.c.number.desc()).limit(limit)
        if before is not None:
            query = query.where(REVISIONS.c.number < before)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            return [_revision(row, _after(connection, row)) for row in rows]

    def of_update(self, update_id: int) -> list[Revision]:
        """What a Telegram update changed, in order; empty if it changed nothing."""
        with self._database.reading() as connection:
            return of_update(connection, update_id)


def of_update(connection: Connection, update_id: int) -> list[Revision]:
    """The revisions that a Telegram update made, in order."""
    query = select(REVISIONS).where(REVISIONS.c.update_id == update_id)
    rows = connection.execute(query.order_by(REVISIONS.c.number)).all()
    return [_revision(row, _after(connection, row)) for row in rows]


def last_changed(
    connection: Connection, subject: str, ids: Sequence[str]
) -> dict[str, tuple[Actor, str]]:
    """Who changed each of these records last, and why; those that never were are left out."""
    found: dict[str, tuple[Actor, str]] = {}
    for start in range(0, len(ids), CHUNK):
        of = (
            REVISIONS.c.subject == subject,
            REVISIONS.c.subject_id.in_(ids[start : start + CHUNK]),
        )
        newest = select(func.max(REVISIONS.c.number)).where(*of).group_by(REVISIONS.c.subject_id)
        for row in connection.execute(select(REVISIONS).where(REVISIONS.c.number.in_(newest))):
            found[row.subject_id] = (Actor(row.actor, row.actor_name), row.reason)
    return found


LAST = select(func.max(REVISIONS.c.number))
"""Asked before every question; to make it takes as long as to run it."""


def _last(connection: Connection) -> int:
    return connection.execute(LAST).scalar() or 0


def _revision(row: AnyRow, after: str | None) -> Revision:
    """A revision; `after` stands in where the record was created and no copy was kept."""
    return Revision(
        number=row.number,
        subject=row.subject,
        subject_id=row.subject_id,
        actor=Actor(row.actor, row.actor_name),
        at=row.at,
        reason=row.reason,
        before=row.before,
        after=after if row.before is None else row.after,
        update_id=row.update_id,
    )


def _after(connection: Connection, row: AnyRow) -> str | None:
    if row.before is not None:
        return None
    query = select(REVISIONS.c.before).where(
        REVISIONS.c.subject == row.subject,
        REVISIONS.c.subject_id == row.subject_id,
        REVISIONS.c.number > row.number,
    )
    later = connection.execute(query.order_by(REVISIONS.c.number).limit(1)).first()
    return _content(connection, row.subject, row.subject_id) if later is None else later.before


def _content(connection: Connection, subject: str, subject_id: str) -> str | None:
    if subject == "relation":
        source, kind, target = subject_id.split(" ")
        query = select(RELATIONS.c.content).where(
            RELATIONS.c.source == source, RELATIONS.c.kind == kind, RELATIONS.c.target == target
        )
    elif subject in KINDS:
        table = KINDS[subject].table
        query = select(table.c.content).where(table.c.id == subject_id)
    else:
        return None
    content: str | None = connection.execute(query).scalar()
    return content


def _showing(connection: Connection, subject: str, ids: Sequence[str]) -> Iterator[str]:
    """Ids of statements that show these speakers, incidents, places or articles."""
    for start in range(0, len(ids), CHUNK):
        condition = _shows(subject, ids[start : start + CHUNK])
        if condition is None:
            return
        yield from connection.execute(select(STATEMENTS.c.id).where(condition)).scalars()


def _shows(subject: str, ids: Collection[str]) -> ColumnElement[bool] | None:
    match subject:
        case "speaker":
            return STATEMENTS.c.speaker.in_(ids)
        case "incident":
            return STATEMENTS.c.incident.in_(ids)
        case "article":
            return STATEMENTS.c.position.in_(_owners(APPEARANCES, "statement", "article", ids))
        case "place":
            there = INCIDENTS.c.position.in_(_owners(INCIDENT_PLACES, "incident", "place", ids))
            return or_(
                STATEMENTS.c.position.in_(_owners(STATEMENT_PLACES, "statement", "place", ids)),
                STATEMENTS.c.incident.in_(select(INCIDENTS.c.id).where(there)),
            )
        case _:
            return None


def _owners(table: Table, owner: str, column: str, ids: Collection[str]) -> Select[tuple[int]]:
    return select(table.c[owner]).where(table.c[column].in_(ids))


log = logging.getLogger(__name__)

LOOKED_FOR = 0.1
"""Seconds between two looks at an SQLite file."""

HEARD_FOR = 1.0
"""Seconds after which a look is taken though PostgreSQL said nothing."""


class ChangeFeed:
    """The part of the store that waits for changes."""

    def __init__(self, database: Database, asked: Database, revisions: RevisionLog) -> None:
        self._database = database
        self.asked = asked
        self._revisions = revisions

    def revisions_to_come(self, ended: threading.Event) -> Iterator[int]:
        """The number of the last revision, now and whenever it has changed; blocks in between.

        PostgreSQL tells of a change; an SQLite file is looked at often, and so is PostgreSQL while
        it cannot tell.

        Args:
            ended: ends it, within a second or so.
        """
        ear = _Ear(self._database)
        last = -1
        try:
            while not ended.is_set():
                try:
                    revision = self._revisions.newest()
                except StoreProblem as problem:
                    log.warning("changes cannot be followed: %s", problem)
                    ended.wait(HEARD_FOR)
                    continue
                if revision != last:
                    last = revision
                    yield revision
                if self.asked is not self._database or not ear.wait():
                    ended.wait(LOOKED_FOR)
        finally:
            ear.close()


class _Ear:
    """A session that listens; away while PostgreSQL is."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._session: Any = None
        self._again_at = 0.0

    def wait(self) -> bool:
        """Wait for word; False where there is nobody to listen to."""
        if self._database.is_sqlite:
            return False
        import psycopg  # noqa: PLC0415 - only PostgreSQL needs it
        from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - as above

        try:
            if self._session is None:
                if time.monotonic() < self._again_at:
                    return False
                url = self._database.url.set(drivername="postgresql")
                self._session = psycopg.connect(
                    make_conninfo(
                        url.render_as_string(hide_password=False), **self._database.hidden
                    ),
                    autocommit=True,
                    connect_timeout=5,
                )
                self._session.execute(f"LISTEN {CHANNEL}")
                return True  # what changed until now was not told: look once more
            for _ in self._session.notifies(timeout=HEARD_FOR, stop_after=1):
                pass
        except psycopg.Error as problem:
            log.warning("PostgreSQL cannot tell of changes just now: %s", problem)
            self.close()
            self._again_at = time.monotonic() + HEARD_FOR
            return False
        return True

    def close(self) -> None:
        """End the session."""
        if self._session is not None:
            self._session.close()
            self._session = None
