"""What a term counts in a text that has it so often.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_SATURATION, _LENGTH = 1.2, 0.75
"""Tantivy's own parameters."""
MOST_OFTEN = _SATURATION + 1
"""What a term counts at most, however often a text has it."""

Numbers = TypeVar("Numbers", float, NDArray[np.float64])


def saturated(times: Numbers, length: Numbers, usual: float) -> Numbers:
    """Give what is made of the times that a term stands in a text, before it is weighed by rarity.

    Args:
        times: that it stands there.
        length: terms of the text.
        usual: terms of one of ordinary length.
    """
    long = _SATURATION * (1 - _LENGTH + _LENGTH * length / usual)
    return times * MOST_OFTEN / (times + long)
