"""Curators keep the store: drafts, changes, corrections that reach people, the backlog."""

from knowledge.curation.curation import Curation
from knowledge.curation.letters import Posted

__all__ = ["Curation", "Posted"]
