"""The re-ranker: a weighted sum of named features, and the chance that its best is meant."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge.search.encoders.profile import ORDER, Fitted

_TWO = 2


@dataclass(frozen=True)
class Weights:
    """A fitted model.

    Args:
        made_by: the command that wrote it.
        rank: feature → weight of the sum that orders.
        chance: feature → weight of the logistic that calibrates; `bias` is the constant.
    """

    made_by: str = ""
    rank: Mapping[str, float] = field(default_factory=dict)
    chance: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> "Weights":
        """Read from JSON."""
        return cls(**json.loads(text))


@cache
def fitted(of: Fitted = ORDER) -> Weights:
    """Give the weights that were fitted with an encoder; the shipped ones until then."""
    return Weights.of(of.text(ORDER))


def weighted(
    features: Mapping[str, NDArray[np.float64]], weights: Mapping[str, float], size: int
) -> NDArray[np.float64]:
    """Give the weighted sum of features for each candidate; `a*b` is the product of two."""
    total: NDArray[np.float64] = np.full(size, weights.get("bias", 0.0))
    for name, weight in weights.items():
        first, _, gate = name.partition("*")
        if first in features:
            total += weight * features[first] * (features[gate] if gate else 1.0)
    return total


def lead(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give by how much each is ahead of the best of the others (negative: behind)."""
    if len(scores) < _TWO:
        return np.zeros(len(scores))
    second, first = np.partition(scores, -2)[-2:]
    ahead: NDArray[np.float64] = scores - np.where(scores == first, second, first)
    return ahead


def chance(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logistic function."""
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(values, -40, 40)))
    return result
