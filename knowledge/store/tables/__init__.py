"""The tables; their rows never leave the store."""

from knowledge.store.tables.base import METADATA
from knowledge.store.tables.history import RevisionRow, VectorRow
from knowledge.store.tables.records import (
    AppearanceRow,
    ArticleRow,
    ConceptRow,
    ExampleRow,
    GapRow,
    IncidentPlaceRow,
    IncidentRow,
    PlaceRow,
    RelationRow,
    SpeakerRow,
    StatementPlaceRow,
    StatementRow,
)
from knowledge.store.tables.remembered import (
    AttemptRow,
    DeliveredRow,
    DeliveryRow,
    DraftRow,
    FollowRow,
    InboxRow,
    PreferenceRow,
    QuestionRow,
    RoleRow,
    SentRow,
)

__all__ = [
    "METADATA",
    "AppearanceRow",
    "ArticleRow",
    "AttemptRow",
    "ConceptRow",
    "DeliveredRow",
    "DeliveryRow",
    "DraftRow",
    "ExampleRow",
    "FollowRow",
    "GapRow",
    "InboxRow",
    "IncidentPlaceRow",
    "IncidentRow",
    "PlaceRow",
    "PreferenceRow",
    "QuestionRow",
    "RelationRow",
    "RevisionRow",
    "RoleRow",
    "SentRow",
    "SpeakerRow",
    "StatementPlaceRow",
    "StatementRow",
    "VectorRow",
]
