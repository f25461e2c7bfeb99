"""What goes into the search and what comes out of it: texts and ids, no domain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class SearchProblem(ValueError):
    """The index cannot be used as it is; the text says why and what to do."""


class IndexUnusable(SearchProblem):
    """The folder of the index cannot be written or read."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a document.

    Args:
        role: what the text is: claim, quote, phrasing, title, speaker, incident, synonym …
        language: ISO 639-1 code, or empty where unknown.
    """

    role: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """Something that a question may be after.

    Args:
        passages: its texts; the first says most fully what it is.
        marks: aspect → values, opaque here and compared with those of a question.
        version: handed back to nobody; part of the document's identity for its owner.
    """

    id: str
    passages: tuple[Passage, ...]
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, slots=True)
class Query:
    """A question.

    Args:
        language: ISO 639-1 code, or empty where unknown.
        marks: as those of a document.
        context: what stands around the question; it only breaks ties.
    """

    text: str
    language: str = ""
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    context: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that may answer.

    Args:
        score: the calibrated chance (0 to 1) that this document is meant.
        features: what the score was made of, by name.
        best: the passage that matched best.
    """

    id: str
    score: float
    features: Mapping[str, float]
    best: Passage


@dataclass(frozen=True, slots=True)
class Ranking:
    """The documents found, best first.

    Args:
        unknown: content words of the question that the store does not use and repair cannot place.
        repaired: words of the question → the words of the store that they were taken for.
        coverage: share (0 to 1, weighted by rarity) of the question's content that the best hit has.
        margin: the first score less the second; 1.0 where there is no second.
    """

    hits: tuple[Hit, ...] = ()
    unknown: tuple[str, ...] = ()
    repaired: Mapping[str, str] = field(default_factory=dict)
    coverage: float = 0.0
    margin: float = 0.0


class Encoder(Protocol):
    """Turns texts into unit vectors; calls may come from several threads at once."""

    @property
    def name(self) -> str:
        """Tells models apart: vectors of different names are never compared."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one row a text, each of length 1."""
        ...


class VectorKeeper(Protocol):
    """Keeps vectors between runs, by the name of the model and a hash of the text."""

    def load(self, model: str, keys: Sequence[str]) -> dict[str, bytes]:
        """Give those that are kept."""
        ...

    def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep these, in place of older ones of the same key."""
        ...
