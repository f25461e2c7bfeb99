"""Which weights go with a question."""

from typing import Any

import pytest

from knowledge.answering.confidence import SORTS, Weights, shipped, sort_of


@pytest.mark.parametrize(
    ("features", "sort"),
    [
        ({"phrased": 1.0, "meaning": 0.4, "gap": 1.0}, "chance"),
        ({"phrased": 1.0, "meaning": 0.4}, "ungapped"),
        ({"phrased": 0.0, "meaning": 0.4, "gap": 1.0}, "plain"),
        ({"phrased": 1.0, "meaning": 0.0, "gap": 1.0}, "bare"),
        ({"phrased": 0.0, "meaning": 0.0}, "bare_plain"),
    ],
)
def test_each_sort_of_question_has_weights_of_its_own(features, sort):
    sets: dict[str, Any] = {name: {"bias": float(at)} for at, name in enumerate(SORTS)}
    weights = Weights(**sets)
    assert sort_of(features) == sort
    assert weights.of(features) == {"bias": float(SORTS.index(sort))}


@pytest.mark.parametrize("sort", SORTS)
def test_the_package_has_weights_for_each_sort_that_doubt_what_nothing_speaks_for(sort):
    assert getattr(shipped(), sort)["bias"] < -1
