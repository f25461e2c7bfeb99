"""Curators keep the store: drafts, changes, corrections that reach people, the backlog."""
