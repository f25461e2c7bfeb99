"""Tests of the rules of a change."""
