"""Tests of answering: from the question to the outcome."""
