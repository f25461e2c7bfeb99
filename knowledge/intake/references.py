"""Whether everything that a bundle refers to is in it."""

from collections.abc import Iterator

from knowledge.model import Bundle, Entry, Fault, Relation, references

KIND_OF_FIELD = {
    "articles": "article",
    "places": "place",
    "speakers": "speaker",
    "incidents": "incident",
    "statements": "statement",
    "gaps": "gap",
    "concepts": "concept",
}


def reference_faults(bundle: Bundle) -> Iterator[Fault]:
    """A fault, at the record's line, for every id that the bundle does not hold."""
    held = {
        (kind, record.id)
        for field, kind in KIND_OF_FIELD.items()
        for record in getattr(bundle, field)
    }
    for kind, identity, record in _records(bundle):
        for wanted, other in dict.fromkeys(references(record)):
            if (wanted, other) not in held:
                path, line = _where(bundle.lines.get((kind, identity), ""))
                reason = f'There is no {wanted} "{other}"; correct the id or add it.'
                yield Fault(path, line, reason)


def identity_of(record: Entry | Relation) -> str:
    """The id of a record; a relation is known by its ends and its kind."""
    if isinstance(record, Relation):
        return f"{record.source} {record.kind.value} {record.target}"
    return record.id


def _records(bundle: Bundle) -> Iterator[tuple[str, str, Entry | Relation]]:
    for field, kind in KIND_OF_FIELD.items():
        for record in getattr(bundle, field):
            yield kind, record.id, record
    for relation in bundle.relations:
        yield "relation", identity_of(relation), relation


def _where(text: str) -> tuple[str, int | None]:
    path, _, line = text.rpartition(":")
    return (path, int(line)) if line.isdigit() else (text or "the bundle", None)
