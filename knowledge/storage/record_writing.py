"""Writing records: single changes by people, checked against the version they were made from, and bundles, in batches."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from time import sleep
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from knowledge.domain import (
    Actor,
    Bundle,
    Conflict,
    Edit,
    Entry,
    LoadReport,
    NotFound,
    Refusal,
    RefusedInput,
    Relation,
    Revision,
    Statement,
    as_json,
    references,
)
from knowledge.storage.database import Database
from knowledge.storage.record_rows import (
    KINDS,
    RecordKind,
    add_relation,
    columns,
    insert_rows,
    kind_of,
    known,
    objection,
    related,
    relation_id,
    remove_relation,
    replace_row,
    reword_relation,
    stored,
    table_of,
)
from knowledge.storage.revision_log import REVISIONS, RevisionJournal, last_changed, of_update
from knowledge.storage.tables import ExampleRow
from knowledge.translations import Wording

EXAMPLES = table_of(ExampleRow)


@dataclass(slots=True)
class Tally:
    """A load report while it grows."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    cleaned: list[Refusal] = field(default_factory=list)
    skipped: list[Refusal] = field(default_factory=list)
    already: frozenset[tuple[str, str]] = frozenset()
    """(Kind, id) of what this load did before it was cut off; it is counted as done by it."""

    def as_it_was(self, kind: str, identity: str) -> None:
        """Count a record in which nothing differs."""
        if (kind, identity) not in self.already:
            self.unchanged.append(identity)

    def report(self) -> LoadReport:
        """As it is handed out."""
        return LoadReport(
            tuple(self.created),
            tuple(self.changed),
            tuple(self.unchanged),
            tuple(self.refused),
            tuple(self.cleaned),
            tuple(self.skipped),
        )


class Batch:
    """Takes records up, within one transaction or several.

    Args:
        tally: counts them.
        trial: write nothing, and go on as if it had been written.
        only_own: leave what others changed last.
    """

    def __init__(self, tally: Tally, *, trial: bool = False, only_own: bool = False) -> None:
        self._tally = tally
        self._trial = trial
        self._only_own = only_own
        self._made: dict[str, set[str]] = {}
        self._waiting: dict[str, list[Any]] | None = {}
        self._lines: dict[tuple[str, str], str] = {}

    def enter(self, connection: Connection, journal: RevisionJournal) -> None:
        """Go on in this transaction; between two of them others may have written."""
        self._connection = connection
        self._journal = journal
        self._ends: dict[str, int] = {}

    def waiting(self) -> Bundle:
        """What could not be taken up yet and may be now that all has come; asked for once.

        From now on what cannot be taken up is refused.
        """
        fields: dict[str, Any] = {name: tuple(them) for name, them in (self._waiting or {}).items()}
        self._waiting = None
        return Bundle(**fields, lines=self._lines)

    def sound(self, kind: RecordKind, records: Sequence[Entry]) -> frozenset[str]:
        """Ids of those that will be taken up, where the records refer to one another at all.

        A record that refers to a refused one of its own kind is refused as well, however long
        the chain.
        """
        if not any(name == kind.name for record in records for name, _ in references(record)):
            return frozenset()
        sound = frozenset(record.id for record in records)
        while True:
            there = known(self._connection, records, self._coming(kind, sound))
            left = frozenset(
                record.id
                for record in records
                if record.id in sound and not objection(record, there)
            )
            if left == sound:
                return sound
            sound = left

    def records(
        self, kind: RecordKind, records: Sequence[Entry], bundle: Bundle, own: Collection[str]
    ) -> None:
        """Take up records of one kind; `own` are ids of that kind still to come."""
        rows = stored(self._connection, kind.table, [record.id for record in records])
        foreign = self._foreign(kind.name, [record.id for record in records])
        there = known(self._connection, records, self._coming(kind, own))
        tried: Collection[str] = self._made.get(kind.name, ())
        new: dict[str, tuple[Entry, dict[str, Any]]] = {}
        changed: list[tuple[Entry, dict[str, Any]]] = []
        revisions = []
        position = self._end(kind.table)
        for record in records:
            identity = record.id
            row = rows.get(identity)
            if (kind.name, identity) in bundle.implied and (
                row or identity in new or identity in tried
            ):
                continue
            where = bundle.lines.get((kind.name, identity), identity)
            if identity in new:
                said = Wording('The id "{id}" stands here twice; an id is given once.', id=identity)
                self._tally.refused.append(Refusal(where, said))
                continue
            if wrong := objection(record, there):
                self._object(kind.field, record, (kind.name, identity), where, wrong)
                continue
            content = as_json(record)
            if identity in foreign and (row is None or row.content != content):
                self._tally.skipped.append(Refusal(where, STAYS))
                continue
            if row is None:
                position += 1
                values = columns(record, content) | {"position": position, "version": 1}
                new[identity] = (record, values)
                self._tally.created.append(identity)
            elif row.content == content:
                self._tally.as_it_was(kind.name, identity)
                continue
            else:
                values = columns(record, content) | {"row": row.position, "was": row.version}
                changed.append((record, values | {"version": row.version + 1}))
                self._tally.changed.append(identity)
            before = row.content if row else None
            revisions.append(self._journal.row(kind.name, identity, before, content))
        if self._trial:
            self._made.setdefault(kind.name, set()).update(new)
            return
        insert_rows(self._connection, list(new.values()))
        self._ends[kind.table.name] = position
        self._update(kind.table, changed)
        self._journal.write(revisions)

    def relations(self, relations: Sequence[Relation], bundle: Bundle) -> None:
        """Take up relations; one is known by both ends and its kind."""
        there = known(self._connection, relations, self._made)
        rows = related(self._connection, sorted({relation.source for relation in relations}))
        foreign = self._foreign("relation", [relation_id(relation) for relation in relations])
        revisions = []
        for relation in relations:
            identity, content = relation_id(relation), as_json(relation)
            before = rows.get(identity)
            if said := objection(relation, there):
                where = bundle.lines.get(("relation", identity), identity)
                self._object("relations", relation, ("relation", identity), where, said)
                continue
            if before == content:
                self._tally.as_it_was("relation", identity)
                continue
            if identity in foreign:
                where = bundle.lines.get(("relation", identity), identity)
                self._tally.skipped.append(Refusal(where, STAYS))
                continue
            rows[identity] = content
            if before is None:
                self._tally.created.append(identity)
            else:
                self._tally.changed.append(identity)
            if self._trial:
                continue
            if before is None:
                add_relation(self._connection, relation, content)
            else:
                reword_relation(self._connection, relation, content)
            revisions.append(self._journal.row("relation", identity, before, content))
        self._journal.write(revisions)

    def examples(self, examples: Iterable[tuple[str, str]]) -> None:
        """Take up example questions that the store has not."""
        given = list(dict.fromkeys(examples))
        if not given:
            return
        rows = {(row.language, row.question) for row in self._connection.execute(select(EXAMPLES))}
        position, new, revisions = self._end(EXAMPLES), [], []
        for language, question in given:
            identity = f"{language}: {question}"
            if (language, question) in rows:
                self._tally.as_it_was("example", identity)
                continue
            position += 1
            new.append({"position": position, "language": language, "question": question})
            revisions.append(self._journal.row("example", identity, None, question))
            self._tally.created.append(identity)
        if self._trial:
            return
        if new:
            self._connection.execute(insert(EXAMPLES), new)
        self._ends[EXAMPLES.name] = position
        self._journal.write(revisions)

    def _foreign(self, subject: str, ids: Sequence[str]) -> frozenset[str]:
        """Those that somebody else changed last, or for another reason, where these are left."""
        if not self._only_own:
            return frozenset()
        last = last_changed(self._connection, subject, ids)
        mine = (self._journal.actor, self._journal.reason)
        return frozenset(identity for identity, by in last.items() if by != mine)

    def _coming(self, kind: RecordKind, own: Collection[str]) -> dict[str, Collection[str]]:
        """Ids that count as there, by kind: those still to come, and in a trial all before them."""
        return {**self._made, kind.name: {*own, *self._made.get(kind.name, ())}}

    def _object(
        self, field: str, record: Entry | Relation, key: tuple[str, str], where: str, said: str
    ) -> None:
        if self._waiting is None:
            self._tally.refused.append(Refusal(where, said))
        else:
            self._waiting.setdefault(field, []).append(record)
            self._lines[key] = where

    def _update(self, table: Table, changed: list[tuple[Entry, dict[str, Any]]]) -> None:
        if changed:
            this = (table.c.position == bindparam("row"), table.c.version == bindparam("was"))
            values = [values for _, values in changed]
            self._connection.execute(update(table).where(*this), values)
            for record, one in changed:
                replace_row(self._connection, record, one["row"])

    def _end(self, table: Table) -> int:
        """The last position in use."""
        if table.name not in self._ends:
            last = self._connection.execute(select(func.max(table.c.position))).scalar()
            self._ends[table.name] = last or 0
        return self._ends[table.name]


STAYS = Wording("It was changed here, and stays so.")
"""Why a record is skipped that somebody changed since it was loaded."""

BATCH = 5_000

BREATH = 0.02
"""Seconds between two transactions of a load that lets others write."""


class _Undo(Exception):
    """Ends a transaction that must leave nothing behind."""


class BulkLoader:
    """The part of the store that takes up bundles."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def load(
        self,
        bundles: Bundle | Iterable[Bundle],
        actor: Actor,
        reason: str,
        *,
        dry_run: bool = False,
        update_id: int | None = None,
        apart: bool = False,
        only_own: bool = False,
    ) -> LoadReport:
        """Create what is new, change what differs, leave the rest.

        In one transaction: after a failure the store is as it was. Records that cannot be
        stored (an unknown reference, no article…) are refused and the others are stored, unless
        the bundle is `whole`: then one refusal refuses everything. Nothing is ever removed.

        Args:
            actor: who loads.
            reason: why, for the history.
            update_id: the Telegram update that asked for it.
            bundles: one, or a stream of them that may refer to one another in any order; a stream
                is taken up without being held in memory.
            dry_run: report what would happen and store nothing; nobody waits for it.
            apart: a transaction for each bundle that is not `whole`, so that others can write
                in between. Cut off, such a load has stored a part; the same update again goes on
                and reports all of it.
            only_own: leave as it is what anybody changed, or took away, after this actor loaded it
                for this reason; it is told as skipped.

        Raises:
            StoreProblem: the database cannot be written.
        """
        stream = iter((bundles,) if isinstance(bundles, Bundle) else bundles)
        first = next(stream, Bundle())
        tally = Tally()
        batch = Batch(tally, trial=dry_run, only_own=only_own)
        apart = apart and not (dry_run or first.whole)
        if apart and update_id is not None:
            self._recall(tally, update_id)

        @contextmanager
        def transaction() -> Iterator[None]:
            writing = self._database.writing(records=True)
            with self._database.reading() if dry_run else writing as connection:
                batch.enter(
                    connection, RevisionJournal(connection, actor, reason, self._clock(), update_id)
                )
                yield

        whole = False
        try:
            with nullcontext() if apart else transaction():
                for bundle in chain((first,), stream):
                    whole = whole or bundle.whole
                    with transaction() if apart else nullcontext():
                        tally.refused.extend(bundle.refused)
                        tally.cleaned.extend(bundle.cleaned)
                        tally.skipped.extend(bundle.skipped)
                        _take_up(batch, bundle)
                    if apart:
                        sleep(BREATH)
                with transaction() if apart else nullcontext():
                    _take_up(batch, batch.waiting())
                _settle(undo=whole and bool(tally.refused))
        except _Undo:
            return LoadReport(refused=tuple(tally.refused), cleaned=tuple(tally.cleaned))
        return tally.report()

    def _recall(self, tally: Tally, update_id: int) -> None:
        """Count what an update had loaded when it was cut off."""
        made = REVISIONS.c.before.is_(None).label("made")
        query = select(REVISIONS.c.subject, REVISIONS.c.subject_id, made)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(REVISIONS.c.update_id == update_id)).all()
        tally.already = frozenset((row.subject, row.subject_id) for row in rows)
        for row in rows:
            (tally.created if row.made else tally.changed).append(row.subject_id)


def _settle(*, undo: bool) -> None:
    if undo:
        raise _Undo


def _take_up(batch: Batch, bundle: Bundle) -> None:
    for kind in KINDS.values():
        records = getattr(bundle, kind.field)
        own = batch.sound(kind, records)
        for start in range(0, len(records), BATCH):
            batch.records(kind, records[start : start + BATCH], bundle, own)
    for start in range(0, len(bundle.relations), BATCH):
        batch.relations(bundle.relations[start : start + BATCH], bundle)
    batch.examples(bundle.examples)


class RecordWriter:
    """The part of the store that takes single changes."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def change(
        self, statement: Statement, *, actor: Actor, reason: str, update_id: int | None = None
    ) -> Revision | None:
        """Keep a statement in its new state; None if nothing differs.

        Args:
            statement: with the version that it was made from; 0 for a new one.
            actor: who changes it.
            reason: why, for the history.
            update_id: the Telegram update that asked for it; one that comes again does nothing.

        Raises:
            Conflict: somebody changed it since that version, or the new id is taken.
            NotFound: there is no such statement.
            RefusedInput: it cannot be stored: no article, no speaker, an unknown reference.
        """
        edit = Edit(statements=(statement,))
        made = self.apply(edit, actor=actor, reason=reason, update_id=update_id)
        return made[0] if made else None

    def change_record(
        self,
        record: Entry,
        was: Entry | None,
        *,
        actor: Actor,
        reason: str,
        update_id: int | None = None,
    ) -> Revision | None:
        """The same for a record of another kind; `was` is what it was made from, None if new."""
        edit = Edit(others=((record, was),))
        made = self.apply(edit, actor=actor, reason=reason, update_id=update_id)
        return made[0] if made else None

    def relate(
        self, relation: Relation, *, actor: Actor, reason: str, update_id: int | None = None
    ) -> Revision | None:
        """Add a relation, or give it another note; None if it is there just so."""
        edit = Edit(relate=(relation,))
        made = self.apply(edit, actor=actor, reason=reason, update_id=update_id)
        return made[0] if made else None

    def unrelate(
        self, relation: Relation, *, actor: Actor, reason: str, update_id: int | None = None
    ) -> Revision | None:
        """Take a relation away; None if it is not there."""
        edit = Edit(unrelate=(relation,))
        made = self.apply(edit, actor=actor, reason=reason, update_id=update_id)
        return made[0] if made else None

    def apply(
        self, edit: Edit, *, actor: Actor, reason: str, update_id: int | None = None
    ) -> tuple[Revision, ...]:
        """Make all changes of an edit or none; see `change` for what is raised.

        An update that was applied before is not applied again: its revisions are given. One
        update is for one edit.
        """
        with self._database.writing(records=True) as connection:
            if update_id is not None and (made := of_update(connection, update_id)):
                return tuple(made)
            journal = RevisionJournal(connection, actor, reason, self._clock(), update_id)
            own = _own(edit)
            revisions = [_keep_other(journal, record, was, own) for record, was in edit.others]
            revisions += [_keep_statement(journal, one, own) for one in edit.statements]
            revisions += [_unrelate(journal, relation) for relation in edit.unrelate]
            revisions += [_relate(journal, relation) for relation in edit.relate]
        return tuple(revision for revision in revisions if revision is not None)


def _own(edit: Edit) -> dict[str, set[str]]:
    own: dict[str, set[str]] = {}
    for record in (*edit.statements, *(record for record, _ in edit.others)):
        own.setdefault(kind_of(record).name, set()).add(record.id)
    return own


def _keep_statement(
    journal: RevisionJournal, statement: Statement, own: dict[str, set[str]]
) -> Revision | None:
    return _keep(journal, statement, own, new=statement.version == 0, version=statement.version)


def _keep_other(
    journal: RevisionJournal, record: Entry, was: Entry | None, own: dict[str, set[str]]
) -> Revision | None:
    before = None if was is None else as_json(was)
    return _keep(journal, record, own, new=was is None, before=before)


def _keep(
    journal: RevisionJournal,
    record: Entry,
    own: dict[str, set[str]],
    *,
    new: bool,
    version: int | None = None,
    before: str | None = None,
) -> Revision | None:
    connection, kind = journal.connection, kind_of(record)
    name = Wording('{kind} "{id}"', kind=Wording(kind.name), id=record.id)
    if said := objection(record, known(connection, [record], own)):
        raise RefusedInput(said)
    row = stored(connection, kind.table, [record.id]).get(record.id)
    content = as_json(record)
    if new:
        if row is not None:
            raise Conflict(
                Wording(
                    "There is a {name} already; choose another id or change that one.", name=name
                )
            )
        last = connection.execute(select(func.max(kind.table.c.position))).scalar() or 0
        values = columns(record, content) | {"position": last + 1, "version": 1}
        insert_rows(connection, [(record, values)])
        return journal.write_one(kind.name, record.id, None, content)
    if row is None:
        raise NotFound(Wording("There is no {name}.", name=name))
    if before is not None and row.content != before:
        raise _conflict(name)
    expected = row.version if version is None else version
    if row.content == content and row.version == expected:
        return None
    table = kind.table
    this = (table.c.position == row.position, table.c.version == expected)
    values = columns(record, content) | {"version": expected + 1}
    if not connection.execute(update(table).where(*this).values(**values)).rowcount:
        raise _conflict(name)
    replace_row(connection, record, row.position)
    return journal.write_one(kind.name, record.id, row.content, content)


def _conflict(name: str) -> Conflict:
    return Conflict(
        Wording(
            "The {name} was changed by somebody else meanwhile; look at it and try again.",
            name=name,
        )
    )


def _relate(journal: RevisionJournal, relation: Relation) -> Revision | None:
    if said := objection(relation, known(journal.connection, [relation], {})):
        raise RefusedInput(said)
    identity, content = relation_id(relation), as_json(relation)
    before = related(journal.connection, [relation.source]).get(identity)
    if before == content:
        return None
    if before is None:
        add_relation(journal.connection, relation, content)
    else:
        reword_relation(journal.connection, relation, content)
    return journal.write_one("relation", identity, before, content)


def _unrelate(journal: RevisionJournal, relation: Relation) -> Revision | None:
    identity = relation_id(relation)
    before = related(journal.connection, [relation.source]).get(identity)
    if before is None:
        return None
    remove_relation(journal.connection, relation)
    return journal.write_one("relation", identity, before, None)
