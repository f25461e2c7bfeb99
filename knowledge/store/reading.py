"""Reading records: some by id with all that an answer needs, all of them page by page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Table, func, select

from knowledge.model import (
    Article,
    Bundle,
    Concept,
    Entry,
    GapQuestion,
    Incident,
    NotFound,
    Place,
    Record,
    Speaker,
    State,
    Statement,
)
from knowledge.store.completing import (
    PAGE,
    STATEMENTS,
    WITH_OWNERS,
    by_id,
    complete,
    contents,
    decoded,
    examples,
    pages,
    relations,
    statement_in,
)
from knowledge.store.connection import Database
from knowledge.store.kinds import KINDS, kind_of_type
from knowledge.store.relations import RELATIONS
from knowledge.wording import Wording

T = TypeVar("T", bound=Entry)


class Reading:
    """The part of the store that reads records."""

    _asked: Database

    def records(self, ids: Sequence[str]) -> list[Record]:
        """Statements in any state with what belongs to them, in the order asked.

        An id that was merged gives the statement that took its place; an unknown one is left out;
        one that comes up twice is given once.
        """
        with self._asked.reading() as connection:
            rows = by_id(connection, ids)
            order: list[str] = []
            for identity in ids:
                row = rows.get(identity)
                passed = set()
                while row is not None and row.merged_into is not None and row.id not in passed:
                    passed.add(row.id)
                    if row.merged_into not in rows:
                        rows |= by_id(connection, [row.merged_into])
                    row = rows.get(row.merged_into)
                if row is not None:
                    order.append(row.id)
            return complete(connection, [rows[identity] for identity in dict.fromkeys(order)])

    def documents(self, ids: Sequence[str] | None = None) -> Iterator[Record]:
        """Published statements with what belongs to them, in pages, for an index.

        Args:
            ids: only these; those that are not published (any more) are left out.
        """
        published = STATEMENTS.c.state == State.PUBLISHED.value
        if ids is not None:
            for start in range(0, len(ids), PAGE):
                chosen = STATEMENTS.c.id.in_(ids[start : start + PAGE])
                with self._asked.reading() as connection:
                    rows = connection.execute(WITH_OWNERS.where(published, chosen)).all()
                    page = complete(connection, rows)
                yield from page
            return
        last = 0
        while True:
            query = WITH_OWNERS.where(published, STATEMENTS.c.position > last)
            with self._asked.reading() as connection:
                rows = connection.execute(query.order_by(STATEMENTS.c.position).limit(PAGE)).all()
                page = complete(connection, rows)
            if not rows:
                return
            last = rows[-1].position
            yield from page

    def statement(self, identity: str) -> Statement:
        """One statement in any state, not redirected; raises NotFound."""
        with self._asked.reading() as connection:
            row = by_id(connection, [identity]).get(identity)
        if row is None:
            raise NotFound(Wording('There is no statement "{id}".', id=identity))
        return statement_in(row)

    def article(self, identity: str) -> Article:
        """One article; raises NotFound."""
        return self._one(Article, identity)

    def speaker(self, identity: str) -> Speaker:
        """One speaker; raises NotFound."""
        return self._one(Speaker, identity)

    def incident(self, identity: str) -> Incident:
        """One incident; raises NotFound."""
        return self._one(Incident, identity)

    def articles(self) -> list[Article]:
        """All articles, as they came."""
        return self._all(Article)

    def places(self) -> list[Place]:
        """All places, as they came."""
        return self._all(Place)

    def speakers(self) -> list[Speaker]:
        """All speakers, as they came."""
        return self._all(Speaker)

    def incidents(self) -> list[Incident]:
        """All incidents, as they came."""
        return self._all(Incident)

    def gaps(self) -> list[GapQuestion]:
        """All gap questions, as they came."""
        return self._all(GapQuestion)

    def concepts(self) -> list[Concept]:
        """All concepts, as they came."""
        return self._all(Concept)

    def examples(self) -> list[tuple[str, str]]:
        """All example questions, (language, question)."""
        with self._asked.reading() as connection:
            return examples(connection)

    def bundle(self) -> Bundle:
        """Everything curated, as it came: two stores with the same history of loads give the same."""
        with self._asked.reading() as connection:
            fields: dict[str, Any] = {
                kind.field: tuple(contents(connection, kind.type)) for kind in KINDS.values()
            }
            return Bundle(
                **fields,
                relations=relations(connection),
                examples=tuple(examples(connection)),
            )

    def parts(self, size: int = 5_000) -> Iterator[Bundle]:
        """The same piece by piece, so that an export of any size takes little memory."""
        with self._asked.reading() as connection:
            for name, kind in KINDS.items():
                for page in pages(connection, kind, size):
                    fields: dict[str, Any] = {kind.field: page}
                    yield Bundle(**fields)
                if name == "statement":
                    yield Bundle(relations=relations(connection))
            yield Bundle(examples=tuple(examples(connection)))

    def counts(self) -> Mapping[str, int]:
        """How many records of each kind, relations and published statements there are."""
        tables: dict[str, Table] = {kind.field: kind.table for kind in KINDS.values()}
        with self._asked.reading() as connection:
            counts = {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in (tables | {"relations": RELATIONS}).items()
            }
            published = STATEMENTS.c.state == State.PUBLISHED.value
            counts["published"] = connection.execute(
                select(func.count()).select_from(STATEMENTS).where(published)
            ).scalar_one()
        return counts

    def _all(self, kind: type[T]) -> list[T]:
        with self._asked.reading() as connection:
            return contents(connection, kind)

    def _one(self, kind: type[T], identity: str) -> T:
        found = kind_of_type(kind)
        with self._asked.reading() as connection:
            content = connection.execute(
                select(found.table.c.content).where(found.table.c.id == identity)
            ).scalar()
        if content is None:
            raise NotFound(
                Wording('There is no {kind} "{id}".', kind=Wording(found.name), id=identity)
            )
        return decoded(kind, content)
