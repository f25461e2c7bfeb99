"""Outcomes told to a reader: sections of styled words, and what can be done next."""
