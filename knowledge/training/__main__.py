"""`python -m knowledge.training [FOLDER…] [--order] [--write]`.

Fits the decision on the shipped store's own phrasings, each held out in turn, on its gap questions
held out whole, on the phrasings of statements that were taken out, on the same questions asked of
a plain store, and on the stores of folders
(`NAME.statements.jsonl` with `NAME.questions.jsonl`): each by itself, while what answers is taken
out, and as one store of all incidents; prints what changed and, for every style of
question and for every store, how the decision does when that is left out of the fit. With
`--order` the weights that order the candidates are fitted instead: the decision is fitted after
them, in a second run. `--only` names what of the decision is written.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from knowledge.answering.decision import POLICY
from knowledge.answering.weighing import SORTS, DecisionWeights, chance_of, shipped, sort_of
from knowledge.domain import Bundle
from knowledge.interchange import read, shipped as shipped_store
from knowledge.search import encoder_named
from knowledge.search.encoders.profile import DECISION, Fitted
from knowledge.training.logistic_regression import fitted, ordered
from knowledge.training.training_examples import Bench, Example, together

SIGNS = {
    **dict.fromkeys(
        ("score", "covered_whole", "told", "meaning", "meaning_main", "words_main", "pairs"), 1
    ),
    **dict.fromkeys(("lead", "lead5", "soft", "second", "counted", "credited"), 1),
    **dict.fromkeys(("gap_over", "gap_covered", "gap_meaning", "unknown", "worst"), -1),
    **dict.fromkeys(("unfocused", "strangers", "uncounted", "uncredited"), -1),
    **dict.fromkeys(("specific", "retold", "foreign"), 1),
    **dict.fromkeys(("lacking", "elsewhere", "beside", "nowhere"), -1),
    **dict.fromkeys(("keywords", "stated"), 1),
    **dict.fromkeys(("aside", "miscredited", "worst_whether", "unheard"), -1),
}
"""Features that can only speak for the best candidate, or only against it."""

IMPORTANCE = {"own": 1.0, "unseen gaps": 0.6, "gapless": 0.6, "taken out": 0.6, "plain": 1.0}
"""Of the store's own questions."""
PRIOR = {
    "speaker_agrees": 0.4, "speaker_clashes": -0.6, "incident_agrees": 0.1, "incident_clashes": -0.1,
    "number_agrees": 0.2, "year_agrees": 0.3, "year_clashes": -0.2, "date_agrees": 0.3,
    "date_clashes": -0.4, "place_agrees": 0.1, "place_clashes": -0.1, "negation_clashes": -0.6,
    "actor_agrees": 0.3, "actor_clashes": -1.0, "fits_clashes": -0.8, "kind_clashes": -1.2,
    "soft": 6.0, "second": 1.0, "soft_phrased": 3.0, "foreign": 1.0,
}  # fmt: skip
"""What orders candidates where no question tells otherwise: chosen by hand, before any fit."""
OF_A_STORE = 0.4
"""Importance of each store of the folder."""
LACKING, TOGETHER = " lacking", " together"
"""Ends of the names of a store's questions asked where nothing answers, and among all incidents."""
_OF_A_SOURCE = {LACKING: 0.15, TOGETHER: 0.3}
"""Their importance: near misses made of answerable questions are not those that people ask."""
_EVERY_OTHER = 2


def main(arguments: Sequence[str], store: Bundle | None = None, folder: Path | None = None) -> None:
    """Collect, fit, judge, and write if told to.

    Args:
        arguments: of the command line.
        store: that is fitted on; None: the shipped one.
        folder: where the weights are written; None: the package.
    """
    parser = argparse.ArgumentParser(prog="python -m knowledge.training")
    parser.add_argument("stores", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--order", action="store_true", help="fit what orders the candidates")
    parser.add_argument("--encoder", default="use")
    parser.add_argument("--only", nargs="*", choices=SORTS, default=SORTS, help="what is written")
    parser.add_argument("--write", action="store_true", help="put the weights into the package")
    given = parser.parse_args(arguments)
    encoder = encoder_named(given.encoder)
    fitted = encoder.decision if encoder else DECISION
    weights = shipped(fitted)
    bench = Bench(encoder, weights)
    store = store or shipped_store()
    examples = [*bench.own(store), *bench.unseen_gaps(store)]
    examples += [*bench.gapless(store), *bench.plain(store)]
    if encoder:  # without one there is no `ungapped` decision, which alone is in need of them
        examples += bench.taken_out(store)
    importance = dict(IMPORTANCE)
    statements = sorted(each for of in given.stores for each in of.glob("*.statements.jsonl"))
    bundles = {path.name.partition(".")[0]: (path, read(path)) for path in statements}
    everything = together(each for _, each in bundles.values())
    for name, (path, own) in bundles.items():
        importance[name] = OF_A_STORE
        importance |= {f"{name}{end}": worth for end, worth in _OF_A_SOURCE.items()}
        questions = path.with_name(f"{name}.questions.jsonl")
        examples += bench.gold(name, own, questions)
        examples += bench.lacking(f"{name}{LACKING}", own, questions)
        examples += [*bench.gold(f"{name}{TOGETHER}", everything, questions)][::_EVERY_OTHER]
    examples = [each for each in examples if each.features and not each.listed]
    made_by = "python -m knowledge.training" + "".join(f" {each}" for each in given.stores[:1])
    if given.order:
        order = fit_order(examples, importance)
        _print_change(weights.agreement, order)
        if given.write:
            _write(replace(weights, made_by=made_by, agreement=order), fitted, folder)
        return
    found = fit_all(examples, importance)
    for sort in SORTS:
        _out(sort)
        _print_change(getattr(weights, sort), getattr(found, sort))
    for source in sorted({each.source for each in examples}):
        _print_judged(source, [each for each in examples if each.source == source], found)
    _out("\nEach style left out of the fit:")
    for style in sorted({each.style for each in examples}):
        rest = fit_all([each for each in examples if each.style != style], importance)
        _print_judged(style, [each for each in examples if each.style == style], rest)
    _out("\nEach store left out of the fit:")
    for path in statements:
        name = path.name.partition(".")[0]
        same = {name, f"{name}{LACKING}", f"{name}{TOGETHER}"}
        rest = fit_all([each for each in examples if each.source not in same], importance)
        _print_judged(name, [each for each in examples if each.source == name], rest)
    if given.write:
        # One run sees one encoder: what it cannot fit stays as it is.
        made = {sort: getattr(found, sort) if sort in given.only else {} for sort in SORTS}
        kept = {sort: made[sort] or getattr(weights, sort) for sort in SORTS}
        _write(replace(weights, made_by=made_by, **kept), fitted, folder)


UNANSWERABLE = {
    "chance": 0.35, "plain": 0.475, "large": 0.5, "ungapped": 0.35, "bare": 0.35, "bare_plain": 0.5,
}  # fmt: skip
"""Share of a source's importance that its unanswerable questions have, however few they are.

With their true share (3 of 100 in one of the sets) the chance is honest and refuses nobody; with
one half it refuses too many who ask in unforeseen words of what has phrasings. Without phrasings
near misses look so much like questions that half is what keeps wrong answers rare.
"""


def fit_order(examples: Sequence[Example], importance: Mapping[str, float]) -> dict[str, float]:
    """The weights that order candidates; every source counts by its importance."""
    sizes = Counter(each.source for each in examples)
    return ordered(
        [(each.rivals, each.meant) for each in examples],
        [importance[each.source] / sizes[each.source] for each in examples],
        _signs(name for each in examples for row in each.rivals for name in row),
        PRIOR,
    )


def fit_all(examples: Sequence[Example], importance: dict[str, float]) -> DecisionWeights:
    """A fit for each sort of examples, as they are told apart when questions are answered."""
    sorts: dict[str, list[Example]] = {sort: [] for sort in SORTS}
    for each in examples:
        sorts[sort_of(each.features)].append(each)
    made: dict[str, Any] = {
        sort: fit(own, importance, UNANSWERABLE[sort]) if own else {} for sort, own in sorts.items()
    }
    return DecisionWeights(**made)


def fit(
    examples: Sequence[Example], importance: Mapping[str, float], unanswerable: float
) -> dict[str, float]:
    """The weights of the chance; every source counts by its importance, whatever its size."""
    sizes: dict[tuple[str, bool], int] = defaultdict(int)
    for each in examples:
        sizes[each.source, each.answerable] += 1

    def counts(each: Example) -> float:
        share = unanswerable if not each.answerable else 1 - unanswerable
        if not sizes[each.source, not each.answerable]:
            share = 1.0
        return 1000 * importance[each.source] * share / sizes[each.source, each.answerable]

    return fitted(
        [each.features for each in examples],
        [each.right for each in examples],
        [counts(each) for each in examples],
        _signs(name for each in examples for name in each.features),
    )


def _signs(names: Iterable[str]) -> dict[str, int]:
    signs = SIGNS | {f"{name}_phrased": sign for name, sign in SIGNS.items()}
    for name in set(names):
        if name.endswith("_agrees"):
            signs[name] = 1
        elif name.endswith("_clashes"):
            signs[name] = -1
    return signs


def _print_change(before: Mapping[str, float], after: Mapping[str, float]) -> None:
    for name in sorted({*before, *after}):
        _out(f"{name:18} {before.get(name, 0.0):8.3f} → {after.get(name, 0.0):8.3f}")


def _print_judged(name: str, examples: Sequence[Example], weights: DecisionWeights) -> None:
    answerable = [each for each in examples if each.answerable]
    rest = [each for each in examples if not each.answerable]

    def share(of: Sequence[Example], test: Callable[[float, Example], bool]) -> str:
        if not of:
            return "   -"
        met = sum(test(chance_of(each.features, weights.of(each.features)), each) for each in of)
        return f"{met / len(of):.2f}"

    _out(
        f"{name:18} n {len(examples):5}"
        f"  right {share(answerable, lambda p, each: p >= POLICY.sure and each.right)}"
        f"  offered {share(answerable, lambda p, _: POLICY.offered <= p < POLICY.sure)}"
        f"  wrong {share(answerable, lambda p, each: p >= POLICY.sure and not each.right)}"
        f"  refused wrong {share(answerable, lambda p, _: p < POLICY.offered)}"
        f"  abstained {share(rest, lambda p, _: p < POLICY.offered)}"
    )


def _write(weights: DecisionWeights, fitted: Fitted, folder: Path | None) -> None:
    path = (folder or Path(str(files(fitted.package)))) / fitted.file
    document = {
        "made_by": weights.made_by,
        "agreement": dict(weights.agreement),
        **{sort: dict(getattr(weights, sort)) for sort in SORTS},
    }
    path.write_text(json.dumps(document, indent=1) + "\n", "utf-8")


def _out(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
