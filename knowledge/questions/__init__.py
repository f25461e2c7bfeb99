"""Reads a question: what is asked, in what language, of whom, where, when and how many."""
