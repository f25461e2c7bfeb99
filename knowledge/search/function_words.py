"""Words that say little: the function words of all languages, and everyday ones."""

from functools import cache

from knowledge.languages.word_tables import listed

FUNCTION_WORDS = listed("function_words", "words")


@cache
def frequent() -> frozenset[str]:
    """Words too common to be a misspelling of a rarer one: everyday ones, and all function words."""
    return listed("frequent_words", "words") | FUNCTION_WORDS
