"""The rules of a change: what may be changed into what, and what differs. Pure: nothing is stored."""

from knowledge.editing.field_changes import (
    FIELDS,
    FieldChange,
    Mark,
    Piece,
    differs_in_substance,
    edited,
    field_changes,
    likeness,
    near_duplicates,
    with_text,
    word_difference,
)
from knowledge.editing.state_changes import merged, obstacles, published, retracted, undone, worries

__all__ = [
    "FIELDS",
    "FieldChange",
    "Mark",
    "Piece",
    "differs_in_substance",
    "edited",
    "field_changes",
    "likeness",
    "merged",
    "near_duplicates",
    "obstacles",
    "published",
    "retracted",
    "undone",
    "with_text",
    "word_difference",
    "worries",
]
