"""Right answers three ways in one run: python -m tests.bench.side_by_side [SET…] [--sample N].

For every set bm25s on the whole text, the search alone, and the whole bot as `accordingto eval`
asks it: MAP@5 and right first over the questions that have an answer; of the bot also what readers
get: right, offered, wrong, refused, and the share of unanswerable questions that are refused. Sets
are the public ones of `sets.py` and the stores of tests/gold (NAME.statements.jsonl with
NAME.questions.jsonl); a folder given by --more holds further ones.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import desk_of, store_of
from bot.cli.evaluate import Gold, Told, judge, measures
from bot.settings import read_settings
from knowledge.domain import Actor, Question
from knowledge.interchange import read
from knowledge.search import Document, Engine, Query
from tests.bench.peers import DEPTH, bm25s_stemmed
from tests.bench.quality import average_precision, ours
from tests.bench.sets import CACHE, MEASURED, RememberingEncoder, bench_folder, documents_in

_GOLD = Path(__file__).resolve().parents[1] / "gold"
_WRITER = Actor(None, "bench")


@dataclass(frozen=True)
class Set:
    """A store with its questions, one a line."""

    name: str
    statements: Path
    questions: Path


def sets(more: Path | None) -> Iterator[Set]:
    """All that are at hand."""
    for name, split in MEASURED:
        folder = bench_folder() / name
        yield Set(f"{name} {split}", folder / "statements.jsonl", folder / f"{split}.jsonl")
    for folder in (_GOLD, _GOLD / "development", *([more] if more else [])):
        for path in sorted(folder.glob("*.statements.jsonl")):
            name = path.name.partition(".")[0]
            yield Set(name, path, path.with_name(f"{name}.questions.jsonl"))


def of_search(
    search: Callable[[Gold], Sequence[str]], asked: Sequence[Gold]
) -> tuple[float, float]:
    """MAP@5 and right first."""
    found = [(search(each), each.expect) for each in asked]
    precision = sum(average_precision(ranked[:DEPTH], expect) for ranked, expect in found)
    first = sum(bool(ranked) and ranked[0] in expect for ranked, expect in found)
    return precision / len(asked), first / len(asked)


def through_eval(one: Set, golds: Sequence[Gold]) -> dict[str, float]:
    """The measures of the whole bot on a store of its own."""
    with TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/bench.db"
        settings = read_settings()
        with store_of(settings, address) as store:
            store.bulk.load(read(one.statements), _WRITER, "bench")
        judged = []
        with desk_of(settings, address) as desk:
            for gold in golds:
                reply = desk.ask(Question(gold.question))
                told = Told(
                    id=gold.id,
                    outcome=reply.outcome.name,
                    ranked=tuple(identity for identity, _ in reply.ranked[:50]),
                    statements=tuple(each.record.statement.id for each in reply.shown),
                    caveats=frozenset(),
                    text="",
                    ms=reply.elapsed,
                )
                judged.append(judge(gold, told))
    return measures(judged)


def golds_of(one: Set, sample: int) -> list[Gold]:
    """The questions of a set, every Nth."""
    lines = [json.loads(line) for line in one.questions.read_text("utf-8").splitlines() if line]
    return [
        Gold(
            id=each["id"],
            question=each["question"],
            lang=each.get("lang", "en"),
            expect=frozenset(each["expect"]),
            abstain=bool(each.get("abstain")),
        )
        for each in lines[::sample]
    ]


def main() -> None:
    """Measure and print a line a set."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.side_by_side")
    parser.add_argument("sets", nargs="*", help="beginnings of names; all without")
    parser.add_argument("--sample", type=int, default=1, help="ask every Nth question")
    parser.add_argument("--more", type=Path, help="a folder with further stores")
    parser.add_argument("--cache", type=Path, default=CACHE, help="for vectors")
    options = parser.parse_args()
    encoder = RememberingEncoder(options.cache)
    print(
        f"{'set':26} {'n':>4}  {'bm25s':>13}  {'search alone':>13}  {'through eval':>13}"
        "  right  +off  wrong  refused  abstains"
    )
    for one in sets(options.more):
        if options.sets and not one.name.startswith(tuple(options.sets)):
            continue
        if not one.statements.exists() or not one.questions.exists():
            continue
        golds = golds_of(one, options.sample)
        answered = [each for each in golds if each.expect and not each.abstain]
        store: list[Document] = list(documents_in(one.statements))
        peer = bm25s_stemmed(store)
        engine = ours(store, encoder)

        def alone(gold: Gold, engine: Engine = engine) -> list[str]:
            return [hit.id for hit in engine.search(Query(gold.question, gold.lang)).hits]

        def by_peer(gold: Gold, peer: Callable[[str], list[str]] = peer) -> list[str]:
            return peer(gold.question)

        plain, search = of_search(by_peer, answered), of_search(alone, answered)
        engine.close()
        encoder.save()
        bot = through_eval(one, golds)
        print(
            f"{one.name:26} {len(golds):4}  {plain[0]:.3f} / {plain[1]:.3f}"
            f"  {search[0]:.3f} / {search[1]:.3f}  {bot['map5']:.3f} / {bot['hit1']:.3f}"
            f"  {bot['answered_right']:.3f} {bot['offered']:5.3f}  {bot['answered_wrong']:.3f}"
            f"  {bot['refused_wrong']:7.3f}  {bot['abstain_recall']:8.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
