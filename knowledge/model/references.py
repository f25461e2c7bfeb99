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
            yield from (("article", one.article) for one in record.appearances)
            yield from (("place", place) for place in record.places)
            if record.speaker is not None:
                yield "speaker", record.speaker
            if record.incident is not None:
                yield "incident", record.incident
            if record.merged_into is not None:
                yield "statement", record.merged_into
        case GapQuestion():
            yield from (("statement", near) for near in record.nearest)
        case Relation():
            yield from (("statement", record.source), ("statement", record.target))
        case _:
            return
