"""The tables; their rows never leave the store."""

from knowledge.store.tables.arriving import AllowanceRow, InboxRow, SaidRow, WorkerRow
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
    OutboxRow,
    PreferenceRow,
    QuestionRow,
    RoleRow,
    SentRow,
)

__all__ = [
    "METADATA",
    "AllowanceRow",
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
    "OutboxRow",
    "PlaceRow",
    "PreferenceRow",
    "QuestionRow",
    "RelationRow",
    "RevisionRow",
    "RoleRow",
    "SaidRow",
    "SentRow",
    "SpeakerRow",
    "StatementPlaceRow",
    "StatementRow",
    "VectorRow",
    "WorkerRow",
]
