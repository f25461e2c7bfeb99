"""Takes off what all vectors of a store have in common, so that what differs counts."""

import numpy as np
from numpy.typing import NDArray

_COMMON = 3
"""Directions that all sentences of a store share and that say nothing, taken off with the mean.

Measured on hard paraphrases of a store's own questions: right first 0.59 without, 0.69 with.
"""
_TRUSTED = 60
"""Vectors from which the store's own mean is half believed."""
_SMALLEST = 1e-6
"""Of a squared length: shorter vectors have no direction."""


class Centring:
    """Mean and common directions of a store's vectors.

    Args:
        mean: what is taken off each vector.
        common: rows of length 1, at right angles, whose share is taken off as well.
    """

    def __init__(self, mean: NDArray[np.float32], common: NDArray[np.float32]) -> None:
        self.mean = mean
        self.common = common

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> "Centring":
        """Learn from vectors, less from few; rows of zeros are no vectors."""
        vectors = vectors[vectors.any(axis=1)]
        count, dimensions = vectors.shape
        common = np.zeros((0, dimensions), dtype=np.float32)
        if not count:
            return cls(np.zeros(dimensions, np.float32), common)
        mean = (vectors.mean(axis=0) * (count / (count + _TRUSTED))).astype(np.float32)
        if count >= 2 * _TRUSTED:
            spread = vectors - mean
            _, turned = np.linalg.eigh(spread.T @ spread)
            common = turned[:, -_COMMON:].T.astype(np.float32)
        return cls(mean, common)

    def __call__(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Centre rows and give them length 1; rows of zeros stay."""
        empty = ~vectors.any(axis=1)
        centred = vectors - self.mean
        centred -= (centred @ self.common.T) @ self.common
        centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), _SMALLEST)
        centred[empty] = 0.0
        return centred

    def cosines(
        self, vectors: NDArray[np.float32], question: NDArray[np.float32]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the cosines of unit vectors with a question's, centred and not.

        The length of a centred vector comes from products alone, |v - m|² less what is taken off,
        so no vector has to be centred for it.
        """
        centred = self(question[None, :])[0]
        products = vectors @ np.vstack([question, centred, self.mean, self.common]).T
        raw, along, onto_mean = products[:, 0], products[:, 1], products[:, 2]
        squared = 1 - 2 * onto_mean + self.mean @ self.mean
        squared = squared - ((products[:, 3:] - self.common @ self.mean) ** 2).sum(axis=1)
        cosines = (along - self.mean @ centred) / np.sqrt(np.maximum(squared, _SMALLEST))
        cosines[~vectors.any(axis=1)] = 0.0
        return cosines.astype(np.float64), raw.astype(np.float64)
