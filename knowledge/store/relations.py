"""The rows of relations: one by both ends and its kind."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from knowledge.model import Relation
from knowledge.store.kinds import table_of
from knowledge.store.tables import RelationRow

RELATIONS = table_of(RelationRow)
CHUNK = 10_000


def relation_id(relation: Relation) -> str:
    """How histories name a relation."""
    return f"{relation.source} {relation.kind.value} {relation.target}"


def related(connection: Connection, sources: Sequence[str]) -> dict[str, str]:
    """The content of the relations from these statements, by `relation_id`."""
    found = {}
    for start in range(0, len(sources), CHUNK):
        query = select(RELATIONS).where(RELATIONS.c.source.in_(sources[start : start + CHUNK]))
        for row in connection.execute(query):
            found[f"{row.source} {row.kind} {row.target}"] = row.content
    return found


def add_relation(connection: Connection, relation: Relation, content: str) -> None:
    """Insert a relation that is not there."""
    last = connection.execute(select(func.max(RELATIONS.c.position))).scalar()
    values = {
        "position": (last or 0) + 1,
        "source": relation.source,
        "kind": relation.kind.value,
        "target": relation.target,
        "content": content,
    }
    connection.execute(insert(RELATIONS), values)


def reword_relation(connection: Connection, relation: Relation, content: str) -> None:
    """Give a relation that is there another note."""
    connection.execute(update(RELATIONS).where(_this(relation)).values(content=content))


def remove_relation(connection: Connection, relation: Relation) -> None:
    """Take a relation away; its revisions keep it."""
    connection.execute(delete(RELATIONS).where(_this(relation)))


def _this(relation: Relation) -> ColumnElement[bool]:
    return and_(
        RELATIONS.c.source == relation.source,
        RELATIONS.c.kind == relation.kind.value,
        RELATIONS.c.target == relation.target,
    )
