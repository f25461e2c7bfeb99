"""Refit the weights of the re-ranker: python -m tests.bench.fit [--write] [--several] [--limit N].

The order is fitted by the softmax over a question's candidates (the chance that a right one is
drawn), in two steps: first everything but the stores of one topic, then, on these, what is to be
added for brief questions to documents of few passages, with the first step held fixed. No weight
may have the wrong sign: a text that has more of the question is never worse for it. A third step,
also by itself with `--several`, fits with all the rest held fixed how much it counts that several
passages come near beside the nearest. The chance
is a logistic regression over the best candidates, on questions whose document is in the store
and on the same questions with it taken out.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.search import Engine, Lexicon, Query
from knowledge.search.reranker import RerankerWeights, fitted as shipped, lead
from tests.bench.material import TOPIC, Material, all_material
from tests.bench.sets import CACHE, RememberingEncoder

Matrix = NDArray[np.float64]

EVERYWHERE = (
    "words", "words_plain", "covered", "covered_main", "covered_plain", "covered_whole",
    "covered_whole_plain", "covered_evenly", "told", "told_main", "told_covered", "overlap", "exhausted",
    "missing", "rarest", "pairs", "meaning", "meaning_main", "raw", "raw_main", "numbers", "author", "ratio",
    "spelling", "kind_same", "kind_clash", "kind_extra", "kind_defines",
    "recall_words", "recall_whole", "recall_meaning", "words_relative", "words_plain_relative",
    "meaning_relative", "spelling_relative", "covered_whole_relative",
)  # fmt: skip
IN_LARGE_STORES = ("words_place", "meaning_place")
FOR_BRIEF = (*(name for name in EVERYWHERE if name != "author"), *IN_LARGE_STORES)
BAD = frozenset({"exhausted", "missing", "kind_clash", "kind_extra", "kind_defines"})
"""Features that may only take away."""
FIRST = (*EVERYWHERE, *(f"{name}*large" for name in IN_LARGE_STORES))
SECOND = tuple(f"{name}*brief_few" for name in FOR_BRIEF)
THIRD = ("meaning_several",)
KEPT = (*EVERYWHERE, *IN_LARGE_STORES, *THIRD, "large", "brief_few", "few")
CHANCE_BY = ("rank", "lead", "covered_whole", "meaning", "few")
BY_HAND = {"context": 0.1, "agree": 0.3, "clash": -0.2, "recall_sounds": 1.0}
"""What no train split can teach: agreement of marks, context, names across scripts."""
_STEPS = 500
_RIDGE = (2e-3, 5e-3)
_LOOKED_AT = 3
"""Candidates of a question that the chance is fitted on."""
_TAKEN_OUT = 0.4
"""What a question counts once its document is taken out."""


@dataclass(frozen=True)
class Sample:
    """One question: features (`KEPT`) of its candidates, a row each, and which are right."""

    features: Matrix
    right: NDArray[np.bool_]
    weight: float

    def columns(self, names: Sequence[str]) -> Matrix:
        """Give the terms of a weighted sum; `a*b` is the product of two features."""
        return np.column_stack([self._column(name) for name in names])

    def _column(self, name: str) -> Matrix:
        first, _, gate = name.partition("*")
        values: Matrix = self.features[:, KEPT.index(first)]
        return values * self.features[:, KEPT.index(gate)] if gate else values


def samples(material: Material, encoder: RememberingEncoder) -> list[Sample]:
    """Search for every question and keep what the candidates look like."""
    engine = Engine(None, encoder=encoder.profile, keeper=None, lexicon=Lexicon())
    engine.put(material.documents)
    engine.commit(1)
    found = []
    for asking in material.askings:
        hits = engine.search(Query(asking.text, asking.language)).hits
        if hits:
            rows = np.array([[hit.features[name] for name in KEPT] for hit in hits])
            right = np.array([hit.id in asking.expected for hit in hits])
            found.append(Sample(rows, right, material.weight / len(material.askings)))
    engine.close()
    return found


def fit_order(
    found: Sequence[Sample], names: Sequence[str], held: dict[str, float], ridge: float
) -> dict[str, float]:
    """Maximise the chance that a right candidate is drawn by the softmax of the sum.

    Args:
        found: the questions.
        names: of the terms to be weighed.
        held: weights that are added and stay as they are; together with the new weight of the
            same feature none may have the wrong sign.
        ridge: how strongly weights are drawn to 0.
    """
    kept = [sample for sample in found if sample.right.any()]
    matrix = np.vstack([sample.columns(names) for sample in kept])
    right = np.concatenate([sample.right for sample in kept])
    counts = np.array([len(sample.right) for sample in kept])
    begins = np.r_[0, np.cumsum(counts)[:-1]]
    shares = np.array([sample.weight for sample in kept])
    weight = np.repeat(shares / shares.sum(), counts)
    start = np.zeros(len(matrix))
    if held:
        start = np.concatenate(
            [sample.columns(list(held)) @ list(held.values()) for sample in kept]
        )
    scale = matrix.std(axis=0) + 1e-6
    matrix = matrix / scale

    def slope(at: Matrix) -> Matrix:
        total = matrix @ at + start
        drawn = np.exp(total - np.repeat(np.maximum.reduceat(total, begins), counts))
        every, good = np.add.reduceat(drawn, begins), np.add.reduceat(drawn * right, begins)
        pull = drawn / np.repeat(every, counts) - drawn * right / np.repeat(good, counts)
        gradient: Matrix = matrix.T @ (pull * weight) + ridge * at
        return gradient

    bad = np.array([name.partition("*")[0] in BAD for name in names])
    before = np.array([held.get(name.partition("*")[0], 0.0) for name in names]) * scale
    least, most = np.where(bad, -np.inf, -before), np.where(bad, -before, np.inf)
    fitted = descend(slope, least, most) / scale
    return dict(zip(names, fitted.round(4).tolist(), strict=True))


def fit_chance(found: Sequence[Sample], order: dict[str, float]) -> dict[str, float]:
    """Logistic regression of "this one is right" over the first few candidates."""
    rows, right, weight = [], [], []
    for sample in found:
        for taken_out in (False, True):
            stay = ~sample.right if taken_out else np.ones(len(sample.right), dtype=np.bool_)
            if stay.sum() <= 1:
                continue
            total = sample.columns(list(order))[stay] @ list(order.values())
            ahead = lead(total)
            first = np.argsort(-total)[:_LOOKED_AT]
            rest = sample.columns(CHANCE_BY[2:])[stay][first]
            rows.append(np.column_stack([total[first], ahead[first], rest, np.ones(len(first))]))
            right.append(sample.right[stay][first])
            weight.append(np.full(len(first), sample.weight * (_TAKEN_OUT if taken_out else 1.0)))
    matrix, good, shares = np.vstack(rows), np.concatenate(right), np.concatenate(weight)
    shares /= shares.sum()
    scale = matrix.std(axis=0)
    scale[-1] = 1.0
    matrix = matrix / scale

    def slope(at: Matrix) -> Matrix:
        chance = 1 / (1 + np.exp(-np.clip(matrix @ at, -30, 30)))
        gradient: Matrix = matrix.T @ ((chance - good) * shares) + 1e-5 * at
        return gradient

    least = np.array([0.0] * len(CHANCE_BY) + [-np.inf])
    fitted = descend(slope, least, np.full(len(least), np.inf)) / scale
    return dict(zip((*CHANCE_BY, "bias"), fitted.round(4).tolist(), strict=True))


def descend(slope: Callable[[Matrix], Matrix], least: Matrix, most: Matrix) -> Matrix:
    """Follow the slope down by Adam with a falling rate, within bounds; the problem is convex."""
    at, mean, square = np.zeros(len(least)), np.zeros(len(least)), np.zeros(len(least))
    for step in range(_STEPS):
        gradient = slope(at)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = 0.1 * (1 - step / _STEPS) + 0.002
        steady = np.sqrt(square / (1 - 0.999 ** (step + 1))) + 1e-8
        at = np.clip(at - rate * mean / (1 - 0.9 ** (step + 1)) / steady, least, most)
    return at


def fitted_weights(limit: int, encoder: RememberingEncoder, several_only: bool) -> RerankerWeights:
    """Collect the material and fit everything, or the third step alone."""
    many: list[Sample] = []
    topics: list[Sample] = []
    for material in all_material(limit):
        mine = samples(material, encoder)
        first = np.mean([sample.right[0] for sample in mine])
        print(
            f"{material.name:34}{len(mine):5} questions, right first {first:.3f} so far", flush=True
        )
        (topics if material.name.startswith(TOPIC) else many).extend(mine)
    command = f"python -m tests.bench.fit --write --limit {limit}"
    if several_only:
        held = {name: each for name, each in shipped().rank.items() if name not in THIRD}
        measured = {name: each for name, each in held.items() if name not in BY_HAND}
        third_step = fit_order(many, THIRD, measured, _RIDGE[0])
        made_by = f"{command}, then with --several"
        return RerankerWeights(made_by, held | third_step, shipped().chance)
    first_step = fit_order(many, FIRST, {}, _RIDGE[0])
    second_step = fit_order(topics, SECOND, first_step, _RIDGE[1])
    order = first_step | second_step
    order |= fit_order(many, THIRD, order, _RIDGE[0])
    order = {name: weight for name, weight in order.items() if weight}
    return RerankerWeights(command, BY_HAND | order, fit_chance([*many, *topics], order))


def main() -> None:
    """Fit, print what changed, and write the weights if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fit")
    parser.add_argument("--write", action="store_true", help="put the weights into the package")
    parser.add_argument("--several", action="store_true", help="fit the third step alone")
    parser.add_argument("--limit", type=int, default=500, help="questions of a set")
    parser.add_argument("--cache", type=Path, default=CACHE, help="for vectors")
    options = parser.parse_args()
    encoder = RememberingEncoder(options.cache)
    fitted = fitted_weights(options.limit, encoder, options.several)
    encoder.save()
    for kind in ("rank", "chance"):
        before, after = getattr(shipped(), kind), getattr(fitted, kind)
        for name in sorted({*before, *after}):
            print(f"{kind:7} {name:34}{before.get(name, 0.0):9.3f} → {after.get(name, 0.0):9.3f}")
    if options.write:
        text = json.dumps(
            {"made_by": fitted.made_by, "rank": fitted.rank, "chance": fitted.chance}, indent=1
        )
        Path(str(files("knowledge.search").joinpath("weights.json"))).write_text(
            text + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
