"""How long a load takes and how much memory: `python -m tests.bench.loading [rows…]`."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from knowledge.domain import Actor
from knowledge.interchange import read_stream
from knowledge.storage import Store

ROWS = (10_000, 100_000)
ROOT = Path(__file__).parents[2]


def write_rows(path: Path, rows: int) -> None:
    """Statements of the usual length: ten an article, a hundred a speaker, four phrasings each."""
    with path.open("w") as file:
        for number in range(rows):
            line = {
                "id": f"s{number}",
                "claim": f"claim {number}: the council of district {number % 97} has postponed the "
                f"opening of bridge {number % 1_013} by {number % 30} days because of rising water",
                "speaker": f"Speaker {number // 100}, head of district {number % 97}",
                "quote": "by no means before the water falls",
                "phrasings": [f"when does bridge {number % 1_013} open ({word})" for word in "abcd"],
                "article": {"title": f"Report {number // 10}", "url": f"https://example.org/{number // 10}"},
            }  # fmt: skip
            file.write(json.dumps(line) + "\n")


def measure(folder: Path, rows: int) -> None:
    """Load once, again, and read ten records; prints a line."""
    path = folder / "rows.jsonl"
    write_rows(path, rows)
    store = Store(f"sqlite:///{folder / 'store.db'}")
    store.upgrade()
    seconds = []
    for _ in range(2):
        started = time.perf_counter()
        report = store.bulk.load(read_stream(path), Actor(None, "bench"), "bench")
        seconds.append(time.perf_counter() - started)
        assert not report.refused
    times = []
    for start in range(0, rows - 10, max(1, rows // 200)):
        ids = [f"s{(start + step * 7_919) % rows}" for step in range(10)]
        started = time.perf_counter()
        assert len(store.records.complete(ids)) == 10
        times.append((time.perf_counter() - started) * 1_000)
    times.sort()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    store.close()
    size = (folder / "store.db").stat().st_size / 1e6
    print(
        f"{rows:>9,} rows  load {seconds[0]:6.1f} s  again {seconds[1]:6.1f} s  "
        f"memory {memory:5.0f} MB  file {size:6.0f} MB  "
        f"ten records p50 {times[len(times) // 2]:.2f} ms  p95 {times[len(times) * 95 // 100]:.2f} ms"
    )


def main() -> None:
    """Each size in a process of its own, so that its memory is its own."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--one"]:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), int(arguments[1]))
        return
    for rows in arguments or [str(rows) for rows in ROWS]:
        command = [sys.executable, "-m", "tests.bench.loading", "--one", rows]
        subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
