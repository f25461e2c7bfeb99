"""Changes are told to whoever waits, and one process leads."""

import threading
import time
from dataclasses import replace
from itertools import islice

import pytest

from knowledge.domain import Actor, StoreProblem
from knowledge.interchange import shipped
from knowledge.storage import Store
from knowledge.storage.database import Replica

SOMEBODY = Actor(1, "Olena")


def test_a_change_by_another_process_is_told_at_once(address):
    ours, theirs = Store(address), Store(address)
    ended = threading.Event()
    told: list[tuple[int, float]] = []

    def follow() -> None:
        told.extend((number, time.monotonic()) for number in ours.feed.revisions_to_come(ended))

    follower = threading.Thread(target=follow)
    follower.start()
    time.sleep(0.3)
    theirs.bulk.load(shipped(), SOMEBODY, "first")
    loaded = time.monotonic()
    while told[-1:] and told[-1][0] != theirs.revisions.newest():
        time.sleep(0.01)
    assert told[-1][1] - loaded < 0.5
    ended.set()
    follower.join(5)
    assert not follower.is_alive()
    ours.close()
    theirs.close()


def test_the_first_word_is_the_revision_now(store):
    store.bulk.load(shipped(), SOMEBODY, "first")
    assert list(islice(store.feed.revisions_to_come(threading.Event()), 1)) == [
        store.revisions.newest()
    ]


def test_while_the_database_is_away_nothing_is_told_and_nothing_breaks(address, monkeypatch):
    monkeypatch.setattr("knowledge.storage.change_feed.HEARD_FOR", 0.1)
    store, other = Store(address), Store(address)
    revisions = store.feed.revisions_to_come(threading.Event())
    assert next(revisions) == 0
    there = store.revisions._asked
    store.revisions._asked = Away()  # type: ignore[assignment]  # raises, whatever it is asked
    threading.Timer(0.3, lambda: setattr(store.revisions, "_asked", there)).start()
    other.bulk.load(shipped(), SOMEBODY, "meanwhile")
    assert next(revisions) == other.revisions.newest()
    store.close()
    other.close()


class Away:
    """A database that cannot be read."""

    def reading(self):
        raise StoreProblem("The database is away.")


def test_one_leads_and_another_takes_over(address):
    first, second = Store(address), Store(address)
    mine, theirs = first.leadership("jobs"), second.leadership("jobs")
    assert mine.held()
    assert mine.held()
    assert not theirs.held()
    another = second.leadership("another")
    assert another.held()
    another.release()
    mine.release()
    assert theirs.held()
    assert not mine.held()
    theirs.release()
    theirs.release()
    first.close()
    second.close()


def test_where_no_lock_can_be_had_nobody_leads(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    leadership = store.leadership("jobs/none")
    assert not leadership.held()
    store.close()


def test_questions_go_to_the_replica_and_to_the_database_while_it_is_away(tmp_path):
    main, copy = (f"sqlite:///{tmp_path / name}.db" for name in ("main", "copy"))
    for address in (main, copy):
        made = Store(address)
        made.upgrade()
        made.bulk.load(shipped(), SOMEBODY, "first")
        made.close()
    store = Store(main, read_address=copy)
    behind = store.revisions.newest()
    first = next(iter(store.records.documents())).statement
    store.changes.change(replace(first, review_due="2030-01-01"), actor=SOMEBODY, reason="due")
    assert store.revisions.newest() == behind, "the copy does not know of the change"
    assert isinstance(store._asked, Replica)
    store._asked._engine.dispose()
    (tmp_path / "copy.db").unlink()
    (tmp_path / "copy.db").mkdir()
    assert store.revisions.newest() == behind + 1
    assert store.records.complete([first.id])[0].statement.review_due == "2030-01-01"
    (tmp_path / "copy.db").rmdir()
    store.close()


@pytest.mark.parametrize("behind", [1, 5])
def test_a_replica_that_is_behind_takes_nothing_back(tmp_path, behind):
    address = f"sqlite:///{tmp_path / 'main.db'}"
    store = Store(address, read_address=address)
    store.upgrade()
    store.bulk.load(shipped(), SOMEBODY, "first")
    last = store.revisions.newest()
    store.revisions._newest = last + behind
    assert store.revisions.newest() == last + behind
    store.close()
