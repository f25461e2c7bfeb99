"""Ukrainian spelled nearly as Russian, for sentence encoders that never learned Ukrainian."""

import re
from functools import lru_cache

from knowledge.languages.letters import alphabet_of
from knowledge.languages.word_tables import table

_TABLE = table("respelling")["uk"]
_LETTERS = re.compile(f"[{''.join(sorted(alphabet_of('uk') - alphabet_of('ru')))}]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_WORDS = dict(pair.split(":") for pair in _TABLE["words"].split())
_ENDINGS = tuple((re.compile(pattern), put) for pattern, put in _TABLE["endings"])


def for_encoder(text: str, language: str) -> str:
    """Give the spelling whose sentence vector is to be used; only Ukrainian is respelled."""
    return as_russian(text) if language == "uk" or _LETTERS.search(text) else text


def as_russian(text: str) -> str:
    """Respell word by word: the commonest words translated, endings and letters exchanged.

    The result is no good Russian; it is near enough for a sentence vector.
    """
    return _WORD.sub(lambda found: _respelled(found.group()), text)


@lru_cache(maxsize=50_000)
def _respelled(word: str) -> str:
    plain = word.lower().replace("’", "'").replace("ʼ", "'")
    spelled = _WORDS.get(plain)
    if spelled is None:
        spelled = plain
        for ending, put in _ENDINGS:
            spelled = ending.sub(put, spelled)
    return spelled.capitalize() if word[:1].isupper() else spelled
