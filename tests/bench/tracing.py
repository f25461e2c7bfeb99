"""The way of one question through the code: `python -m tests.bench.tracing [--database URL] [--details 20]`.

While `Desk.ask` of a desk that is warmed up, as the bot does it, answers a question that nobody has
asked before, every call of a function of ours is seen:
how many modules it enters, how many functions, and how often the module of one call is not that of
the call before ("changes"). With `--details` also which calls lead into another module most often.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.table import Table

from bot.app import OPERATOR, desk_of, store_of
from bot.settings import Settings
from knowledge.domain import Question
from knowledge.interchange import shipped

OURS = tuple(
    f"{Path(__file__).parents[2] / package}/" for package in ("bot", "handlers", "knowledge")
)
ASKED = {
    "answered": "How many Ukrainian drones does the ministry say were shot down that night?",
    "refused": "How much did the missiles cost that were fired at the drones in Ulan Bator?",
    "listing": "Show me all statements by anonymous sources",
}


@dataclass
class Trace:
    """What was called while a question was answered.

    Args:
        modules: entered, with how often.
        functions: called, by their code.
        changes: calls whose module is not that of the call before.
        turns: the same by both functions: that of the call before, and that of the call.
    """

    modules: Counter[str] = field(default_factory=Counter)
    functions: Counter[object] = field(default_factory=Counter)
    changes: int = 0
    turns: Counter[tuple[str, str]] = field(default_factory=Counter)
    _last: tuple[str, str] = ("", "")

    def seen(self, frame: FrameType, event: str, _: object) -> None:
        """What the interpreter tells of each call and return."""
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(OURS):
            return
        module = code.co_filename
        self.modules[module] += 1
        self.functions[code] += 1
        here = module, f"{Path(module).stem}.{code.co_qualname}"
        if module != self._last[0]:
            self.changes += 1
            self.turns[(self._last[1], here[1])] += 1
        self._last = here


def traced(call: Callable[[], object]) -> Trace:
    """What a call enters, on this thread."""
    trace = Trace()
    sys.setprofile(trace.seen)
    try:
        call()
    finally:
        sys.setprofile(None)
    return trace


def main() -> None:
    """Trace an answered question, a refused one and a list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="a store; without it the shipped one")
    parser.add_argument(
        "--details", type=int, default=0, help="how many of the most frequent calls"
    )
    parser.add_argument("questions", nargs="*", help="instead of the usual three")
    options = parser.parse_args()
    asked = {each: each for each in options.questions} or ASKED
    table = Table("question", "outcome", "modules", "functions", "calls", "changes", "ms")
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/store.sqlite"
        settings = Settings(_env_file=None)
        if options.database is None:
            with store_of(settings, url) as store:
                store.bulk.load(shipped(), OPERATOR, "the shipped store")
        with desk_of(settings, url) as desk:
            desk.warm_up()
            for name, text in asked.items():
                trace = traced(partial(desk.ask, Question(text)))
                began = time.perf_counter()
                reply = desk.ask(Question(f"{text} "))
                row = (
                    name,
                    reply.outcome.name,
                    len(trace.modules),
                    len(trace.functions),
                    sum(trace.modules.values()),
                    trace.changes,
                    f"{(time.perf_counter() - began) * 1000:.1f}",
                )
                table.add_row(*map(str, row))
                for (before, called), count in trace.turns.most_common(options.details):
                    console.print(f"{count:5} {before} → {called}", highlight=False)
                if options.details:
                    for module, count in trace.modules.most_common():
                        console.print(
                            f"{count:6} calls in {Path(module).relative_to(Path(__file__).parents[2])}",
                            highlight=False,
                        )
    console.print(table)


if __name__ == "__main__":
    main()
