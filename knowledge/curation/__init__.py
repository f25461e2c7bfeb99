"""Curators keep the store: drafts, changes, corrections that reach people, the backlog."""

from knowledge.curation.corrections import Posted
from knowledge.curation.curation_desk import Curation

__all__ = ["Curation", "Posted"]
