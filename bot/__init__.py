"""Wires the parts together and runs them; nothing imports this package."""
