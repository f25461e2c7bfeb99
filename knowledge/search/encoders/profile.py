"""What goes together with an encoder: preparation of texts, thresholds, fitted weights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
