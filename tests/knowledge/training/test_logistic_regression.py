"""Weights that can be explained."""

import math
import random

import pytest

from knowledge.training.logistic_regression import fitted


def chance(weights: dict[str, float], row: dict[str, float]) -> float:
    total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in row.items())
    return 1 / (1 + math.exp(-total))


@pytest.fixture
def rows() -> list[dict[str, float]]:
    drawn = random.Random(5)
    return [{"covered": drawn.random(), "noise": drawn.random()} for _ in range(400)]


def test_what_tells_the_right_rows_gets_the_weight(rows):
    meant = [row["covered"] > 0.5 for row in rows]
    weights = fitted(rows, meant, [1.0] * len(rows), {})
    assert weights["covered"] > 10 * abs(weights.get("noise", 0.0))
    assert chance(weights, {"covered": 0.95, "noise": 0.5}) > 0.9
    assert chance(weights, {"covered": 0.05, "noise": 0.5}) < 0.1


def test_a_weight_of_the_wrong_sign_is_taken_out(rows):
    meant = [row["covered"] > 0.5 for row in rows]
    weights = fitted(rows, meant, [1.0] * len(rows), {"covered": -1})
    assert "covered" not in weights


def test_a_feature_that_never_varies_says_nothing(rows):
    for row in rows:
        row["same"] = 1.0
    weights = fitted(rows, [row["covered"] > 0.5 for row in rows], [1.0] * len(rows), {})
    assert "same" not in weights


def test_rows_count_by_their_importance(rows):
    both = [*rows, *rows]
    meant = [True] * len(rows) + [False] * len(rows)
    heavy = fitted(both, meant, [9.0] * len(rows) + [1.0] * len(rows), {})
    assert chance(heavy, {"covered": 0.5, "noise": 0.5}) == pytest.approx(0.9, abs=0.01)


def test_where_no_feature_is_left_the_bias_is_the_share():
    weights = fitted([{"x": 0.0}, {"x": 1.0}], [True, False], [1.0, 1.0], {"x": 1})
    assert weights == {"bias": pytest.approx(0.0, abs=1e-6)}
