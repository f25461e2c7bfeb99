"""Tests of the reading of a question."""
