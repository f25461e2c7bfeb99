"""How much of a question a statement speaks of, word by word."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.answering.understand.reading import Understood
from knowledge.model import Record
from knowledge.search.engine import Engine
from knowledge.search.everyday import FUNCTION_WORDS

_MOST = 40
"""Content words of a question that are compared; a longer one repeats itself."""


def spoken_of(record: Record) -> str:
    """What a statement itself says, in every language, with who says it and of what."""
    statement = record.statement
    speaker = record.speaker
    return " ".join(
        (
            *statement.claim.all(),
            *(quote for each in statement.appearances for quote in each.quotes),
            *((*speaker.name.all(), *speaker.role.all()) if speaker else ()),
            *(record.incident.name.all() if record.incident else ()),
        )
    )


def closeness(
    engine: Engine, asked: Understood, repaired: Mapping[str, str], texts: Sequence[str]
) -> list[dict[str, float]]:
    """Features of each text; empty where the engine does not compare words.

    `soft` is the share of the question's words (by rarity) that the text comes near to, `worst`
    the share of the word that it comes least near to, `second` how near it comes to the second
    least: of a question that a statement answers, one word may be new, seldom two.
    """
    words = [repaired.get(word, word) for word in asked.words if word not in FUNCTION_WORDS]
    content = [word for word in dict.fromkeys(words) if len(word) > 1][:_MOST]
    compared = engine.closeness(content, texts) if texts else None
    if compared is None:
        return [{} for _ in texts]
    rarity, near = compared
    return [_features(rarity, each) for each in near]


def _features(rarity: NDArray[np.float64], near: NDArray[np.float32]) -> dict[str, float]:
    weights = np.sqrt(rarity) + 1e-9
    lowest = np.sort(near)
    return {
        "soft": float((weights * near).sum() / weights.sum()),
        "worst": float((rarity * (1 - near)).max() / (rarity.sum() + 1e-9)),
        "second": float(lowest[1] if len(lowest) > 1 else lowest[0]),
    }
