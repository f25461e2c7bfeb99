"""Tests that mirror the packages, end-to-end tests and benches."""
