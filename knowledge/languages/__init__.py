"""The words of each language as data: one folder a language, one file a kind of word."""

from knowledge.languages.lexicon import CODES, Lexicon, lexicon

__all__ = ["CODES", "Lexicon", "lexicon"]
