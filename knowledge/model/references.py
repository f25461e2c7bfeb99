"""What records refer to."""

from collections.abc import Iterator

from knowledge.model.plain import Entry
from knowledge.model.statement import Article, GapQuestion, Incident, Place, Relation, Statement


def references(record: Entry | Relation) -> Iterator[tuple[str, str]]:
    """(kind of record, id) of everything that the record refers to, in its order."""
    match record:
        case Article(derived_from=str(other)):
            yield "article", other
        case Place(within=str(wider)):
            yield "place", wider
        case Incident():
            yield from (("place", place) for place in record.places)
            if record.part_of is not None:
                yield "incident", record.part_of
        case Statement():
            yield from _of_statement(record)
        case GapQuestion():
            yield from (("statement", near) for near in record.nearest)
        case Relation():
            yield from (("statement", record.source), ("statement", record.target))
        case _:
            return


def _of_statement(statement: Statement) -> Iterator[tuple[str, str]]:
    yield from (("article", one.article) for one in statement.appearances)
    yield from (("place", place) for place in statement.places)
    single = (
        ("speaker", statement.speaker),
        ("incident", statement.incident),
        ("statement", statement.merged_into),
    )
    yield from ((kind, other) for kind, other in single if other is not None)
