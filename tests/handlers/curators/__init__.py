"""Tests of curators at work in Telegram."""
