"""Logistic models whose weights may be held to a sign, of a decision and of an order."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STEPS = 60


def fitted(
    rows: Sequence[Mapping[str, float]],
    meant: Sequence[bool],
    importance: Sequence[float],
    signs: Mapping[str, int],
    penalty: float = 0.02,
) -> dict[str, float]:
    """The weights by name, with `bias`, that tell which rows are meant.

    Fits by Newton's method on standardised features; a weight that comes out with the wrong sign
    is taken out, the worst first, and the rest is fitted again.

    Args:
        rows: features by name; one that a row lacks is 0.
        meant: whether each row's candidate is the right one.
        importance: of each row.
        signs: 1 or -1 for features whose weight must not have the other sign.
        penalty: on the squares of the weights, a share of the importance of all rows.
    """
    names = sorted({name for row in rows for name in row})
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    truth, weight = np.array(meant, dtype=np.float64), np.array(importance, dtype=np.float64)
    alive = list(range(len(names)))
    while True:
        bias, found = _newton(table[:, alive], truth, weight, penalty)
        wrong = {
            at: signs.get(names[at], 0) * value * table[:, at].std()
            for at, value in zip(alive, found.tolist(), strict=True)
        }
        worst = min(wrong, key=lambda at: wrong[at], default=None)
        if worst is None or wrong[worst] >= 0:
            break
        alive.remove(worst)
    kept = {names[at]: round(float(value), 4) for at, value in zip(alive, found, strict=True)}
    return {"bias": round(bias, 4), **{name: value for name, value in kept.items() if value}}


def _newton(table: Floats, truth: Floats, weight: Floats, penalty: float) -> tuple[float, Floats]:
    mean, spread = table.mean(0), table.std(0) + 1e-9
    rows = np.column_stack([np.ones(len(table)), (table - mean) / spread])
    held = penalty * weight.sum() * np.append(1e-9, np.ones(table.shape[1]))
    found = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weight * (chance - truth)) + held * found
        bend = (rows * (weight * chance * (1 - chance))[:, None]).T @ rows + np.diag(held)
        step = np.linalg.solve(bend, slope)
        found = found - step
        if np.abs(step).max() < 1e-8:  # noqa: PLR2004 - nothing moves any more
            break
    plain: Floats = found[1:] / spread
    # A feature that never varies says nothing.
    plain = np.where(spread > 1e-6, plain, 0.0)  # noqa: PLR2004 - the same floor
    return float(found[0] - (plain * mean).sum()), plain


Rows = Sequence[Mapping[str, float]]

SCORE = "score"
"""The search's own log odds; the other weights are told in its measure."""
_ORDER_STEPS = 600
_RATE = 0.05
_NEVER = -1e9


def ordered(
    questions: Sequence[tuple[Rows, Sequence[bool]]],
    importance: Sequence[float],
    signs: Mapping[str, int],
    prior: Mapping[str, float],
    penalty: float = 0.01,
) -> dict[str, float]:
    """The weights under which a right candidate is the likeliest of its question.

    Maximises the chance that a right one is drawn from the softmax of the weighted sums (the
    listwise loss of ListNet: Cao et al., 2007), by Adam, with each weight held to its sign and
    drawn to its prior.

    Args:
        questions: the features of each candidate, `score` among them, and which of them answer.
        importance: of each question.
        signs: 1 or -1 by name, for weights that must not have the other sign.
        prior: what the weights are where nothing tells otherwise.
        penalty: on the squared distance from the prior, in standard deviations of the feature.
    """
    kept = [
        (rows, right, weight)
        for (rows, right), weight in zip(questions, importance, strict=True)
        if any(right) and not all(right)
    ]
    names = sorted({SCORE, *prior, *(name for rows, *_ in kept for row in rows for name in row)})
    table, right, share = _padded(kept, names)
    spread = table[right >= 0].std(0) + 1e-6
    aim = np.array([prior.get(name, 1.0 if name == SCORE else 0.0) for name in names])
    side = np.array([signs.get(name, 0) for name in names])
    found, first, second = aim.copy(), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, _ORDER_STEPS + 1):
        slope = _slope(table, right, share, found) + 2 * penalty * (found - aim) * spread**2
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        ahead = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.99**step)) + 1e-9)
        found = found - _RATE * (1 - step / (_ORDER_STEPS + 1)) * ahead
        found = np.where(side * found < 0, 0.0, found)
    measure = max(float(found[names.index(SCORE)]), 1e-3)
    weights = {
        name: round(float(each) / measure, 2) for name, each in zip(names, found, strict=True)
    }
    return {name: each for name, each in weights.items() if each and name != SCORE}


def _padded(
    kept: Sequence[tuple[Rows, Sequence[bool], float]], names: Sequence[str]
) -> tuple[Floats, Floats, Floats]:
    """Features by question and candidate; right is 1, wrong 0, no candidate -1."""
    most = max(len(rows) for rows, *_ in kept)
    table = np.zeros((len(kept), most, len(names)))
    right = np.full((len(kept), most), -1.0)
    for at, (rows, meant, _) in enumerate(kept):
        table[at, : len(rows)] = [[row.get(name, 0.0) for name in names] for row in rows]
        right[at, : len(rows)] = meant
    share = np.array([weight for *_, weight in kept])
    return table, right, share / share.sum()


def _slope(table: Floats, right: Floats, share: Floats, weights: Floats) -> Floats:
    worth = np.where(right >= 0, table @ weights, _NEVER)
    drawn = np.exp(worth - worth.max(axis=1, keepdims=True))
    drawn /= drawn.sum(axis=1, keepdims=True)
    meant = drawn * (right > 0)
    meant /= np.maximum(meant.sum(axis=1, keepdims=True), 1e-12)
    slope: Floats = np.einsum("q,qc,qcf->f", share, drawn - meant, table)
    return slope
