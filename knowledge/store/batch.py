"""Some thousand records at once: looked up, checked, inserted or updated, and told in revisions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from knowledge.model import (
    Actor,
    Bundle,
    Entry,
    LoadReport,
    Refusal,
    Relation,
    Statement,
    as_json,
    references,
    unsound,
)
from knowledge.store.journal import Journal, relation_id
from knowledge.store.kinds import KINDS, RecordKind, table_of
from knowledge.store.rows import columns, insert_rows, replace_row
from knowledge.store.tables import ExampleRow, RelationRow

RELATIONS = table_of(RelationRow)
EXAMPLES = table_of(ExampleRow)
LOOK_UP = 10_000
"""Ids in one query: SQLite takes at most 32,766 values, PostgreSQL 65,535."""


@dataclass(slots=True)
class Tally:
    """A load report while it grows."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def report(self) -> LoadReport:
        """As it is handed out."""
        return LoadReport(
            tuple(self.created), tuple(self.changed), tuple(self.unchanged), tuple(self.refused)
        )


class Batch:
    """Takes records up within one transaction."""

    def __init__(
        self,
        connection: Connection,
        actor: Actor,
        reason: str,
        at: datetime,
        update_id: int | None,
        tally: Tally,
    ) -> None:
        self._connection = connection
        self._journal = Journal(connection, actor, reason, at, update_id)
        self._tally = tally
        self._ends: dict[str, int] = {}

    def sound(self, kind: RecordKind, records: Sequence[Entry]) -> frozenset[str]:
        """Ids of those that will be taken up, where the records refer to one another at all.

        A record that refers to a refused one of its own kind is refused as well, however long
        the chain.
        """
        if not any(name == kind.name for record in records for name, _ in references(record)):
            return frozenset()
        sound = frozenset(record.id for record in records)
        while True:
            known = self._known(records, kind.name, sound)
            left = frozenset(
                record.id
                for record in records
                if record.id in sound and not self._objection(record, known)
            )
            if left == sound:
                return sound
            sound = left

    def records(
        self, kind: RecordKind, records: Sequence[Entry], bundle: Bundle, own: Collection[str]
    ) -> None:
        """Take up records of one kind; `own` are ids of that kind still to come."""
        table = kind.table
        stored = {
            row.id: row
            for row in self._found(table, [record.id for record in records], table.c.content)
        }
        known = self._known(records, kind.name, own)
        new: dict[str, tuple[Entry, dict[str, Any]]] = {}
        changed: list[tuple[Entry, dict[str, Any]]] = []
        revisions = []
        position = self._end(table)
        for record in records:
            identity = record.id
            where = bundle.lines.get((kind.name, identity), identity)
            implied = (kind.name, identity) in bundle.implied
            if implied and (identity in stored or identity in new):
                continue
            if identity in new:
                self._refuse(where, f'The id "{identity}" stands here twice; ids are given once.')
                continue
            if said := self._objection(record, known):
                self._refuse(where, said)
                continue
            content = as_json(record)
            row = stored.get(identity)
            if row is None:
                position += 1
                values = columns(record, content) | {"position": position, "version": 1}
                new[identity] = (record, values)
                revisions.append(self._journal.row(kind.name, identity, None, content))
                self._tally.created.append(identity)
            elif row.content == content:
                self._tally.unchanged.append(identity)
            else:
                values = columns(record, content) | {"row": row.position, "was": row.version}
                changed.append((record, values | {"version": row.version + 1}))
                revisions.append(self._journal.row(kind.name, identity, row.content, content))
                self._tally.changed.append(identity)
        insert_rows(self._connection, list(new.values()))
        self._ends[table.name] = position
        self._update(table, changed)
        self._journal.write(revisions)

    def relations(self, relations: Sequence[Relation], bundle: Bundle) -> None:
        """Take up relations; one is known by both ends and its kind."""
        known = self._known(relations, "relation", ())
        sources = sorted({relation.source for relation in relations})
        stored = {}
        for start in range(0, len(sources), LOOK_UP):
            chunk = sources[start : start + LOOK_UP]
            for row in self._connection.execute(
                select(RELATIONS).where(RELATIONS.c.source.in_(chunk))
            ):
                stored[f"{row.source} {row.kind} {row.target}"] = row
        new, revisions, position = [], [], self._end(RELATIONS)
        for relation in relations:
            identity, content = relation_id(relation), as_json(relation)
            row = stored.get(identity)
            if said := self._objection(relation, known):
                self._refuse(bundle.lines.get(("relation", identity), identity), said)
            elif row is None:
                position += 1
                new.append(
                    {
                        "position": position,
                        "source": relation.source,
                        "kind": relation.kind.value,
                        "target": relation.target,
                        "content": content,
                    }
                )
                revisions.append(self._journal.row("relation", identity, None, content))
                self._tally.created.append(identity)
            elif row.content == content:
                self._tally.unchanged.append(identity)
            else:
                self._connection.execute(
                    update(RELATIONS)
                    .where(RELATIONS.c.position == row.position)
                    .values(content=content)
                )
                revisions.append(self._journal.row("relation", identity, row.content, content))
                self._tally.changed.append(identity)
        if new:
            self._connection.execute(insert(RELATIONS), new)
        self._ends[RELATIONS.name] = position
        self._journal.write(revisions)

    def examples(self, examples: Iterable[tuple[str, str]]) -> None:
        """Take up example questions that the store has not."""
        given = list(dict.fromkeys(examples))
        if not given:
            return
        stored = {
            (row.language, row.question) for row in self._connection.execute(select(EXAMPLES))
        }
        position, new, revisions = self._end(EXAMPLES), [], []
        for language, question in given:
            identity = f"{language}: {question}"
            if (language, question) in stored:
                self._tally.unchanged.append(identity)
                continue
            position += 1
            new.append({"position": position, "language": language, "question": question})
            revisions.append(self._journal.row("example", identity, None, question))
            self._tally.created.append(identity)
        if new:
            self._connection.execute(insert(EXAMPLES), new)
        self._ends[EXAMPLES.name] = position
        self._journal.write(revisions)

    def _objection(self, record: Entry | Relation, known: Mapping[str, Collection[str]]) -> str:
        said = list(unsound(record)) if isinstance(record, Statement) else []
        said += [
            f'There is no {kind} "{identity}"; load it first or correct the id.'
            for kind, identity in dict.fromkeys(references(record))
            if identity not in known[kind]
        ]
        return " ".join(said)

    def _known(
        self, records: Sequence[Entry] | Sequence[Relation], kind: str, own: Collection[str]
    ) -> dict[str, set[str]]:
        """Which of the ids that the records, of this kind, refer to exist or will exist, by kind."""
        wanted: dict[str, set[str]] = {name: set() for name in KINDS}
        for record in records:
            for name, identity in references(record):
                wanted[name].add(identity)
        known = {}
        for name, ids in wanted.items():
            here = ids.intersection(own) if name == kind else set()
            rows = self._found(KINDS[name].table, sorted(ids - here))
            known[name] = here | {row.id for row in rows}
        return known

    def _found(self, table: Table, ids: Sequence[str], *more: Any) -> list[Any]:  # noqa: ANN401 - rows and columns are typed by the query
        found: list[Any] = []
        for start in range(0, len(ids), LOOK_UP):
            query = select(table.c.position, table.c.id, table.c.version, *more)
            chunk = ids[start : start + LOOK_UP]
            found += self._connection.execute(query.where(table.c.id.in_(chunk))).all()
        return found

    def _update(self, table: Table, changed: list[tuple[Entry, dict[str, Any]]]) -> None:
        if changed:
            self._connection.execute(
                update(table).where(
                    table.c.position == bindparam("row"), table.c.version == bindparam("was")
                ),
                [values for _, values in changed],
            )
            for record, values in changed:
                replace_row(self._connection, record, values["row"])

    def _end(self, table: Table) -> int:
        """The last position in use."""
        if table.name not in self._ends:
            last = self._connection.execute(select(func.max(table.c.position))).scalar()
            self._ends[table.name] = last or 0
        return self._ends[table.name]

    def _refuse(self, where: str, reason: str) -> None:
        self._tally.refused.append(Refusal(where, reason))
