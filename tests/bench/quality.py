"""Right answers beside the peers': python -m tests.bench.quality [SET…] [--sample N] [--no-peers].

One engine, one setting for every set. MAP@5 and the share of questions whose right statement is
first, over the questions that have one. RapidFuzz is given every fifth question of large sets.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from knowledge.search import Document, Engine, Lexicon, Query
from tests.bench.peers import DEPTH, Search, peers
from tests.bench.sets import CACHE, MEASURED, Asking, RememberingEncoder, documents, questions

_SLOW = frozenset({"WRatio", "token_set"})
_FEW_ENOUGH = 2_000


@dataclass(frozen=True)
class Measured:
    """Of one searcher on one set."""

    map5: float
    first: float
    milliseconds: float


def average_precision(ranked: Sequence[str], expected: frozenset[str]) -> float:
    """MAP@5 of one question, as `accordingto eval` counts it."""
    right, total = 0, 0.0
    for place, key in enumerate(ranked[:DEPTH], start=1):
        if key in expected:
            right += 1
            total += right / place
    return total / min(len(expected), DEPTH)


def measure(search: Callable[[Asking], Sequence[str]], askings: Sequence[Asking]) -> Measured:
    """Ask everything."""
    total = first = 0.0
    times = []
    for asking in askings:
        began = time.perf_counter()
        ranked = search(asking)
        times.append(time.perf_counter() - began)
        total += average_precision(ranked, asking.expected)
        first += bool(ranked) and ranked[0] in asking.expected
    middle = sorted(times)[len(times) // 2]
    return Measured(total / len(askings), first / len(askings), middle * 1000)


def ours(store: Sequence[Document], encoder: RememberingEncoder) -> Engine:
    """The engine with this store in it."""
    engine = Engine(None, encoder=encoder.profile, keeper=None, lexicon=Lexicon())
    engine.put(store)
    engine.commit(1)
    return engine


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.quality")
    parser.add_argument("sets", nargs="*", help="names of sets; all without")
    parser.add_argument("--sample", type=int, default=1, help="ask every Nth question")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--cache", type=Path, default=CACHE, help="for vectors")
    options = parser.parse_args()
    encoder = RememberingEncoder(options.cache)
    others = {} if options.no_peers else peers(encoder)
    table = Table("set", "n", "ours MAP@5", "ours first", *others, title="MAP@5 / right first")
    for name, split in MEASURED:
        if options.sets and name not in options.sets:
            continue
        store = list(documents(name))
        askings = [each for each in questions(name, split) if each.expected][:: options.sample]
        engine = ours(store, encoder)

        def found(question: Asking, engine: Engine = engine) -> list[str]:
            return [hit.id for hit in engine.search(Query(question.text, question.language)).hits]

        mine = measure(found, askings)
        engine.close()
        row = [f"{name} {split}", str(len(askings)), f"{mine.map5:.3f}", f"{mine.first:.3f}"]
        for peer, build in others.items():
            some = askings[::5] if peer in _SLOW and len(store) > _FEW_ENOUGH else askings
            search = build(store)

            def found_by(question: Asking, search: Search = search) -> list[str]:
                return search(question.text)

            theirs = measure(found_by, some)
            row.append(f"{theirs.map5:.3f} / {theirs.first:.3f}")
        table.add_row(*row)
        print(" ".join(row), flush=True)
        encoder.save()
    Console(width=160).print(table)


if __name__ == "__main__":
    main()
