"""Several programs and threads on one database."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from knowledge.domain import Actor, Bundle, Conflict, MultilingualText
from knowledge.storage import Store
from tests.knowledge.factories import a_bundle, a_statement

ROOT = Path(__file__).parents[3]
WRITER = """
import sys
from dataclasses import replace
from knowledge.domain import Actor, Bundle, Conflict
from knowledge.storage import Store
store = Store(sys.argv[1])
lost = 0
for number in range(40):
    store.questions.remember(f"{sys.argv[2]} {number}", "en", "answer", 0.5)
    while True:
        now = store.records.statement("fire-is-out")
        marked = replace(now, phrasings=(*now.phrasings, ("en", f"{sys.argv[2]} {number}")))
        try:
            store.changes.change(marked, actor=Actor(None, sys.argv[2]), reason="-")
            break
        except Conflict:
            lost += 1
print(lost)
"""


def test_two_programs_write_at_once_and_nothing_is_lost(address, curator):
    store = Store(address)
    store.bulk.load(a_bundle(), curator, "-")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, address, name],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name in ("one", "two")
    ]  # fmt: skip
    said = [process.communicate(timeout=100) for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    statement = store.records.statement("fire-is-out")
    assert (statement.version, len(set(statement.phrasings))) == (81, 80)
    assert len(store.questions.listed()) == 80
    assert len(store.revisions.history("statement", "fire-is-out")) == 81
    store.close()


def test_two_curators_at_the_same_moment_a_hundred_times_lose_no_edit(store, curator):
    store.bulk.load(a_bundle(), curator, "-")
    won = []
    with ThreadPoolExecutor(2) as pool:
        for number in range(100):
            now = store.records.statement("fire-is-out")

            def edit(name: str, now=now, number=number) -> str | None:
                claim = MultilingualText.of(en=f"{name} {number}")
                try:
                    store.changes.change(
                        replace(now, claim=claim), actor=Actor(1, name), reason="-"
                    )
                except Conflict:
                    return None
                return claim.in_language("en")

            results = list(pool.map(edit, ("Olena", "Ivan")))
            assert results.count(None) == 1
            won.append(next(result for result in results if result))
            assert store.records.statement("fire-is-out").claim.in_language("en") == won[-1]
    assert len(store.revisions.history("statement", "fire-is-out")) == 101


def test_readers_see_a_load_all_at_once_or_not_at_all(store, curator):
    seen = set()

    def parts() -> Iterator[Bundle]:
        for number in range(20):
            yield a_bundle(*(a_statement(f"s{number}-{index}") for index in range(50)))
            seen.add(len(store.statements.select()))

    store.bulk.load(parts(), curator, "-")
    assert seen == {0}
    assert len(store.statements.select()) == 1_000
