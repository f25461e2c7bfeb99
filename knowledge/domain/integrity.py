"""What records refer to, and what a statement must have to be stored at all."""

from collections.abc import Iterator

from knowledge.domain.serialization import Entry
from knowledge.domain.statements import (
    Article,
    Attribution,
    GapQuestion,
    Incident,
    Place,
    Relation,
    Speaker,
    State,
    Statement,
)
from knowledge.translations import Wording


def references(record: Entry | Relation) -> Iterator[tuple[str, str]]:
    """(kind of record, id) of everything that the record refers to, in its order."""
    match record:
        case Article(derived_from=str(other)):
            yield "article", other
        case Place():
            yield from (("place", one) for one in (record.within, record.merged_into) if one)
        case Speaker(merged_into=str(other)):
            yield "speaker", other
        case Incident():
            yield from (("place", place) for place in record.places)
            yield from (("incident", one) for one in (record.part_of, record.merged_into) if one)
        case Statement():
            yield from _of_statement(record)
        case GapQuestion():
            yield from (("statement", near) for near in record.nearest)
            if record.incident is not None:
                yield "incident", record.incident
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


def unsound(statement: Statement) -> tuple[str, ...]:
    """What keeps a statement out of the store, as sentences; empty for a sound one.

    The rule is the product's promise: a claim is always somebody's, or an article's own, and
    stands in an article that can be named.
    """
    said = []
    if not any(text.strip() for text in statement.claim.all()):
        said.append(Wording("The statement has no claim; give it one sentence."))
    if not statement.appearances:
        said.append(Wording("The statement stands in no article; give it at least one appearance."))
    given = [one.attribution for one in statement.appearances]
    narrated = [one is Attribution.NARRATOR for one in given]
    known = all(narrated) or not {Attribution.NAMED, Attribution.NARRATOR} & set(given)
    if statement.speaker is None and not known:
        said.append(
            Wording(
                'The statement has no speaker and is not the narrator\'s; name the speaker or set the attribution to "narrator".'
            )
        )
    if statement.speaker is not None and narrated and all(narrated):
        said.append(
            Wording(
                'The statement has a speaker, yet its attribution is "narrator"; take the speaker away or say how the article identifies it.'
            )
        )
    if (statement.state is State.MERGED) != (statement.merged_into is not None):
        said.append(
            Wording(
                'A statement in state "merged" names the one that took its place, no other does.'
            )
        )
    return tuple(said)
