"""A logistic model whose weights may be held to a sign, so that each one can be explained."""

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
