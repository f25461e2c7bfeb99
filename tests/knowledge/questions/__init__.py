"""Tests of understanding a question."""
