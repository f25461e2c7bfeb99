"""Finds texts by words and by meaning; knows texts and ids, not the domain."""
