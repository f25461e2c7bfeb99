"""What changed, for an index and for people."""

import threading
import time
from dataclasses import replace
from itertools import islice

import pytest

from knowledge.domain import (
    Actor,
    Changes,
    GapQuestion,
    Incident,
    MultilingualText,
    Place,
    Relation,
    RelationKind,
    Speaker,
    StoreProblem,
)
from knowledge.interchange import shipped
from knowledge.storage import Store
from knowledge.storage.database import Replica
from tests.knowledge.factories import (
    a_bundle,
    a_place,
    a_speaker,
    a_statement,
    an_article,
    an_incident,
)
from tests.machine import allowed

GAP = GapQuestion("cost", MultilingualText.of(en="the cost"))


@pytest.fixture
def filled(store, curator):
    store.bulk.load(
        a_bundle(
            a_statement("one"),
            a_statement("two", speaker="chief", incident=None, places=("hill",)),
            speakers=(a_speaker(), a_speaker("chief")),
            places=(a_place(), a_place("hill")),
            gaps=(GAP,),
        ),
        curator,
        "first",
    )
    return store


def test_an_empty_store_has_no_revision_and_no_changes(store):
    assert store.revisions.newest() == 0
    assert store.revisions.since(0) == Changes()


def test_all_that_was_loaded_is_a_change(filled):
    changes = filled.revisions.since(0)
    assert sorted(changes.statements) == ["one", "two"]
    assert (changes.gaps, changes.vocabulary) == (("cost",), True)
    assert changes.revision == filled.revisions.newest()
    assert filled.revisions.since(changes.revision) == Changes(revision=changes.revision)


@pytest.mark.parametrize(
    ("was", "now", "statements"),
    [
        (a_speaker(), a_speaker(party=True), {"one"}),
        (an_incident(), an_incident(when="2026"), {"one"}),
        (a_place(), a_place(aliases=("city",)), {"one"}),
        (a_place("hill"), a_place("hill", within="town"), {"two"}),
        (an_article(), an_article(url="https://example.org/x"), {"one", "two"}),
        (GAP, replace(GAP, nearest=("one",)), set()),
    ],
)
def test_a_changed_record_brings_the_statements_that_show_it(filled, curator, was, now, statements):
    before = filled.revisions.newest()
    filled.changes.change_record(now, was, actor=curator, reason="-")
    changes = filled.revisions.since(before)
    assert set(changes.statements) == statements
    assert changes.vocabulary == isinstance(was, Speaker | Incident | Place)
    assert changes.gaps == (("cost",) if was == GAP else ())


def test_a_relation_brings_the_statements_at_both_ends(filled, curator):
    before = filled.revisions.newest()
    relation = Relation("two", RelationKind.DISPUTES, "one")
    filled.changes.relate(relation, actor=curator, reason="-")
    assert set(filled.revisions.since(before).statements) == {"one", "two"}
    between = filled.revisions.newest()
    filled.changes.unrelate(relation, actor=curator, reason="-")
    assert set(filled.revisions.since(between).statements) == {"one", "two"}


def test_the_latest_revisions_come_first_and_in_pages(filled, curator):
    for number in range(3):
        now = replace(filled.records.statement("one"), said=f"202{number}")
        filled.changes.change(now, actor=curator, reason=f"change {number}")
    page = filled.revisions.recent(limit=2)
    assert [one.reason for one in page] == ["change 2", "change 1"]
    rest = filled.revisions.recent(before=page[-1].number, limit=2)
    assert [one.reason for one in rest] == ["change 0", "first"]
    assert all(one.after for one in (*page, *rest))


def test_a_creation_shows_its_content_in_the_history(filled, curator):
    filled.changes.change(
        replace(filled.records.statement("one"), said="2026"), actor=curator, reason="-"
    )
    [created, changed] = filled.revisions.history("statement", "one")
    assert created.before is None
    assert created.after == changed.before
    assert '"said":"2026"' in (changed.after or "")
    assert [one.after is not None for one in filled.revisions.recent()] == [
        True
    ] * filled.revisions.newest()


def test_what_was_never_there_has_no_history(filled):
    assert filled.revisions.history("statement", "x") == []
    assert filled.revisions.history("example", "x") == []


def test_an_example_question_is_no_change_for_an_index(filled, curator):
    before = filled.revisions.newest()
    filled.bulk.load(a_bundle(examples=(("en", "Who?"),), statements=()), curator, "-")
    assert filled.revisions.since(before).statements == ()
    assert filled.revisions.recent(limit=1)[0].subject == "example"


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
    while not told or told[-1][0] != theirs.revisions.newest():
        time.sleep(0.01)
    assert told[-1][1] - loaded < allowed(0.5, 20)
    ended.set()
    follower.join(60)
    assert not follower.is_alive()
    ours.close()
    theirs.close()


def test_the_first_word_is_the_revision_now(store):
    store.bulk.load(shipped(), SOMEBODY, "first")
    assert list(islice(store.feed.revisions_to_come(threading.Event()), 1)) == [
        store.revisions.newest()
    ]


def test_while_the_database_is_away_nothing_is_told_and_nothing_breaks(address, monkeypatch):
    monkeypatch.setattr("knowledge.storage.revision_log.HEARD_FOR", 0.1)
    store, other = Store(address), Store(address)
    revisions = store.feed.revisions_to_come(threading.Event())
    assert next(revisions) == 0
    there = store.revisions.asked
    store.revisions.asked = Away()  # type: ignore[assignment]  # raises, whatever it is asked
    threading.Timer(0.3, lambda: setattr(store.revisions, "asked", there)).start()
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
    assert isinstance(store.asked, Replica)
    store.asked.engine.dispose()
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
    store.revisions.newest_seen = last + behind
    assert store.revisions.newest() == last + behind
    store.close()
