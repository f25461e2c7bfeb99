"""Tests of reading articles."""
