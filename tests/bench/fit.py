"""Refit the weights of the re-ranker: python -m tests.bench.fit [--write] [--limit N] [--cache DIR].

The order is fitted by the softmax over a question's candidates (the chance that a right one is
drawn), the chance by a logistic regression over the best candidates, on questions whose document
is in the store and on the same questions with it taken out.
"""

import argparse
import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.search import Engine, Lexicon, Query
from knowledge.search.rank import Weights, shipped
from tests.bench.material import Material, all_material
from tests.bench.sets import RememberingEncoder

RANKED_BY = (
    "words", "words_plain", "covered", "covered_main", "covered_plain", "covered_whole",
    "covered_whole_plain", "covered_evenly", "told", "told_main", "told_covered", "overlap", "exhausted",
    "missing", "rarest", "pairs", "meaning", "meaning_main", "raw", "raw_main", "numbers", "author", "ratio",
    "token_set", "partial", "spelling", "kind_same", "kind_clash", "kind_extra", "kind_defines",
    "recall_words", "recall_whole", "recall_meaning", "recall", "words_relative", "words_plain_relative",
    "meaning_relative", "spelling_relative", "covered_whole_relative", "words_place", "meaning_place",
)  # fmt: skip
GATED = (
    "meaning_main", "raw", "told", "told_covered", "exhausted", "missing", "covered_plain", "covered",
    "words", "words_plain", "covered_evenly", "spelling", "pairs", "kind_clash", "kind_extra", "kind_defines",
    "meaning_relative",
)  # fmt: skip
GATE = "brief_few"
CHANCE_BY = ("rank", "lead", "covered_whole", "told_best", "meaning", "raw", "spelling", "rarest", "brief", "few")
_STEPS = 500
_BY_HAND = {"context": 0.1, "agree": 0.3, "clash": -0.2, "recall_sounds": 1.0}
"""What no train split can teach: agreement of marks, context, names across scripts."""


@dataclass(frozen=True)
class Sample:
    """One question: features of its candidates (rows) and which are right."""

    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    weight: float


def names_of_rank() -> list[str]:
    """Give the terms of the sum that orders."""
    return [*RANKED_BY, *(f"{name}*{GATE}" for name in GATED)]


def samples(material: Material, encoder: RememberingEncoder) -> list[Sample]:
    """Search for every question and keep what the candidates look like."""
    engine = Engine(None, encoder=encoder, keeper=None, lexicon=Lexicon())
    engine.put(material.documents)
    engine.commit(1)
    found = []
    for asking in material.askings:
        hits = engine.search(Query(asking.text, asking.language)).hits
        right = np.array([hit.id in asking.expected for hit in hits])
        if hits:
            rows = np.array([[hit.features.get(name, 0.0) for name in (*RANKED_BY, *_ALSO)] for hit in hits])
            found.append(Sample(rows, right, material.weight / len(material.askings)))
    engine.close()
    return found


_ALSO = tuple(name for name in (*CHANCE_BY, GATE) if name not in {*RANKED_BY, "rank", "lead"})


def ranked_matrix(sample: Sample) -> NDArray[np.float64]:
    """Give the columns that order: features, and those behind the gate."""
    names = [*RANKED_BY, *_ALSO]
    gate = sample.features[:, [names.index(GATE)]]
    gated = sample.features[:, [names.index(name) for name in GATED]] * gate
    return np.hstack([sample.features[:, : len(RANKED_BY)], gated])


def fit_rank(found: list[Sample], ridge: float = 1e-3) -> NDArray[np.float64]:
    """Maximise the chance that a right candidate is drawn by the softmax of the sum."""
    kept = [sample for sample in found if sample.right.any()]
    matrix = np.vstack([ranked_matrix(sample) for sample in kept])
    right = np.concatenate([sample.right for sample in kept])
    counts = np.array([len(sample.right) for sample in kept])
    begins = np.r_[0, np.cumsum(counts)[:-1]]
    weight = np.array([sample.weight for sample in kept])
    weight /= weight.sum()
    scale = matrix.std(axis=0) + 1e-6
    matrix = matrix / scale

    def slope(at: NDArray[np.float64]) -> NDArray[np.float64]:
        total = matrix @ at
        total -= np.repeat(np.maximum.reduceat(total, begins), counts)
        drawn = np.exp(total)
        all_, good = np.add.reduceat(drawn, begins), np.add.reduceat(drawn * right, begins)
        pull = drawn / np.repeat(all_, counts) - drawn * right / np.repeat(good, counts)
        gradient: NDArray[np.float64] = matrix.T @ (pull * np.repeat(weight, counts)) + ridge * at
        return gradient

    fitted: NDArray[np.float64] = descend(slope, matrix.shape[1]) / scale
    return fitted


def fit_chance(
    found: list[Sample], rank: NDArray[np.float64]
) -> tuple[list[str], NDArray[np.float64]]:
    """Logistic regression of "this one is right" over the first three, right ones taken out as well."""
    rows, right, weight = [], [], []
    for sample in found:
        for out in (False, True):
            keep = ~sample.right if out else np.ones(len(sample.right), dtype=bool)
            if keep.sum() < 2:
                continue
            some = Sample(sample.features[keep], sample.right[keep], sample.weight)
            total = ranked_matrix(some) @ rank
            first = np.argsort(-total)[:3]
            best_other = np.array([np.delete(total, i).max() for i in first])
            named = dict(zip((*RANKED_BY, *_ALSO), some.features[first].T, strict=True))
            named |= {"rank": total[first], "lead": total[first] - best_other}
            rows.append(np.stack([named[name] for name in CHANCE_BY], axis=1))
            right.append(some.right[first])
            weight.append(np.full(len(first), sample.weight * (0.4 if out else 1.0)))
    matrix = np.vstack(rows)
    matrix = np.hstack([matrix, np.ones((len(matrix), 1))])
    good, weights = np.concatenate(right), np.concatenate(weight)
    weights /= weights.sum()
    scale = matrix.std(axis=0) + 1e-6
    scale[-1] = 1.0
    matrix = matrix / scale

    def slope(at: NDArray[np.float64]) -> NDArray[np.float64]:
        chance = 1 / (1 + np.exp(-np.clip(matrix @ at, -30, 30)))
        gradient: NDArray[np.float64] = matrix.T @ ((chance - good) * weights) + 1e-5 * at
        return gradient

    return [*CHANCE_BY, "bias"], descend(slope, matrix.shape[1]) / scale


def descend(slope, size: int) -> NDArray[np.float64]:
    """Follow the slope down by Adam with a falling rate; the problem is convex."""
    at, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(_STEPS):
        gradient = slope(at)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = 0.1 * (1 - step / _STEPS) + 0.002
        at -= rate * (mean / (1 - 0.9 ** (step + 1))) / (np.sqrt(square / (1 - 0.999 ** (step + 1))) + 1e-8)
    return at


def main() -> None:
    """Fit, print what changed, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--write", action="store_true", help="put the weights into the package")
    parser.add_argument("--limit", type=int, default=600, help="questions of a set")
    parser.add_argument("--cache", type=Path, default=Path("/tmp/search-cache"), help="for vectors")  # noqa: S108 - outside the tree, and only vectors
    options = parser.parse_args()
    encoder = RememberingEncoder(options.cache)
    found: list[Sample] = []
    for material in all_material(options.limit):
        mine = samples(material, encoder)
        first = np.mean([sample.right[0] for sample in mine])
        print(f"{material.name:32} {len(mine):5} questions, right first {first:.3f} with the weights so far", flush=True)
        found += mine
    encoder.save()
    rank = fit_rank(found)
    names, chance = fit_chance(found, rank)
    command = f"python -m tests.bench.fit --write --limit {options.limit}"
    fitted = Weights(
        command,
        {**_BY_HAND, **dict(zip(names_of_rank(), rank.round(4).tolist(), strict=True))},
        dict(zip(names, chance.round(4).tolist(), strict=True)),
    )
    for kind in ("rank", "chance"):
        before, after = getattr(shipped(), kind), getattr(fitted, kind)
        for name in sorted({*before, *after}):
            print(f"{kind:7} {name:32} {before.get(name, 0.0):9.3f} → {after.get(name, 0.0):9.3f}")
    if options.write:
        text = json.dumps({"made_by": fitted.made_by, "rank": fitted.rank, "chance": fitted.chance}, indent=1)
        Path(str(files("knowledge.search").joinpath("weights.json"))).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
