"""The kinds of record in files: their key, their field in a bundle, their type."""

from typing import Any

from knowledge.model import (
    Article,
    Concept,
    GapQuestion,
    Incident,
    Place,
    Relation,
    Speaker,
    Statement,
)

TYPE_OF: dict[str, type[Any]] = {
    "article": Article,
    "place": Place,
    "speaker": Speaker,
    "incident": Incident,
    "statement": Statement,
    "relation": Relation,
    "gap": GapQuestion,
    "concept": Concept,
}
"""By kind, each after those that it refers to."""

FIELD_OF = {kind: f"{kind}s" for kind in TYPE_OF}
"""The key of a curated file and the field of a bundle."""

_DATES = {"when", "said", "published", "reviewed", "review_due"}


def tidy(value: Any) -> Any:  # noqa: ANN401 - whatever a file says, already checked
    """The values as the model takes them: no white space around texts, years as text."""
    match value:
        case dict():
            return {
                key: str(one) if key in _DATES and isinstance(one, int) else tidy(one)
                for key, one in value.items()
            }
        case list():
            return [tidy(one) for one in value]
        case str():
            return value.strip()
        case _:
            return value
