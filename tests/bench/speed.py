"""Time and memory at size: python -m tests.bench.speed [--sizes 10000 100000 1000000] [--no-peers].

The statements are made: those of checkthat-2022-2b and -2020 with some words exchanged and a rare
word added. Their vectors are those of the real ones, turned a little at random, and come from a
keeper as they would from the database. Questions are real ones, encoded while they are timed.
Every size runs in a process of its own, so that memory is told apart.
"""

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rich.console import Console
from rich.table import Table

from knowledge.search import Document, Engine, Lexicon, Passage, Query, encoder_named
from knowledge.search.text_analysis import readable
from knowledge.search.vector_index import text_key, to_rows
from tests.bench.peers import bm25s_stemmed, fts5, rapidfuzz_by
from tests.bench.sets import CACHE, RememberingEncoder, documents, questions

_ASKED = 300
_SHORTEST, _LONGEST = 4, 12
"""Words of the questions."""
_TURNED = 0.35
"""Length of the random direction that is added to a real vector of length 1."""
_PEERS_ASKED = {"token_set": 10, "FTS5": 60, "bm25s": 60}
_LARGEST_FOR_TOKEN_SET = 100_000


class MadeStatements:
    """Statements without end, and the keeper of their vectors."""

    def __init__(self, cache: Path) -> None:
        encoder = RememberingEncoder(cache)
        sets = ("checkthat-2022-2b", "checkthat-2020")
        self._claims = [each.passages[0].text for name in sets for each in documents(name)]
        self._vectors = encoder.encode([readable(claim)[0] for claim in self._claims])
        encoder.save()
        words = {word for claim in self._claims for word in claim.split() if len(word) > 5}
        self._words = sorted(words)
        self._current: dict[str, int] = {}

    def documents(self, count: int) -> Iterator[Document]:
        """Give `count` statements, the same every time; the real ones first."""
        for number in range(count):
            base = number % len(self._claims)
            real = number < len(self._claims)
            text = self._claims[base] if real else self._varied(number, base)
            marks = {"number": frozenset({str(number % 9)})}
            yield Document(f"made-{number}", (Passage("claim", "en", text),), marks)

    def _varied(self, number: int, base: int) -> str:
        chance = random.Random(number)
        words = self._claims[base].split()
        for _ in range(1 + len(words) // 6):
            words[chance.randrange(len(words))] = chance.choice(self._words)
        return f"{' '.join(words)} {chance.choice(self._words)[:4].lower()}{number % 9_973:x}"

    def batches(self, count: int, size: int = 5_000) -> Iterator[list[Document]]:
        """The same in batches, whose vectors `load` can give while the batch is current."""
        batch: list[Document] = []
        for number, document in enumerate(self.documents(count)):
            batch.append(document)
            self._current[text_key(readable(document.passages[0].text)[0])] = number
            if len(batch) == size or number == count - 1:
                yield batch
                batch = []
                self._current.clear()

    def load(self, model: str, keys: Sequence[str]) -> dict[str, bytes]:
        """Give vectors as the database would."""
        known = [key for key in keys if model and key in self._current]
        if not known:
            return {}
        vectors = self.turned(np.array([self._current[key] for key in known]))
        return dict(zip(known, (row.tobytes() for row in to_rows(vectors)), strict=True))

    def turned(self, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of the statements with these numbers: of real claims, turned a little."""
        vectors = self._vectors[numbers % len(self._claims)].copy()
        turn = np.random.default_rng(int(numbers[0])).normal(size=vectors.shape)
        turn *= _TURNED / np.linalg.norm(turn, axis=1, keepdims=True)
        vectors += (turn * (numbers >= len(self._claims))[:, None]).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Forget: what is made is made again."""


def memory() -> float:
    """Memory of this process in MB, without files that are only mapped."""
    lines = Path("/proc/self/status").read_text().splitlines()
    status = dict(line.split(":", 1) for line in lines if ":" in line)
    return sum(int(status[name].split()[0]) for name in ("RssAnon", "RssShmem")) / 1024


def most_resident() -> float:
    """The most memory of this process in MB, pages of mapped files that were read included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def asked() -> list[str]:
    """Real questions of usual length."""
    every = [*questions("checkthat-2022-2b", "train"), *questions("noiseqa", "clean")]
    usual = [q.text for q in every if _SHORTEST <= len(q.text.split()) <= _LONGEST]
    return random.Random(5).sample(usual, min(_ASKED, len(usual)))


def timed(search: Callable[[str], object], texts: Sequence[str]) -> tuple[float, float]:
    """Milliseconds, p50 and p95, after a warm-up."""
    for text in texts[:20]:
        search(text)
    times = []
    for text in texts:
        began = time.perf_counter()
        search(text)
        times.append((time.perf_counter() - began) * 1000)
    return float(np.percentile(times, 50)), float(np.percentile(times, 95))


def build(size: int, folder: Path, cache: Path) -> dict[str, float]:
    """Fill an index and leave it in the folder."""
    made = MadeStatements(cache)
    engine = Engine(folder, encoder=encoder_named("use"), keeper=made, lexicon=Lexicon())
    began = time.perf_counter()
    for batch in made.batches(size):
        engine.put(batch)
    put = time.perf_counter()
    engine.commit(1)
    committed = time.perf_counter()
    engine.close()
    bytes_ = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "put s": put - began,
        "commit s": committed - put,
        "on disk MB": bytes_ / 2**20,
        "load peak MB": most_resident(),
    }


def use(size: int, folder: Path, cache: Path) -> dict[str, float]:
    """Open it again, ask, edit."""
    del cache
    encoder = encoder_named("use")
    assert encoder is not None
    encoder.encode(["load the weights"])
    texts = asked()
    before = memory()
    began = time.perf_counter()
    engine = Engine(folder, encoder=encoder, keeper=None, lexicon=Lexicon())
    engine.search(Query("Who said that it was ready?"))
    ready = time.perf_counter() - began
    p50, p95 = timed(lambda text: engine.search(Query(text, "en")), texts)
    encoding, _ = timed(lambda text: encoder.encode([text]), texts)
    edits = [edit(engine, number, f"made-{number * 97 % size}") for number in range(30)]
    after = memory()
    engine.close()
    shutil.rmtree(folder)
    return {
        "ready s": ready,
        "p50 ms": p50,
        "p95 ms": p95,
        "of it encoding ms": encoding,
        "edit to answer p50 ms": float(np.percentile(edits, 50)),
        "edit to answer p95 ms": float(np.percentile(edits, 95)),
        "index MB": after - before,
        "process MB": after,
        "process with mapped files MB": most_resident(),
    }


def edit(engine: Engine, number: int, key: str) -> float:
    """Change a document and ask for what is new in it; milliseconds from the change to the answer."""
    word = f"zorblax{number}"
    passages = [Passage("claim", "en", f"The mayor of {word} opened a lighthouse")]
    passages += [
        Passage("phrasing", "en", f"who opened what in {word} in year {n}") for n in range(4)
    ]
    began = time.perf_counter()
    engine.put([Document(key, tuple(passages))])
    engine.commit(number + 2)
    best = engine.search(Query(f"what was opened in {word}")).hits[0]
    if best.id != key:
        raise AssertionError(f"the change of {key} is not found, but {best}")
    return (time.perf_counter() - began) * 1000


def others(size: int, folder: Path, cache: Path) -> dict[str, float]:
    """The peers on the same statements and questions."""
    del folder
    store = list(MadeStatements(cache).documents(size))
    texts = asked()
    found: dict[str, float] = {}
    made = {"token_set": rapidfuzz_by(fuzz.token_set_ratio), "FTS5": fts5, "bm25s": bm25s_stemmed}
    for name, make in made.items():
        if name == "token_set" and size > _LARGEST_FOR_TOKEN_SET:
            continue
        p50, p95 = timed(make(store), texts[: _PEERS_ASKED[name]])
        found |= {f"{name} p50 ms": p50, f"{name} p95 ms": p95}
    return found


_PARTS = {"build": build, "use": use, "others": others}


def run(part: str, size: int, folder: Path, cache: Path) -> dict[str, float]:
    """Do a part in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.speed", "--part", part, "--sizes", str(size)]
    command += ["--folder", str(folder), "--cache", str(cache)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.speed")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--cache", type=Path, default=CACHE, help="for vectors")
    parser.add_argument("--part", choices=sorted(_PARTS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(_PARTS[options.part](options.sizes[0], options.folder, options.cache)))
        return
    for size in options.sizes:
        folder = Path(tempfile.mkdtemp(prefix="accordingto-speed-"))
        results = run("build", size, folder, options.cache) | run(
            "use", size, folder, options.cache
        )
        if not options.no_peers:
            results |= run("others", size, folder, options.cache)
        table = Table("measure", f"{size:,} statements")
        for name, value in results.items():
            table.add_row(name, f"{value:,.1f}")
        Console().print(table)


if __name__ == "__main__":
    main()
