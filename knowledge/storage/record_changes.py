"""Single changes by people: checked against the version they were made from, told in revisions."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select, update

from knowledge.domain import (
    Actor,
    Conflict,
    Edit,
    Entry,
    NotFound,
    RefusedInput,
    Relation,
    Revision,
    Statement,
    as_json,
)
from knowledge.storage.database import Database
from knowledge.storage.record_rows import (
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
)
from knowledge.storage.revision_log import RevisionJournal, of_update
from knowledge.translations import Wording


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
