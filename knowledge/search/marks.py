"""Agreement of what the owner of the documents knows about a question and about each document."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from knowledge.search.shelf import Holdings


def agreement(
    asked: Mapping[str, frozenset[str]], holdings: Holdings, firsts: NDArray[np.int64]
) -> dict[str, NDArray[np.float64]]:
    """Give for each aspect of the question which documents agree, clash or say nothing about it.

    `agree_x` is 1 where they share a value, `clash_x` 1 where the document has other values only;
    `agree` and `clash` count over the aspects.
    """
    features = {"agree": np.zeros(len(firsts)), "clash": np.zeros(len(firsts))}
    if not any(asked.values()):
        return features
    named = {aspect: values for aspect, values in asked.items() if values}
    known = holdings.marks(firsts, named)
    for aspect, values in named.items():
        theirs = [marks.get(aspect, frozenset()) for marks in known]
        agree = np.array([bool(values & other) for other in theirs], dtype=np.float64)
        clash = np.array([bool(other) and not values & other for other in theirs], dtype=np.float64)
        features[f"agree_{aspect}"], features[f"clash_{aspect}"] = agree, clash
        features["agree"] += agree
        features["clash"] += clash
    return features
