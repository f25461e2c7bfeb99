"""Whether everything that a bundle refers to is in it."""

from collections.abc import Iterator

from knowledge.intake.sections import FIELD_OF
from knowledge.model import Bundle, Entry, Fault, Relation, references
from knowledge.wording import Wording


def reference_faults(bundle: Bundle) -> Iterator[Fault]:
    """A fault, at the record's line, for every id that the bundle does not hold."""
    held = {
        (kind, record.id)
        for kind, field in FIELD_OF.items()
        if kind != "relation"
        for record in getattr(bundle, field)
    }
    for kind, identity, record in _records(bundle):
        for wanted, other in dict.fromkeys(references(record)):
            if (wanted, other) not in held:
                path, line = _where(bundle.lines.get((kind, identity), ""))
                reason = Wording(
                    'There is no {kind} "{id}"; correct the id or add it.',
                    kind=Wording(wanted),
                    id=other,
                )
                yield Fault(path, line, reason)


def identity_of(record: Entry | Relation) -> str:
    """The id of a record; a relation is known by its ends and its kind."""
    if isinstance(record, Relation):
        return f"{record.source} {record.kind.value} {record.target}"
    return record.id


def _records(bundle: Bundle) -> Iterator[tuple[str, str, Entry | Relation]]:
    for kind, field in FIELD_OF.items():
        for record in getattr(bundle, field):
            yield kind, identity_of(record), record


def _where(text: str) -> tuple[str, int | None]:
    path, _, line = text.rpartition(":")
    return (path, int(line)) if line.isdigit() else (text or "the bundle", None)
