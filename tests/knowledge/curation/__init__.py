"""Tests of what curators do."""
