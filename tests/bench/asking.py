"""A whole `Desk.ask` at size: `python -m tests.bench.asking [--sizes 10000 100000 1000000]`.

The store holds the shipped statements and made ones, as for `tests.bench.speed`, in SQLite; their vectors come
from a keeper. Timed are short questions that nobody has asked, and forwarded posts of 3,000
characters with the claim at the end.
"""

import argparse
import random
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from knowledge.desk import Desk
from knowledge.domain import Question
from knowledge.search import Engine, Lexicon, encoder_named
from knowledge.search.text_analysis import readable
from knowledge.search.vector_index import text_key, to_rows
from knowledge.storage import Store
from tests.bench.sets import CACHE
from tests.bench.speed import MadeStatements
from tests.bench.throughput import fill, questions

WARM, SHORT, LONG = 60, 150, 40
FORWARDED = 3_000
_FILLER = (
    "We walked along the canal and the weather was grey. ",
    "My neighbour paints his fence in the same green every spring. ",
    "The shops were shut and nobody minded. ",
    "Next week there is a concert in the old mill. ",
)


class Kept:
    """The vectors of made statements by the keys of their texts."""

    def __init__(self, made: MadeStatements, statements: int) -> None:
        self._made = made
        self._numbers = {
            text_key(readable(each.passages[0].text)[0]): number
            for number, each in enumerate(made.documents(statements))
        }
        self._others: dict[str, bytes] = {}

    def load(self, model: str, keys: Sequence[str]) -> dict[str, bytes]:
        """Give vectors as the database would: those of real claims, turned a little."""
        del model
        known = [key for key in keys if key in self._numbers]
        found = {key: self._others[key] for key in keys if key in self._others}
        if not known:
            return found
        numbers = np.array([self._numbers[key] for key in known])
        vectors = self._made.turned(numbers)
        return found | dict(zip(known, (row.tobytes() for row in to_rows(vectors)), strict=True))

    def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Those of the shipped statements."""
        del model
        self._others.update(vectors)


@contextmanager
def desk_at(size: int, folder: Path) -> Iterator[Desk]:
    """A desk over so many statements."""
    with closing(Store(f"sqlite:///{folder}/store.sqlite")) as store:
        began = time.perf_counter()
        if not (folder / "index").exists():
            fill(store, size)
        loaded = time.perf_counter()
        lexicon = Lexicon((concept.id, concept.words) for concept in store.records.concepts())
        engine = Engine(
            folder / "index",
            encoder=encoder_named("use"),
            keeper=Kept(MadeStatements(CACHE), size),
            lexicon=lexicon,
        )
        with closing(engine):
            desk = Desk(store, engine, clock=lambda: datetime.now(UTC))
            desk.refresh()
            made = time.perf_counter()
            print(
                f"{size}: loaded in {loaded - began:.0f} s, indexed in {made - loaded:.0f} s",
                flush=True,
            )
            yield desk


def forwards(claims: Sequence[str], chance: random.Random) -> list[str]:
    """Posts of other things that end in a claim."""
    posts = []
    for claim in claims:
        post = ""
        while len(post) + len(claim) < FORWARDED:
            post += chance.choice(_FILLER)
        posts.append(post + claim)
    return posts


def timed(desk: Desk, texts: Sequence[str]) -> tuple[float, float, float]:
    """Milliseconds: p50, p95, and CPU a question."""
    taken = []
    before = time.process_time()
    for text in texts:
        began = time.perf_counter()
        desk.ask(Question(text))
        taken.append((time.perf_counter() - began) * 1000)
    cpu = (time.process_time() - before) * 1000 / len(texts)
    return float(np.percentile(taken, 50)), float(np.percentile(taken, 95)), cpu


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=(10_000, 100_000, 1_000_000))
    parser.add_argument("--keep", type=Path, help="a folder for the stores, used again if there")
    options = parser.parse_args()
    table = Table("statements", "asked", "p50 ms", "p95 ms", "CPU ms")
    chance = random.Random(5)
    texts = questions(WARM + SHORT + LONG)
    chance.shuffle(texts)
    posts = forwards(texts[WARM + SHORT :], chance)
    for size in options.sizes:
        folder = Path(tempfile.mkdtemp(prefix="asking-"))
        if options.keep:
            folder = options.keep / str(size)
            folder.mkdir(parents=True, exist_ok=True)
        try:
            with desk_at(size, folder) as desk:
                for text in texts[:WARM]:
                    desk.ask(Question(text))
                for name, some in (("short", texts[WARM : WARM + SHORT]), ("forward", posts)):
                    figures = [f"{each:.1f}" for each in timed(desk, some)]
                    print(f"{size} {name}: p50, p95, CPU ms {' '.join(figures)}", flush=True)
                    table.add_row(f"{size}", name, *figures)
        finally:
            if not options.keep:
                shutil.rmtree(folder, ignore_errors=True)
    Console().print(table)


if __name__ == "__main__":
    main()
