"""The rules of a change: what may be changed into what, and what differs. Pure: nothing is stored."""

from knowledge.editing.difference import (
    FieldChange,
    Mark,
    Piece,
    differs_in_substance,
    field_changes,
    word_difference,
)
from knowledge.editing.duplicates import likeness, near_duplicates
from knowledge.editing.fields import FIELDS, edited, worded
from knowledge.editing.judging import obstacles, worries
from knowledge.editing.lifecycle import merged, published, retracted, undone

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
    "word_difference",
    "worded",
    "worries",
]
