"""How long a look-up takes while somebody types, in a large store.

    python -m tests.bench.typing_ahead [--statements 100000] [--queries 200] [--semantic off|use]
        [--http]

Prints p50 and p95 in milliseconds, of words as they are typed letter by letter: at the desk, or
with --http of the running bot, from the query at a Bot API server on loopback to its results.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from bot.app import OPERATOR, desk_of, store_of
from bot.settings import Settings
from knowledge.domain import (
    Appearance,
    Article,
    Attribution,
    Bundle,
    Incident,
    Kind,
    Language,
    MultilingualText,
    Speaker,
    SpeakerKind,
    Statement,
)
from knowledge.interchange import shipped
from knowledge.subscriptions.answer_feedback import percentile
from tests.e2e.botserver import BotServer
from tests.e2e.loopback import Loopback
from tests.e2e.process import Operator

TOKEN = "7000000001:typing-ahead-token-AAAAAAAAAAAAAAAA"  # noqa: S105  # served on loopback only

SUBJECTS = "ferry bridge harbour mill tunnel council clinic school farm dam museum station".split()
DEEDS = "closed opened flooded repaired inspected sold painted evacuated measured moved".split()
TIMES = "spring summer autumn winter march april may june july august october".split()
PLACES = [
    f"{a}{b}"
    for a in "Ald Bram Cal Dor Esk Fen Gar Hol".split()
    for b in ("ton", "wick", "by", "ford")
]
RESULTS = 20


def bundle(number: int) -> Bundle:
    """So many statements, no two alike, of a hundred speakers and two hundred incidents."""
    lot = random.Random(1)
    speakers = tuple(
        Speaker(
            f"s{each}",
            MultilingualText.of(en=f"Speaker {lot.choice(PLACES)} {each}"),
            SpeakerKind.PERSON,
        )
        for each in range(100)
    )
    incidents = tuple(
        Incident(
            f"i{each}",
            MultilingualText.of(en=f"the {lot.choice(SUBJECTS)} of {lot.choice(PLACES)} {each}"),
        )
        for each in range(200)
    )
    where = (Appearance("paper", Attribution.NAMED, (1,)),)
    statements = tuple(
        Statement(
            f"st{each}",
            MultilingualText.of(
                en=f"The {lot.choice(SUBJECTS)} of {lot.choice(PLACES)} was {lot.choice(DEEDS)} in "
                f"{lot.choice(TIMES)} with {each} people near the {lot.choice(SUBJECTS)}"
            ),
            Kind.FACT,
            where,
            speaker=f"s{each % 100}",
            incident=f"i{each % 200}",
        )
        for each in range(number)
    )
    return Bundle(
        articles=(Article("paper", "The Paper"),),
        speakers=speakers,
        incidents=incidents,
        statements=statements,
    )


def typed(queries: int) -> Iterator[str]:
    """Words as they are typed: each query after three letters more."""
    lot = random.Random(2)
    while queries > 0:
        whole = f"{lot.choice(SUBJECTS)} of {lot.choice(PLACES)} {lot.choice(DEEDS)}"
        for end in range(3, len(whole) + 1, 3):
            yield whole[:end]
            queries -= 1


def timed(label: str, words: list[str], look_up: Callable[[str], object]) -> None:
    """Look all of them up and print how long it took."""
    took = []
    for each in words:
        start = time.perf_counter()
        look_up(each)
        took.append((time.perf_counter() - start) * 1000)
    print(
        f"{label}: {len(took)} look-ups, p50 {percentile(took, 0.5):.1f} ms, "
        f"p95 {percentile(took, 0.95):.1f} ms"
    )


def over_http(url: str, semantic: str, home: Path, words: list[str]) -> None:
    """The same of the running bot; each few look-ups by another person, within what one may ask."""
    server = BotServer(TOKEN)
    driver = Loopback(server)
    settings = {"ACCORDINGTO_DATABASE_URL": url, "ACCORDINGTO_SEMANTIC": semantic}
    operator = Operator(driver, home, settings)
    people = cycle([driver.add_person(f"Reader {each}", "en") for each in range(20)])
    try:
        operator.start().wait_until_polling()
        driver.look_up(next(people), "warm")
        timed("as typed, over HTTP", words, lambda each: driver.look_up(next(people), each))
        timed("no words, over HTTP", [""] * 20, lambda _: driver.look_up(next(people), ""))
        print("mistakes:", driver.mistakes() or "none")
    finally:
        operator.close()
        server.stop()


def main() -> None:
    """Fill a store, look up, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--semantic", default="off")
    parser.add_argument("--http", action="store_true")
    asked = parser.parse_args()
    words = list(typed(asked.queries))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, semantic=asked.semantic)
        url = f"sqlite:///{Path(folder) / 'store.sqlite3'}"
        began = time.perf_counter()
        with store_of(settings, url) as store:
            store.bulk.load(shipped(), OPERATOR, "a bench")
            store.bulk.load(bundle(asked.statements), OPERATOR, "a bench")
        with desk_of(settings, url) as desk:
            print(f"{asked.statements} statements ready in {time.perf_counter() - began:.0f} s")
            if not asked.http:
                timed(
                    "as typed", words, lambda each: desk.browse.look_up(each, Language.EN, RESULTS)
                )
                timed(
                    "no words", [""] * 20, lambda _: desk.browse.look_up("", Language.EN, RESULTS)
                )
        if asked.http:
            over_http(url, asked.semantic, Path(folder), words)


if __name__ == "__main__":
    main()
