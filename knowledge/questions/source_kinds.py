"""What sort of source words name: a hospital, the police, a company, or a post that anybody may have."""

import re
from functools import cache, lru_cache

from knowledge.languages.word_tables import listed, table
from knowledge.questions.predicates import country_of
from knowledge.search.synonyms import shipped
from knowledge.search.text_analysis import is_everyday

_NO_COUNTRY = ("nato",)
"""Among the countries, those that speak as one."""


@lru_cache(maxsize=16_384)
def kinds_of_source(text: str) -> frozenset[str]:
    """The sorts of source that a folded text names."""
    return frozenset(name for name, pattern in _institutions().items() if pattern.search(text))


def is_post(word: str) -> bool:
    """Whether a folded word tells what somebody is, and not who."""
    posts = listed("predicates", "anybody")
    return word in posts or bool(kinds_of_source(word)) or is_everyday(word) or is_country(word)


def is_country(word: str) -> bool:
    """Whether a folded word names a country, for which many people speak."""
    return country_of(word) not in {None, *_NO_COUNTRY}


@lru_cache(maxsize=16_384)
def is_word(word: str) -> bool:
    """Whether a folded word is one of the language, and need not be a name."""
    return bool(shipped().of([word])[0])


@cache
def _institutions() -> dict[str, re.Pattern[str]]:
    tables = [each["institutions"] for each in table("predicates").values()]
    return {
        name: re.compile(rf"\b(?:{'|'.join(part for each in tables for part in each[name])})")
        for name in tables[0]
    }
