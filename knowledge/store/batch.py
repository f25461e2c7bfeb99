"""Some thousand records at once: looked up, checked, inserted or updated, and told in revisions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from knowledge.model import Bundle, Entry, LoadReport, Refusal, Relation, as_json, references
from knowledge.store.journal import Journal
from knowledge.store.kinds import RecordKind, table_of
from knowledge.store.lookup import known, objection, stored
from knowledge.store.relations import add_relation, related, relation_id, reword_relation
from knowledge.store.rows import columns, insert_rows, replace_row
from knowledge.store.tables import ExampleRow
from knowledge.wording import Wording

EXAMPLES = table_of(ExampleRow)


@dataclass(slots=True)
class Tally:
    """A load report while it grows."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    cleaned: list[Refusal] = field(default_factory=list)
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
        )


class Batch:
    """Takes records up, within one transaction or several.

    Args:
        tally: counts them.
        trial: write nothing, and go on as if it had been written.
    """

    def __init__(self, tally: Tally, *, trial: bool = False) -> None:
        self._tally = tally
        self._trial = trial
        self._made: dict[str, set[str]] = {}
        self._waiting: dict[str, list[Any]] | None = {}
        self._lines: dict[tuple[str, str], str] = {}

    def enter(self, connection: Connection, journal: Journal) -> None:
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
