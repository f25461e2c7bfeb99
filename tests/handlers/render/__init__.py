"""Markup and buttons, tested."""
