"""Tests of the languages: their folders, letters and detection."""
