"""What goes together with an encoder: preparation of texts, thresholds, fitted weights."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.languages.registry import table
from knowledge.languages.scripts import alphabet_of
from knowledge.search.documents import Encoder, SearchProblem


class EncoderMissing(SearchProblem):
    """The package or folder of the encoder is not there."""


class Fitted(NamedTuple):
    """A file of fitted weights within a package."""

    package: str
    file: str

    def text(self, otherwise: "Fitted") -> str:
        """Its content; that of `otherwise` as long as nothing was fitted."""
        path = files(self.package) / self.file
        return path.read_text("utf-8") if path.is_file() else otherwise.text(otherwise)


ORDER = Fitted("knowledge.search", "weights.json")
DECISION = Fitted("knowledge.answering", "weights.json")


def as_it_is(text: str, _language: str) -> str:
    """A text that an encoder takes as it is."""
    return text


@dataclass(frozen=True)
class EncoderProfile:
    """An encoder with all that is true of its vectors alone; it is an `Encoder` itself.

    Args:
        encoder: makes the vectors.
        prepare: gives the text that is encoded for a text in a language.
        same_question: cosine of two questions from which they ask for the same.
        order: weights of what orders the candidates.
        decision: weights of what decides whether the best is meant.
    """

    encoder: Encoder
    prepare: Callable[[str, str], str] = as_it_is
    same_question: float = 0.81
    order: Fitted = ORDER
    decision: Fitted = DECISION

    @property
    def name(self) -> str:
        """Tells models apart."""
        return self.encoder.name

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self.encoder.dimensions

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one row of length 1 a text, as it is prepared already."""
        return self.encoder.encode(texts)


def profile_of(encoder: Encoder) -> EncoderProfile:
    """The profile of an encoder; for a bare one, with everything as it is shipped."""
    return encoder if isinstance(encoder, EncoderProfile) else EncoderProfile(encoder)


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
